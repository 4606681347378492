"""kill -9 between the hits and the errands: no half night is left, and no lock."""

import asyncio
import subprocess
import sys
from datetime import date

from backend import discovery
from backend.discovery import Hit, Screening
from tests.people import COUNTY, a_resident, seed_parameters

KILLED = """
import asyncio, os, signal, sys
from unittest.mock import patch
from backend import database, discovery

async def screen():
    await database.connect(sys.argv[1], pool_max=2)
    with patch("backend.discovery.keeping.send_to_doors", side_effect=lambda *_: os.kill(os.getpid(), signal.SIGKILL)):
        await discovery.screen(sys.argv[2])

asyncio.run(screen())
"""


async def test_a_killed_night_leaves_nothing_and_the_next_is_whole(empty_database: str) -> None:
    await seed_parameters()
    await a_resident(birth_date=date(1930, 5, 6))
    command = [sys.executable, "-c", KILLED, empty_database, COUNTY]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    assert (await Hit.all().count(), await Screening.all().count()) == (0, 0)
    assert (await discovery.screen(COUNTY)).new == 1
