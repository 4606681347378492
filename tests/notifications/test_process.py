"""The process itself: killed in mid-send, two at once, told to stop."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from backend import database
from notifications.announcing import announce
from notifications.message import Message
from tests.notifications.conftest import MORNING, outreach_environment
from tests.notifications.occasions import payouts_settled
from tests.notifications.outreach_process import OutreachProcess
from tests.notifications.outreach_steps import let_pass
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_cadre, a_contact, a_household, a_resident

LEADS = "This process leads now."
PATIENCE = 100  # seconds; a receipt that met a busy door comes again after a minute


@pytest.fixture
def start(
    empty_database: str, sandbox: Sandbox, redis_url: str, travel: Callable[[str], None], tmp_path: Path
) -> Callable[[], OutreachProcess]:
    """Makes outreach processes on this test's engines, on a Monday morning."""
    travel(MORNING)
    return lambda: OutreachProcess(outreach_environment(sandbox, redis_url), tmp_path)


async def settled_payouts(count: int) -> None:
    household = await a_household()
    elders = []
    for number in range(count):
        elder = await a_resident(household=household)
        await a_contact(elder, f"138{number:04d}9999")
        elders.append(elder)
    await payouts_settled(elders)


async def wait_until(holds: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not await holds():
        assert time.monotonic() < deadline, await Message.all().values_list("state", "code")
        await asyncio.sleep(0.03)


async def test_killed_in_mid_send_loses_no_notice_and_sends_none_twice(
    start: Callable[[], OutreachProcess], sandbox: Sandbox
) -> None:
    await settled_payouts(300)
    sandbox.tell("faults", aliyun={"slow_ms": 40})
    with start() as first:
        sandbox.pushes_to(first.door)
        await wait_until(lambda: _taken(sandbox, 60))
        first.kill()
    in_flight = await Message.filter(state="sending").count()
    assert in_flight, "the kill came too late to prove anything"
    sandbox.tell("faults", clear=True)
    with start() as second:
        sandbox.pushes_to(second.door)
        # Leases (15 s) and grace (6 s) run out, and the provider repeats the pushes that met nobody after a minute.
        await let_pass(sandbox, 61)
        await wait_until(lambda: _all_delivered(300))
    accounting = sandbox.ask("accounting")
    assert accounting["duplicates"] == []
    assert accounting["total_accepted"] == 300
    assert len({text["phone"] for text in sandbox.texts()}) == 300


async def _taken(sandbox: Sandbox, count: int) -> bool:
    return int(sandbox.ask("accounting")["total_accepted"]) >= count


async def _all_delivered(count: int) -> bool:
    return await Message.filter(state="delivered").count() == count


async def test_of_two_processes_both_send_one_leads_and_the_other_takes_over(
    start: Callable[[], OutreachProcess], sandbox: Sandbox
) -> None:
    with start() as first:
        await wait_until(lambda: _leads(first))
        with start() as second:
            sandbox.pushes_to(second.door)  # who does not lead still takes callbacks
            await settled_payouts(5)
            await wait_until(lambda: _all_delivered(5))
            first.process.send_signal(signal.SIGSTOP)  # it holds the lead and does nothing
            await settled_payouts(5)
            await announce()
            await wait_until(lambda: _taken(sandbox, 10))
            assert not second.says(LEADS)
            first.kill()
            await wait_until(lambda: _leads(second))
            await settled_payouts(5)
            await wait_until(lambda: _all_delivered(15))
    assert sandbox.ask("accounting")["duplicates"] == []


async def _leads(process: OutreachProcess) -> bool:
    return process.says(LEADS)


async def test_told_to_stop_it_writes_down_what_it_did(start: Callable[[], OutreachProcess], sandbox: Sandbox) -> None:
    await settled_payouts(100)
    await a_cadre()
    sandbox.tell("faults", aliyun={"slow_ms": 100})
    with start() as outreach:
        await wait_until(lambda: _taken(sandbox, 20))
    assert outreach.process.returncode == 0
    sent = sandbox.ask("accounting")["total_accepted"]
    assert sent < 100
    assert await Message.filter(state="accepted").count() == sent
    assert await Message.filter(state="waiting").count() == 100 - sent


async def test_a_database_that_cuts_every_connection_is_survived(
    start: Callable[[], OutreachProcess], sandbox: Sandbox
) -> None:
    await settled_payouts(150)
    sandbox.tell("faults", aliyun={"slow_ms": 40})
    with start() as outreach:
        sandbox.pushes_to(outreach.door)
        await wait_until(lambda: _taken(sandbox, 30))
        await _cut_all_connections()
        sandbox.tell("faults", clear=True)
        await asyncio.sleep(2)  # the loops find out, wait a little and begin again
        await let_pass(sandbox, 61)
        await wait_until(lambda: _all_delivered(150))
    assert outreach.says("This process leads no more."), "the lead was not lost: this proves nothing of the log"
    assert outreach.loose_lines() == []
    accounting = sandbox.ask("accounting")
    assert (accounting["total_accepted"], accounting["duplicates"]) == (150, [])


async def _cut_all_connections() -> None:
    """What a restart of PostgreSQL looks like from outside: every session ends, the speaker's lock with it."""
    async with database.dedicated_connection() as connection:
        await connection.execute(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()"""
        )
