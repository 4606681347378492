"""One Valkey server on a unix socket, as our direct child."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

from xiangyin.account import Account
from xiangyin.engines import binaries, waiting
from xiangyin.engines.refusal import EnginesRefused
from xiangyin.tethering import tethered

SOCKET_NAME = "kv.sock"
STOP_LIMIT = 10.0  # seconds
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class Valkey:
    """Data in `<root>/kv` (append-only file when durable), log in `<root>/logs/valkey.log`."""

    name = "Valkey"

    def __init__(self, root: Path, sockets: Path, account: Account, durable: bool) -> None:
        self._root, self._account, self._durable = root, account, durable
        self._socket = sockets / SOCKET_NAME
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        program = binaries.valkey_program(self._root, self._account)
        data = self._account.own_folder(self._root / "kv")
        self._await_predecessor()
        listening = ("--port", "0", "--unixsocket", self._socket, "--unixsocketperm", "700")
        kept = "yes" if self._durable else "no"
        self._process = tethered(
            [program, *listening, "--dir", data, "--save", "", "--appendonly", kept],
            when_we_die=signal.SIGTERM,
            log=self._root / "logs" / "valkey.log",
            cwd=self._root,
            env=ENVIRONMENT,
            account=self._account,
        )
        waiting.until_answering(self._socket, self._process, waiting.valkey_answers, self.name)

    def alive(self) -> bool:
        """Whether the server's process is there."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Clean exit; the append-only file holds everything."""
        if self._process is not None:
            waiting.end(self._process, signal.SIGTERM, STOP_LIMIT)

    def _await_predecessor(self) -> None:
        """A server whose owner was just killed may still be leaving: two on one file would spoil it."""
        deadline = time.monotonic() + STOP_LIMIT
        while waiting.valkey_answers(self._socket):
            if time.monotonic() > deadline:
                raise EnginesRefused(f"Another server answers on {self._socket} and does not stop.")
            waiting.pause()
        self._socket.unlink(missing_ok=True)
