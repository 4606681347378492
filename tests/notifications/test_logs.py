"""What libraries say, as our log holds it."""

import json
import subprocess
import sys

import pytest

SPOKEN = """
import asyncio
import logging
from notifications import logs
logs.set_up()
async def fails(): raise OSError("no route to 13800001111")
async def main():
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    del task
asyncio.run(main())
try:
    raise ValueError("13800001111")
except ValueError:
    logging.getLogger("some.library").exception("Sending to %s failed", "13800001111")
    logging.getLogger("apscheduler.executors.default").exception("Job raised an exception")
    logging.getLogger("asyncpg.pool").exception("terminated")
    logging.getLogger("some.library").info("13800001111")
"""


@pytest.fixture(scope="module")
def said() -> list[dict[str, str]]:
    """The lines of a process whose libraries complain, parsed."""
    ran = subprocess.run([sys.executable, "-c", SPOKEN], capture_output=True, text=True, check=True, timeout=30)
    assert ran.stderr == ""
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_a_library_says_one_line_with_the_kind_of_its_fault(said: list[dict[str, str]]) -> None:
    assert [(line["logger"], line["event"], line["fault"]) for line in said] == [
        ("asyncio", "Task exception was never retrieved", "OSError"),
        ("some.library", "Sending to %s failed", "ValueError"),
    ]


def test_no_value_gets_into_the_log(said: list[dict[str, str]]) -> None:
    assert "13800001111" not in json.dumps(said)
