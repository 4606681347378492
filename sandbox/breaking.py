"""The faults of the line, laid around a provider's answers in one place."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal

from sandbox.faults import TransportFaults
from sandbox.stage import Stage
from sandbox.transport import Receive, Scope, Send, answer, answer_half, reset

HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
Reply = tuple[int, bytes] | None  # status and JSON body; None: hang up without an answer


class Line:
    """The line to one provider; what it breaks is journaled too."""

    def __init__(self, stage: Stage, provider: Literal["wechat", "aliyun"], content_type: bytes) -> None:
        self._stage, self._provider, self._content_type = stage, provider, content_type

    async def not_found(self, scope: Scope, send: Send) -> None:
        """Answer 404 to a path that the provider does not have."""
        self._note(scope, "unknown path", "404")
        await answer(send, 404, b"", b"text/plain")

    async def answer(self, scope: Scope, receive: Receive, send: Send, doing: Callable[[], Awaitable[Reply]]) -> None:
        """Do what was asked and answer it, unless a fault comes between."""
        faults: TransportFaults = getattr(self._stage.faults, self._provider)
        if faults.slow_ms:
            await asyncio.sleep(faults.slow_ms / 1000)
        if faults.drop_percent and self._stage.chance.random() * 100 < faults.drop_percent:
            self._note(scope, "fault drop_percent", "reset, nothing done")
            await reset(scope, receive)
            return
        if faults.html_200:
            self._note(scope, "fault html_200", "HTML, nothing done")
            await answer(send, 200, HTML, b"text/html; charset=utf-8")
            return
        if faults.status_500:
            self._note(scope, "fault status_500", "500, nothing done")
            await answer(send, 500, HTML, b"text/html; charset=utf-8")
            return
        reply = await doing()
        if reply is None or faults.reset_after:
            await reset(scope, receive)
        elif faults.truncate:
            await answer_half(scope, receive, send, *reply, self._content_type)
        else:
            await answer(send, *reply, self._content_type)

    def _note(self, scope: Scope, rule: str, outcome: str) -> None:
        self._stage.journal.write(self._provider, scope["path"], rule, outcome)
