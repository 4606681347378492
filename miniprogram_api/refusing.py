"""How a no leaves the house: RFC 9457 problem details, with a stable code and a sentence that a resident can read."""

import asyncio
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from redis.exceptions import RedisError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend import refusals
from backend.database import is_connection_failure
from backend.fault_trace import where_it_happened
from backend.identifiers import new_id
from miniprogram_api.body_limit import TooLargeHTTP
from miniprogram_api.wording import sentence_for, title_of

MEDIA_TYPE = "application/problem+json"

_STATUS: dict[type[refusals.Refusal], int] = {
    refusals.NotSignedIn: 401,
    refusals.NotAllowed: 403,
    refusals.NotFound: 404,
    refusals.NotNow: 409,
    refusals.NotAcceptable: 422,
    refusals.TooOften: 429,
    refusals.NotAvailable: 503,
}
_RETRY_AFTER = 5  # seconds; an engine that was restarted answers again within two

log = structlog.get_logger()


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str = Field(title="哪一项")
    detail: str = Field(title="怎么改")


class Problem(BaseModel):
    """RFC 9457. `code` is stable for programs, `detail` is for the person."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str = Field(title="给用户看的一句话")
    instance: str = Field(title="这一次的编号，报修时请提供")
    errors: list[FieldProblem] = Field(default=[], title="逐项说明")
    facts: dict[str, Any] = Field(default={}, title="界面需要的补充，例如还缺哪些材料")


def install(app: FastAPI) -> None:
    """Teach `app` to refuse; what nothing else knows is caught by `Unexpected`."""
    app.add_exception_handler(refusals.Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_middleware(Unexpected)


def problem(status: int, code: str, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """The answer that refuses; `instance` is a new id unless given."""
    more.setdefault("instance", f"urn:uuid:{new_id()}")
    body = Problem(title=title_of(status), status=status, code=code, detail=detail, **more)
    return Response(body.model_dump_json(exclude_defaults=True), status, headers, MEDIA_TYPE)


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, refusals.Refusal)
    status = next((_STATUS[kind] for kind in type(refusal).__mro__ if kind in _STATUS), 409)
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    retry_after = refusal.details.get("retry_after", _RETRY_AFTER if status in (429, 503) else None)
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return problem(status, refusal.code, refusal.shown, headers=headers, facts=refusal.details)


async def _not_valid(request: Request, mistakes: Exception) -> Response:
    assert isinstance(mistakes, RequestValidationError)
    errors = [
        FieldProblem(field=_field(mistake["loc"]), detail=sentence_for(mistake)) for mistake in mistakes.errors()[:20]
    ]
    first = errors[0].detail if errors else refusals.NotAcceptable.sentence
    return problem(422, "request.NotValid", first, errors=errors)


async def _of_http(request: Request, happened: Exception) -> Response:
    """What Starlette itself refuses: unknown paths, wrong methods, bodies that cannot be read or are too large."""
    assert isinstance(happened, HTTPException)
    if isinstance(happened, TooLargeHTTP):
        return await _refused(request, happened.refusal)
    if happened.status_code == 404:
        return problem(404, "request.NoSuchAddress", "没有这个地址，请更新到最新版再试。")
    if happened.status_code == 405:
        return problem(
            405, "request.MethodNotAllowed", "这个地址不支持这样的操作。", headers=dict(happened.headers or {})
        )
    return problem(422, "request.NotReadable", "提交的内容读不出来，请检查后再提交。")


class Unexpected:
    """Outermost of ours: an engine that is away becomes a 503, any other fault a 500 with an id.

    Neither leaves anybody's data in the log.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as fault:
            answer = _answer_to(fault)
            if not started:
                await answer(scope, receive, send)


def _answer_to(fault: Exception) -> Response:
    if isinstance(fault, (RedisError, OSError, asyncio.TimeoutError)) or is_connection_failure(fault):
        log.warning("an engine is down", error_type=type(fault).__name__)
        sentence, retry = refusals.NotAvailable.sentence, {"Retry-After": str(_RETRY_AFTER)}
        return problem(503, "house.NotAvailable", sentence, headers=retry)
    instance = f"urn:uuid:{new_id()}"
    _report(fault, instance)
    return problem(500, "house.Fault", "系统出了点问题，已经记下，请稍后再试。", instance=instance)


def _report(fault: Exception, instance: str) -> None:
    where = where_it_happened(fault)
    log.error("a request failed in an unexpected way", instance=instance, error_type=type(fault).__name__, at=where)


def _field(location: tuple[int | str, ...]) -> str:
    """`body.facts.age`; what a stranger put there is cut short and made printable."""
    words = [str(step).encode("utf-8", "replace").decode()[:40] for step in location[:6]]
    return ".".join(word.replace("\x00", "") for word in words)
