"""One screening in a process of its own, so that its memory is its own; `python -m` runs it and prints JSON."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

from xiangyin.data_folder import CHECKOUT
from xiangyin.refusal import CommandRefused


@dataclass(frozen=True)
class Night:
    """Seconds from the first row read to the last hit stored, and what was looked at and found."""

    seconds: float
    people: int
    found: int


def screen_apart() -> tuple[Night, float]:
    """A screening of the county at DATABASE_URL, and the most memory that it held, in MB."""
    command = [sys.executable, "-m", "xiangyin.benchmarks.one_screening"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
    said = child.stdout.read() if child.stdout else ""
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise CommandRefused("The screening broke off.")
    return Night(**json.loads(said)), usage.ru_maxrss / 1024


async def _screen() -> Night:
    from backend import database, discovery
    from backend.settings import settings

    await database.connect(pool_max=2)
    try:
        begun = time.perf_counter()
        screening = await discovery.screen(settings().county)
        return Night(time.perf_counter() - begun, screening.people, screening.found)
    finally:
        await database.close()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(asyncio.run(_screen()))))
