"""Both engines on one data folder, started and stopped together."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from xiangyin.account import Account
from xiangyin.engines.postgres import DATABASE, Postgres
from xiangyin.engines.postgres import SOCKET_NAME as LONGEST_SOCKET_NAME
from xiangyin.engines.refusal import EnginesRefused
from xiangyin.engines.valkey import SOCKET_NAME, Valkey

SOCKET_PATH_LIMIT = 100  # bytes; the kernel's own limit is 107 on Linux and 103 on macOS


class Engines:
    """PostgreSQL and Valkey on `root`; a context manager. Start it from the main thread.

    `durable=False` gives up safety against power loss for speed: for tests and other throw-away instances.
    `embed_postgres`, `embed_valkey`: leave out the one for which the house was given an address.
    Attributes: `database_url` and `redis_url` (of those that are embedded), `timings` (seconds by engine).
    """

    def __init__(
        self, root: Path, durable: bool = True, *, embed_postgres: bool = True, embed_valkey: bool = True
    ) -> None:
        self.root = root.resolve()
        self.timings: dict[str, float] = {}
        self._account = Account.for_engines()
        self._sockets = self._socket_folder()
        self._lock: int | None = None
        given = (self.root, self._sockets, self._account, durable)
        self.members: list[Postgres | Valkey] = []
        if embed_postgres:
            self.members.append(Postgres(*given))
        if embed_valkey:
            self.members.append(Valkey(*given))

    @property
    def running(self) -> bool:
        """Whether the folder is ours."""
        return self._lock is not None

    @property
    def database_url(self) -> str:
        """Understood by asyncpg and by our settings alike."""
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self._sockets))}"

    @property
    def redis_url(self) -> str:
        """Understood by redis-py."""
        return f"unix://{quote(str(self._sockets / SOCKET_NAME))}"

    def start(self) -> None:
        """Start what is embedded. Refuses with EnginesRefused when another instance has the folder."""
        self.root.mkdir(mode=0o711, parents=True, exist_ok=True)
        if not self._account.can_reach(self.root):
            raise EnginesRefused(
                f"PostgreSQL refuses to run as root, and {self._account.name} may not enter {self.root}: "
                "choose a folder that everyone may pass through (below /var/lib, say) in XIANGYIN_DATA."
            )
        self._take_lock()
        try:
            self._account.own_folder(self._sockets)
            for member in self.members:
                begun = time.perf_counter()
                member.start()
                self.timings[member.name] = time.perf_counter() - begun
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both cleanly and give the folder free; does nothing where another instance has it."""
        if self._lock is None:
            return
        for member in reversed(self.members):
            member.stop()
        if self._sockets.parent != self.root:
            shutil.rmtree(self._sockets, ignore_errors=True)
        os.close(self._lock)
        self._lock = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _take_lock(self) -> None:
        """The kernel drops the lock at any death of ours, so there is no stale lock to clean up."""
        lock = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 20).decode(errors="replace").strip()
            os.close(lock)
            raise EnginesRefused(
                f"Xiangyin already runs on {self.root} (process {holder or 'unknown'}): stop that one, "
                "or choose another folder in XIANGYIN_DATA."
            ) from None
        os.truncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        self._lock = lock

    def _socket_folder(self) -> Path:
        """`<root>/run`, or a short folder named by a hash where that is too long for a socket."""
        beside = self.root / "run"
        if len(os.fsencode(beside / LONGEST_SOCKET_NAME)) < SOCKET_PATH_LIMIT:
            return beside
        runtime = None if self._account.lowered else os.environ.get("XDG_RUNTIME_DIR")
        short = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path(runtime or "/tmp") / f"xiangyin-{short}"  # noqa: S108 - own_folder refuses a stranger's


@contextmanager
def throwaway_engines() -> Iterator[Engines]:
    """Both engines on an empty folder that is gone afterwards; quick, not durable."""
    root = Path(tempfile.mkdtemp(prefix="xiangyin-"))
    root.chmod(0o711)  # mkdtemp closes it to `nobody`, under whom root runs the engines
    try:
        with Engines(root, durable=False) as engines:
            yield engines
    finally:
        shutil.rmtree(root, ignore_errors=True)
