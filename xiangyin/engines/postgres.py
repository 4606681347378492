"""One PostgreSQL server on a unix socket, as our direct child."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from xiangyin.account import Account
from xiangyin.engines import binaries, waiting
from xiangyin.engines.refusal import EnginesRefused
from xiangyin.tethering import tethered, tie

DATABASE = "xiangyin"
SOCKET_NAME = ".s.PGSQL.5432"
STOP_LIMIT = 20.0  # seconds for a fast shutdown before we kill; the next start then recovers from the log
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
SETTINGS = {
    "listen_addresses": "",  # no TCP: who cannot enter the socket's folder cannot connect
    "shared_buffers": "128MB",
    "max_connections": "200",
    "jit": "off",  # short statements only; where the build has LLVM it would compile for longer than they run
    "log_min_error_statement": "panic",  # a failed statement and its values would be personal data in the log
    "log_error_verbosity": "terse",  # so would "Key (phone)=(…) already exists"
}
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}  # throw-away instances only


class Postgres:
    """Cluster in `<root>/pg`, log in `<root>/logs/postgres.log`, database `xiangyin`, user `postgres`."""

    name = "PostgreSQL"

    def __init__(self, root: Path, sockets: Path, account: Account, durable: bool) -> None:
        self._root, self._sockets, self._account, self._durable = root, sockets, account, durable
        self._data = root / "pg"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster the first time, then start the server and wait until it answers."""
        programs = binaries.postgres_folder(self._root, self._account)
        major = self._major(programs)
        if not self._data.exists():
            self._create(programs, major)
        self._refuse_other_major(major)
        self._await_predecessor()
        settings = SETTINGS if self._durable else SETTINGS | CARELESS
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        self._process = tethered(
            [programs / "postgres", "-D", self._data, "-k", self._sockets, *options],
            when_we_die=signal.SIGINT,  # PostgreSQL's "fast shutdown": clean, without waiting for clients
            log=self._root / "logs" / "postgres.log",
            cwd=self._root,
            env=ENVIRONMENT | self._ignoring_stale_pid(),
            account=self._account,
        )
        waiting.until_answering(self._sockets / SOCKET_NAME, self._process, waiting.postgres_answers, self.name)

    def alive(self) -> bool:
        """Whether the server's process is there."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Fast shutdown: clients are cut, everything committed is kept."""
        if self._process is not None:
            waiting.end(self._process, signal.SIGINT, STOP_LIMIT)

    def _create(self, programs: Path, major: int) -> None:
        """Make it beside its place, then rename: a start killed halfway leaves nothing half made."""
        half = self._data.with_name("pg.half")
        shutil.rmtree(half, ignore_errors=True)
        self._account.own_folder(half)
        # The same order of strings on every machine; the built-in provider came with PostgreSQL 17.
        locale = ["--locale=C.UTF-8", *(["--locale-provider=builtin"] if major >= 17 else [])]
        sync = [] if self._durable else ["--no-sync"]
        self._run(
            programs / "initdb",
            *("-D", half, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-instructions"),
            *locale,
            *sync,
        )
        create = f"CREATE DATABASE {DATABASE}\n".encode()
        fsync = "on" if self._durable else "off"
        single = ("--single", "-D", half, "-c", f"fsync={fsync}", "postgres")
        self._run(programs / "postgres", *single, typed=create)
        half.rename(self._data)

    def _run(self, *command: str | Path, typed: bytes = b"") -> None:
        done = subprocess.run(
            [str(part) for part in command],
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self._root,
            env=ENVIRONMENT,
            start_new_session=True,
            preexec_fn=tie(signal.SIGKILL),
            check=False,
            **self._account.as_popen_arguments(),
        )
        if done.returncode != 0:
            said = done.stdout.decode(errors="replace").strip()
            raise EnginesRefused(f"{Path(command[0]).name} failed with status {done.returncode}: {said}")

    def _major(self, programs: Path) -> int:
        said = subprocess.run([programs / "postgres", "--version"], capture_output=True, check=False, text=True)
        found = re.search(r"(\d+)", said.stdout)
        if found is None:
            raise EnginesRefused(f"{programs}/postgres does not run: {said.stderr.strip()}")
        return int(found.group(1))

    def _refuse_other_major(self, major: int) -> None:
        made_by = (self._data / "PG_VERSION").read_text().strip()
        if made_by != str(major):
            raise EnginesRefused(
                f"{self._data} was made by PostgreSQL {made_by}, this is {major}: name the folder of a "
                f"PostgreSQL {made_by} in POSTGRES_BIN_DIR, or choose another XIANGYIN_DATA."
            )

    def _await_predecessor(self) -> None:
        """A server whose owner was killed a moment ago is still shutting down: hurry it and wait for it."""
        pid = self._predecessor()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_LIMIT
        while self._predecessor() == pid:
            if time.monotonic() > deadline:
                raise EnginesRefused(f"PostgreSQL (process {pid}) still holds {self._data} and does not stop.")
            waiting.pause()

    def _predecessor(self) -> int | None:
        """The pid in the pid file, only if that process really is a PostgreSQL on these data."""
        pid = self._written_pid()
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return None
        ours = words[0].endswith(b"postgres") and str(self._data).encode() in words
        return int(pid) if ours and pid else None

    def _ignoring_stale_pid(self) -> dict[str, str]:
        """A stale pid file may name a living stranger; the server skips the pid of its "grandparent"."""
        pid = self._written_pid()
        return {"PG_GRANDPARENT_PID": pid} if pid else {}

    def _written_pid(self) -> str | None:
        try:
            first = (self._data / "postmaster.pid").read_text().split("\n", 1)[0].strip()
        except OSError:
            return None
        return first if first.isdigit() else None
