"""A refusal as a page: the sentence, the way back, and the right status."""

import logging
import secrets

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from backend.database import is_connection_failure
from backend.refusals import (
    NotAcceptable,
    NotAllowed,
    NotAvailable,
    NotFound,
    NotNow,
    NotSignedIn,
    Refusal,
    TooOften,
)
from console.rendering import page

log = logging.getLogger(__name__)

STATUS: dict[type[Refusal], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    NotNow: 409,
    NotAcceptable: 422,
    TooOften: 429,
    NotAvailable: 503,
}


def refuse_with_pages(app: FastAPI) -> None:
    """Teach the app to answer refusals, bad forms and faults with a page in plain Chinese."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _bad_form)
    app.add_exception_handler(HTTPException, _no_such_page)
    app.add_exception_handler(Exception, _fault)


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal's kind."""
    return next(status for kind, status in STATUS.items() if isinstance(refusal, kind))


async def _refusal(request: Request, refusal: Exception) -> Response:
    if not isinstance(refusal, Refusal):
        raise refusal
    if isinstance(refusal, NotSignedIn) and request.url.path != "/sign-in":
        if request.headers.get("HX-Request"):
            return Response(status_code=204, headers={"HX-Redirect": "/sign-in"})
        return RedirectResponse("/sign-in", 303)
    log.info("refused %s", refusal.code)
    return page(
        request, "refused.html", http_status=status_of(refusal), sentence=refusal.shown, details=refusal.details
    )


async def _bad_form(request: Request, _: Exception) -> Response:
    return page(request, "refused.html", http_status=422, sentence="表单没有填完整或格式不对，请返回检查后再提交。")


async def _no_such_page(request: Request, failure: Exception) -> Response:
    status = failure.status_code if isinstance(failure, HTTPException) else 404
    return page(request, "refused.html", http_status=status, sentence="没有这个页面，请从左侧菜单进入。")


async def _fault(request: Request, fault: Exception) -> Response:
    if is_connection_failure(fault):
        return page(request, "refused.html", http_status=503, sentence=NotAvailable.sentence)
    number = secrets.token_hex(4)
    log.error("fault %s: %s", number, type(fault).__name__, exc_info=fault)
    return page(
        request,
        "refused.html",
        http_status=500,
        sentence=f"系统出了问题，已记录（编号 {number}）。请稍后再试或联系管理员。",
    )
