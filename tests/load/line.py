"""A phone's line to the door: HTTP/1.1 on one connection, and no more of it than the load needs.

A client library took more of the machine than the house that was measured.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any


class BrokenOff(Exception):
    """The connection ended before the answer: nobody knows whether it was heard."""


@dataclass(frozen=True)
class Answer:
    """What came back; `headers` by their names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Line:
    """Opened when it is needed, and again after it broke off."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._always = port, f"Host: load\r\nAuthorization: Bearer {token}\r\n"
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """BrokenOff; whatever the status."""
        said = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        head = f"{method} {path} HTTP/1.1\r\n{self._always}{said}Content-Length: {len(body)}\r\n\r\n"
        try:
            if self._open is None or self._open[0].at_eof():  # the door closes what was idle for long
                self._open = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._open
            writer.write(head.encode() + body)
            await writer.drain()
            return await _read(reader)
        except (OSError, EOFError) as fault:
            self.close()
            raise BrokenOff from fault

    def close(self) -> None:
        """Until it is needed again."""
        if self._open is not None:
            self._open[1].close()
        self._open = None


async def _read(reader: asyncio.StreamReader) -> Answer:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers["content-length"]))
    return Answer(int(first.split()[1]), headers, body)
