"""One screening in a process of its own, so that its memory is its own; `python -m` runs it and prints JSON."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from xiangyin.data_folder import CHECKOUT
from xiangyin.refusal import CommandRefused


@dataclass(frozen=True)
class Night:
    """Seconds from the first row read to the last hit stored, the most memory held in MB, people and hits."""

    seconds: float
    megabytes: float
    people: int
    found: int


def screen_apart() -> Night:
    """A screening of the county at DATABASE_URL; CommandRefused where it breaks off."""
    command = [sys.executable, "-m", "xiangyin.benchmarks.one_screening"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, check=False)
    if done.returncode:
        raise CommandRefused("The screening broke off.")
    return Night(**json.loads(done.stdout))


async def _screen() -> Night:
    from backend import database, discovery
    from backend.settings import settings

    await database.connect(pool_max=2)
    try:
        begun = time.perf_counter()
        screening = await discovery.screen(settings().county)
        return Night(time.perf_counter() - begun, _most_memory(), screening.people, screening.found)
    finally:
        await database.close()


def _most_memory() -> float:
    """Of this program alone: what getrusage says includes whoever started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(asyncio.run(_screen()))))
