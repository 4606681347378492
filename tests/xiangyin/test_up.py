"""`xiangyin up` as a person uses it: the real processes, a real Ctrl-C, a real kill -9."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import asyncpg
import pytest

from tests.xiangyin.processes import processes_of, within
from xiangyin.engines import Engines
from xiangyin.health import is_healthy
from xiangyin.ports import VARIABLES, Ports, free_ports

READY_LIMIT = 30.0  # seconds


class Up:
    """`xiangyin up --empty` in another process, its own output in a file."""

    def __init__(self, data: Path, output: Path) -> None:
        self.ports: Ports = free_ports()
        self.data, self.output = data, output
        numbers = {VARIABLES[name]: str(port) for name, port in asdict(self.ports).items()}
        without = {"DATABASE_URL", "REDIS_URL"}
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in without},
            **numbers,
            "XIANGYIN_DATA": str(data),
        }

    def start(self) -> subprocess.Popen[bytes]:
        with self.output.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "xiangyin", "up", "--empty"],
                env=self.environment,
                stdout=output,
                stderr=output,
            )
        ready = within(READY_LIMIT, lambda: process.poll() is not None or "Ready in" in self.said())
        assert ready, self.said()
        assert process.poll() is None, self.said()
        return process

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def listening(self) -> list[str]:
        """Which doors answer."""
        ports = self.ports
        return [
            door
            for door, port in {"api": ports.api, "console": ports.console, "outreach": ports.outreach}.items()
            if is_healthy(f"http://127.0.0.1:{port}/healthz")
        ]


@pytest.fixture
def up(folder: Path) -> Iterator[Up]:
    tried = Up(folder, folder.parent / "output")
    yield tried
    for pid in processes_of(folder):
        os.kill(pid, signal.SIGKILL)


async def test_the_house_serves_until_killed_and_serves_again(up: Up) -> None:
    process = up.start()
    assert up.listening() == ["api", "console", "outreach"]
    await _write(up, "kept")

    process.kill()
    process.wait()
    assert within(5, lambda: processes_of(up.data) == {}), processes_of(up.data)

    process = up.start()
    assert up.listening() == ["api", "console", "outreach"]
    assert await _read(up) == "kept"
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    assert process.wait(15) == 0
    assert time.monotonic() - begun < 10
    assert processes_of(up.data) == {}
    assert not (up.data / "running.json").exists()


async def _write(up: Up, word: str) -> None:
    connection = await asyncpg.connect(Engines(up.data).database_url)
    await connection.execute("CREATE TABLE word AS SELECT $1::text AS word", word)
    await connection.close()


async def _read(up: Up) -> str:
    connection = await asyncpg.connect(Engines(up.data).database_url)
    word = await connection.fetchval("SELECT word FROM word")
    await connection.close()
    return str(word)
