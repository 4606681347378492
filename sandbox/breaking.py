"""The faults of the line, laid around a provider's answer in one place."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

from sandbox.faults import TransportFaults
from sandbox.transport import Receive, Scope, Send, answer, answer_half, reset

HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
Reply = tuple[int, bytes] | None  # status and JSON body; None: hang up without an answer


async def answer_through_faults(
    faults: TransportFaults,
    chance: Random,
    exchange: tuple[Scope, Receive, Send],
    content_type: bytes,
    doing: Callable[[], Awaitable[Reply]],
) -> None:
    """Do what was asked and answer it, unless a fault comes between."""
    scope, receive, send = exchange
    if faults.slow_ms:
        await asyncio.sleep(faults.slow_ms / 1000)
    if faults.drop_percent and chance.random() * 100 < faults.drop_percent:
        return await reset(scope, receive)
    if faults.html_200:
        return await answer(send, 200, HTML, b"text/html; charset=utf-8")
    reply = await doing()
    if reply is None or faults.reset_after:
        return await reset(scope, receive)
    if faults.truncate:
        return await answer_half(scope, receive, send, *reply, content_type)
    return await answer(send, *reply, content_type)
