"""Breaking a connection as a network does: only the protocol object holds the socket, so it hands it on."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class BreakableProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which also puts its transport into the scope."""

    def on_message_begin(self) -> None:
        """Begin a request with the transport at hand."""
        super().on_message_begin()
        self.scope["sandbox.transport"] = self.transport  # type: ignore[typeddict-unknown-key]


async def reset(scope: Scope, receive: Receive) -> None:
    """Close the connection with RST: the client sees a reset, never an answer."""
    transport: asyncio.Transport = scope["sandbox.transport"]
    handle = transport.get_extra_info("socket")
    handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await _gone(receive)


async def read_body(receive: Receive) -> bytes:
    """Return the whole body, whatever its content type says."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


async def answer(send: Send, status: int, body: bytes, content_type: bytes) -> None:
    """Send a complete answer."""
    await _start(send, status, len(body), content_type)
    await send({"type": "http.response.body", "body": body})


async def answer_half(
    scope: Scope, receive: Receive, send: Send, status: int, body: bytes, content_type: bytes
) -> None:
    """Promise the whole answer, send half of it and hang up."""
    await _start(send, status, len(body), content_type)
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    scope["sandbox.transport"].close()
    await _gone(receive)


async def _start(send: Send, status: int, length: int, content_type: bytes) -> None:
    headers = [(b"content-type", content_type), (b"content-length", str(length).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
