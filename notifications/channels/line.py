"""Line: what the SDK's requests travel on. One connection a thread, kept open; head and body leave in one packet.

The SDK signs, judges and reads the answers; its HTTP client has a place for this, and the one it comes with costs a
quarter of the processor time of a text. Behind a proxy that one is used all the same.
"""

import select
import ssl
import threading
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from aliyunsdkcore.vendored.requests.adapters import HTTPAdapter
from aliyunsdkcore.vendored.requests.certs import where
from aliyunsdkcore.vendored.requests.models import PreparedRequest, Response
from aliyunsdkcore.vendored.requests.structures import CaseInsensitiveDict

NEVER_LEFT = "no connection was made"
BROKE = "the connection broke off"


class _Plain(HTTPConnection):
    """Holds what it is to send until the request is whole."""

    _held: bytearray | None = None

    def endheaders(self, message_body: Any = None, *, encode_chunked: bool = False) -> None:
        """Head and body, at once."""
        whole = self._held = bytearray()
        try:
            super().endheaders(message_body, encode_chunked=encode_chunked)
        finally:
            self._held = None
        self.send(whole)

    def send(self, data: Any) -> None:
        """Hold it, or send it."""
        if self._held is None:
            super().send(data)
        else:
            self._held += data


class _Safe(_Plain, HTTPSConnection):
    pass


class Line(HTTPAdapter):  # type: ignore[misc]
    """For the SDK's session. Every failure is an OSError that says NEVER_LEFT or BROKE and no address."""

    def __init__(self) -> None:
        super().__init__()
        self._kept = threading.local()

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> Response:
        """Send it, once, and read the answer to its end; `timeout` in seconds: to connect, and between two reads."""
        if proxies or not verify:
            return super().send(request, stream, timeout, verify, cert, proxies)
        connect, read = timeout
        connection = self._connected(request.url, verify, connect)
        connection.sock.settimeout(read)
        try:
            connection.request(request.method, request.path_url, request.body, request.headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, HTTPException) as broken:
            connection.close()
            raise OSError(BROKE) from broken
        return _response(request, answer.status, CaseInsensitiveDict(answer.headers.items()), body)

    def _connected(self, url: str, verify: bool | str, timeout: float) -> HTTPConnection:
        """This thread's connection to the host; opened where it has none, or the other side has left."""
        to = urlsplit(url)
        kept: dict[str, HTTPConnection] = self._kept.__dict__
        connection = kept.get(to.netloc)
        if connection is None:
            connection = kept[to.netloc] = _connection(to.scheme, to.netloc, verify)
        if connection.sock is None or _has_ended(connection):
            connection.close()
            connection.timeout = timeout
            try:
                connection.connect()
            except OSError as failed:
                connection.close()
                raise OSError(NEVER_LEFT) from failed
        return connection


def _connection(scheme: str, host: str, verify: bool | str) -> HTTPConnection:
    if scheme != "https":
        return _Plain(host)
    return _Safe(host, context=_trusted(where() if verify is True else str(verify)))


@lru_cache(maxsize=4)
def _trusted(bundle: str) -> ssl.SSLContext:
    """Certificates and names are checked; by the SDK's own bundle where no other is named."""
    return ssl.create_default_context(cafile=bundle)


def _has_ended(connection: HTTPConnection) -> bool:
    """Whether there is something to read before anything was asked: the other side's goodbye."""
    waiting = select.poll()
    waiting.register(connection.sock, select.POLLIN)
    return bool(waiting.poll(0))


def _response(request: PreparedRequest, status: int, headers: CaseInsensitiveDict, body: bytes) -> Response:
    response = Response()
    response.request, response.url = request, request.url
    response.status_code, response.headers = status, headers
    response._content, response._content_consumed = body, True
    return response
