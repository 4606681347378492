"""What nobody foresaw: an engine that is away is a 503 that says so, anything else a 500 with a number for the log."""

import asyncio
import secrets

import structlog
from fastapi import Request
from redis.exceptions import RedisError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.database import is_connection_failure
from backend.fault_trace import where_it_happened
from backend.refusals import NotAvailable
from console.rendering import page

RETRY_AFTER = "5"  # seconds; an engine that was restarted answers again within two
log = structlog.get_logger()


class FaultPages:
    """Inside the safety headers and outside everything else, so that a fault's page has them too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pure ASGI: Starlette's own handler would raise the fault again, into the server's log with all it says."""
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
            status, sentence = _judge(fault)
            if started:
                return  # the server sees half an answer and cuts the connection
            answer = page(Request(scope), "refused.html", http_status=status, sentence=sentence, reasons=[])
            if status == 503:
                answer.headers["Retry-After"] = RETRY_AFTER
            await answer(scope, receive, send)


def _judge(fault: Exception) -> tuple[int, str]:
    if isinstance(fault, (RedisError, asyncio.TimeoutError)) or is_connection_failure(fault):
        log.warning("an engine is down", error_type=type(fault).__name__)
        return 503, NotAvailable.sentence
    number = secrets.token_hex(4)
    where = where_it_happened(fault)
    log.error("a page failed in an unexpected way", number=number, error_type=type(fault).__name__, at=where)
    return 500, f"系统出了问题，已记录（编号 {number}）。请稍后再试或联系管理员。"
