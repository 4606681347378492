"""The app's side of the pushes: an HTTP server in a thread that keeps what it was sent."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit


class PushListener:
    """`answers` are given one after another, the last for ever; a number is a status, a float a delay."""

    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, str], Any]] = []
        self.answer = b'{"code": 0, "msg": "ok"}'
        self.status = 200
        self.delay_seconds = 0.0
        listener = self

        class Handler(BaseHTTPRequestHandler):
            """Keeps pushes and echoes challenges."""

            def do_GET(self) -> None:
                """WeChat's challenge."""
                self._send(200, dict(parse_qsl(urlsplit(self.path).query))["echostr"].encode())

            def do_POST(self) -> None:
                """Take a push."""
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                parts = urlsplit(self.path)
                listener.received.append((parts.path, dict(parse_qsl(parts.query)), body))
                time.sleep(listener.delay_seconds)
                self._send(listener.status, b"success" if parts.path == "/wechat" else listener.answer)

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def items(self, path: str) -> list[dict[str, Any]]:
        """Return all items pushed to `path`, batches joined."""
        return [item for to, _, batch in self.received if to == path for item in batch]

    def wait_for(self, count: int, path: str, seconds: float = 10.0) -> list[dict[str, Any]]:
        """Return the items pushed to `path` as soon as there are `count`."""
        wait_until(lambda: len(self.items(path)) >= count, seconds)
        return self.items(path)


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    """Return as soon as it is true; fail after `seconds`."""
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.01)
