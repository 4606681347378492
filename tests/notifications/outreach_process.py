"""`python -m notifications` as a process, to be killed."""

import json
import os
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import httpx

from backend import clock
from tests.notifications.sandbox_process import CHECKOUT

SECRET = "an-unguessable-path"


class OutreachProcess:
    """Running from `with` to its end, on the same engines and at the same county time as the test."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.port = _free_port()
        self.door = f"http://127.0.0.1:{self.port}/callbacks/{SECRET}"
        self.log = folder / f"outreach-{self.port}.log"
        clock_file = folder / "clock"
        clock_file.write_text(str((clock.now() - datetime.now(UTC)).total_seconds()))
        self._variables = {
            **os.environ, **environment, "OUTREACH_PORT": str(self.port), "COUNTY_CLOCK_FILE": str(clock_file),
        }  # fmt: skip

    def __enter__(self) -> "OutreachProcess":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "notifications"], cwd=CHECKOUT, env=self._variables, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 60  # on a machine that has much else to do
        while not self.is_healthy():
            if time.monotonic() >= deadline or self.process.poll() is not None:
                self.process.kill()
                raise AssertionError(self.log.read_text())
            time.sleep(0.05)
        return self

    def __exit__(self, *raised: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(15)

    def is_healthy(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/healthz", trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(10)

    def loose_lines(self) -> list[str]:
        """Lines of its log that are no JSON object."""
        return [line for line in self.log.read_text().splitlines() if not _is_object(line)]

    def says(self, sentence: str) -> bool:
        return sentence in self.log.read_text()


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
