"""A sick provider, and a process that is killed: the drills in which others tell people twice, late, or not at all."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from typing import NamedTuple

from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.payees import Payee, money_arrived
from xiangyin.benchmarks.proving_ground import opened_database
from xiangyin.benchmarks.settling import still_open, wait
from xiangyin.benchmarks.speakers import Speakers, speaking
from xiangyin.benchmarks.stand_in import StandIn
from xiangyin.benchmarks.trial import Trial
from xiangyin.house import House

LATE_ANSWERS = 1_000  # texts, every tenth of which is accepted and answered after the time-out
OUTAGE = 360.0  # seconds of nothing but 500
A_SECOND = 12  # texts, all the while
TOO_LATE = 300.0  # seconds
KILLED = 1_500  # texts, in the middle of which every process is killed
A_CALL = 40  # milliseconds, so that a kill meets calls under way
RESUMED_WITHIN = 30 + 60 + 15  # seconds: the lease, the grace of the provider's record, and the questions
FEWEST, SHORTEST = 200, 30.0
# GOV.UK Notify in the same drills on a machine of this kind (docs/benchmarks.md): every text doubled that was answered
# after the time-out, 22 of 22; so many late by five minutes in an outage of six; some of 1,500 not sent an hour later.
NOTIFY_DOUBLES, NOTIFY_LATE, NOTIFY_STRANDED = 1.0, 5.0, 3600.0  # of such texts, percent, seconds at least


class Outage(NamedTuple):
    """Of those told: the part that heard five minutes late (of a full outage), and seconds after it to the last."""

    late: float
    cleared: float


def measure(trial: Trial, house: House, stand_in: StandIn, payees: list[Payee]) -> list[Figure]:
    """One after the other, each with a process of its own."""
    late = payees[: _many(LATE_ANSWERS, trial)]
    doubled, notify_doubles = _late_answers(house, stand_in, late), NOTIFY_DOUBLES * len(late[::10])
    outage = _outage(house, stand_in, payees, max(SHORTEST, OUTAGE * trial.scale))
    resumed, twice = _killed(house, stand_in, payees[: _many(KILLED, trial)])
    return [
        Figure("late_answers_doubled", [doubled], "texts", [notify_doubles], trial.target(0)),
        Figure("outage_five_minutes_late", [outage.late * 100], "%", [NOTIFY_LATE], None),
        Figure("outage_cleared_after", [outage.cleared], "s", [], None),
        Figure("killed_resumed_after", [resumed], "s", [NOTIFY_STRANDED], trial.target(RESUMED_WITHIN)),
        Figure("killed_doubled", [twice], "texts", [], trial.target(0)),
    ]


def _many(full: int, trial: Trial) -> int:
    return max(FEWEST, int(full * trial.scale))


def _late_answers(house: House, stand_in: StandIn, payees: list[Payee]) -> int:
    before = stand_in.doubled()
    stand_in.answer_too_late([each.phone for each in payees[::10]])
    with speaking(house):
        asyncio.run(_until_settled(payees))
    stand_in.be_well()  # or the next drill would have two troubles
    return stand_in.doubled() - before


async def _until_settled(payees: list[Payee]) -> None:
    async with opened_database():
        begun = time.perf_counter()
        await _record(payees)
        await asyncio.sleep(1)  # until they are messages
        while await still_open():
            await wait(begun, "Not every message came to an end.")


async def _record(payees: list[Payee]) -> None:
    from backend import database, journal

    async with database.transaction():
        await journal.record_many(money_arrived(payees), by=journal.Signature(journal.By.BANK))


def _outage(house: House, stand_in: StandIn, payees: list[Payee], seconds: float) -> Outage:
    with speaking(house):
        return asyncio.run(_through_outage(stand_in, payees, seconds))


async def _through_outage(stand_in: StandIn, payees: list[Payee], seconds: float) -> Outage:
    """Money arrives all the time, from a little before the outage to its end."""
    from backend import clock

    calm = seconds / 10
    async with opened_database():
        first, begun = clock.now(), time.perf_counter()
        told = 0
        while (passed := time.perf_counter() - begun) < calm + seconds:
            stand_in.break_down(whole=passed >= calm)
            several = int(passed * A_SECOND) - told
            await _record([payees[(told + number) % len(payees)] for number in range(several)])
            told += several
            await asyncio.sleep(0.5)
        stand_in.break_down(whole=False)
        over = clock.now()
        begun = time.perf_counter()
        while await still_open():
            await wait(begun, "What waited through the outage was not told.")
        return await _delays(first, over, TOO_LATE / OUTAGE * seconds)


async def _delays(first: datetime, over: datetime, too_late: float) -> Outage:
    """`sent_at` is that of the attempt that was accepted."""
    from backend import database

    row = await database.row(
        """SELECT count(*) FILTER (WHERE sent_at - created_at >= $2)::float8 / count(*) AS late,
                  extract(epoch FROM max(sent_at) - $3)::float8 AS cleared
           FROM message WHERE created_at >= $1""",
        first, timedelta(seconds=too_late), over,
    )  # fmt: skip
    return Outage(row["late"], row["cleared"]) if row else Outage(1.0, 0.0)


def _killed(house: House, stand_in: StandIn, payees: list[Payee]) -> tuple[float, int]:
    """Seconds from the kill until every message is with the provider, and how many went twice."""
    before = stand_in.doubled()
    stand_in.answer_after(A_CALL)
    with speaking(house) as speakers:
        seconds = asyncio.run(_kill_in_the_middle(stand_in, speakers, payees))
    stand_in.answer_after(0)
    return seconds, stand_in.doubled() - before


async def _kill_in_the_middle(stand_in: StandIn, speakers: Speakers, payees: list[Payee]) -> float:
    accepted = stand_in.accepted()
    async with opened_database():
        await _record(payees)
        begun = time.perf_counter()
        while stand_in.accepted() < accepted + len(payees) // 2:
            await wait(begun, "Nothing was told.")
        speakers.kill()
        begun = time.perf_counter()
        speakers.start()
        while await still_open("waiting", "sending", "unknown"):
            await wait(begun, "What was being sent when the process was killed stayed where it was.")
        return time.perf_counter() - begun
