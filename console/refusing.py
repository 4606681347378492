"""A refusal as a page: the sentence, the way back, and the right status."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

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
from console.asking import NotText
from console.fault import RETRY_AFTER
from console.given_back import given_back, page_before
from console.rendering import page

STATUS: dict[type[Refusal], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    NotNow: 409,
    NotAcceptable: 422,
    TooOften: 429,
    NotAvailable: 503,
}
_NO_SUCH_PAGE = "没有这个页面，请从菜单进入。"
_SENTENCES = {
    400: "提交的内容读不出来，请返回重新填写。",
    404: _NO_SUCH_PAGE,
    405: "这个地址不能这样打开，请从页面上的按钮办理。",
    413: "提交的内容太多了，请删减后再提交；文件最大20MB。",
}
log = structlog.get_logger()


def refuse_with_pages(app: FastAPI) -> None:
    """Teach the app to answer refusals and bad forms with a page in plain Chinese."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _bad_form)
    app.add_exception_handler(HTTPException, _of_http)


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal's kind."""
    return next(status for kind, status in STATUS.items() if isinstance(refusal, kind))


async def _refusal(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    if isinstance(refusal, NotSignedIn) and request.url.path != "/sign-in":
        if request.headers.get("HX-Request"):
            return Response(status_code=204, headers={"HX-Redirect": "/sign-in"})
        return RedirectResponse("/sign-in", 303)
    log.info("refused", code=refusal.code)
    reasons = list(refusal.details.get("reasons", ()))
    typed = not isinstance(refusal, NotText)  # what cannot be written cannot be given back
    answer = await _refused(request, status_of(refusal), refusal.shown, reasons, typed=typed)
    if answer.status_code in (429, 503):
        answer.headers["Retry-After"] = str(refusal.details.get("retry_after", RETRY_AFTER))
    return answer


async def _bad_form(request: Request, mistakes: Exception) -> Response:
    assert isinstance(mistakes, RequestValidationError)
    if any(mistake["loc"][:1] == ("path",) for mistake in mistakes.errors()):
        return await _refused(request, 404, _NO_SUCH_PAGE)
    return await _refused(request, 422, "表单没有填完整或格式不对，请检查后再提交。", typed=True)


async def _of_http(request: Request, failure: Exception) -> Response:
    """What Starlette itself refuses: unknown paths, wrong methods, bodies that cannot be read or are too large."""
    status = failure.status_code if isinstance(failure, HTTPException) else 404
    return await _refused(request, status, _SENTENCES.get(status, _NO_SUCH_PAGE))


async def _refused(
    request: Request, status: int, sentence: str, reasons: list[str] | None = None, *, typed: bool = False
) -> Response:
    """Where it was `typed`, its form once more with all that is in it; else a page with the way back."""
    if request.headers.get("HX-Request"):
        return page(request, "refused_in_place.html", http_status=status, sentence=sentence, reasons=[])
    with_form = await given_back(request, status, sentence, reasons or []) if typed else None
    return with_form or page(
        request, "refused.html", http_status=status, sentence=sentence, reasons=reasons or [],
        came_from=page_before(request) or "" if request.method == "POST" else "",
    )  # fmt: skip
