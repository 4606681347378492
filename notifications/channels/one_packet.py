"""One packet: head and body of a request leave together.

The SDK's HTTP client sends them one after the other: two system calls, two packets, and the other side wakes twice.
"""

from typing import Any

from aliyunsdkcore.vendored.requests.adapters import HTTPAdapter
from aliyunsdkcore.vendored.requests.packages.urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_POOLS = 10  # hosts


class _Held:
    """A connection that holds what it is to send until the request is whole."""

    _held: bytearray | None = None

    def endheaders(self, message_body: Any = None, *, encode_chunked: bool = False) -> None:
        """Head and body, at once."""
        whole = self._held = bytearray()
        try:
            super().endheaders(message_body, encode_chunked=encode_chunked)  # type: ignore[misc]
        finally:
            self._held = None
        self.send(whole)

    def send(self, data: bytes | bytearray) -> None:
        """Hold it, or send it."""
        if self._held is None:
            super().send(data)  # type: ignore[misc]
        else:
            self._held += data


class _PlainConnection(_Held, HTTPConnectionPool.ConnectionCls):  # type: ignore[misc]
    pass


class _SafeConnection(_Held, HTTPSConnectionPool.ConnectionCls):  # type: ignore[misc]
    pass


class _Plain(HTTPConnectionPool):  # type: ignore[misc]
    ConnectionCls = _PlainConnection


class _Safe(HTTPSConnectionPool):  # type: ignore[misc]
    ConnectionCls = _SafeConnection


class OnePacket(HTTPAdapter):  # type: ignore[misc]
    """For the SDK's session; connections for as many threads as `pool_size` says are kept open."""

    def __init__(self, pool_size: int) -> None:
        super().__init__(_POOLS, pool_size)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """The adapter's own pools, with our connections in them."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Plain, "https": _Safe}
