"""A restart misses no occasion and repeats none, whatever the clock did meanwhile."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest

from backend.clock import COUNTY_TIME
from notifications import quiet_hours
from notifications.duty import AfterDowntime, Daily, Duty, Every, Needs
from notifications.duty_run import DutyRun
from notifications.keeping_time import Timekeeper
from notifications.message import Lane
from notifications.timetable import timetable
from tests.notifications.outreach_steps import Outreach

Travel = Callable[[str], None]


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COUNTY_TIME)


class Bell:
    """A duty's deed that counts, and fails when told to."""

    def __init__(self) -> None:
        self.rung, self.broken = 0, False

    async def ring(self) -> int:
        if self.broken:
            raise OSError
        self.rung += 1
        return 1


def daily(bell: Bell, after_downtime: AfterDowntime = AfterDowntime.CATCH_UP_ONCE) -> Duty:
    return Duty("bell", Daily(time(9, 0)), frozenset({Needs.DATABASE}), timedelta(hours=2), after_downtime, bell.ring)


@pytest.mark.parametrize(
    ("when", "now", "due"),
    [
        (Daily(time(9, 0)), "2026-03-02 09:00:00", "2026-03-02 09:00"),
        (Daily(time(9, 0)), "2026-03-02 08:59:59", "2026-03-01 09:00"),
        (Daily(time(0, 5)), "2026-03-02 00:04:00", "2026-03-01 00:05"),
        (Every(timedelta(seconds=30)), "2026-03-02 09:00:59", "2026-03-02 09:00:30"),
        (Every(timedelta(minutes=1)), "2026-03-02 09:00:59", "2026-03-02 09:00"),
    ],
)
def test_due_times_are_the_countys(when: Daily | Every, now: str, due: str) -> None:
    assert when.latest_due(beijing(now)) == beijing(due)


async def test_a_duty_is_done_once_for_each_due_time(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = daily(bell)
    at("2026-03-02 09:00")
    for _ in range(2):  # the second is a process that starts anew and remembers nothing
        keeper = Timekeeper([duty])
        await keeper.look(duty)
        await keeper.look(duty)
    assert bell.rung == 1
    at("2026-03-03 09:00")
    await Timekeeper([duty]).look(duty)
    assert bell.rung == 2
    assert await DutyRun.filter(outcome="done").count() == 2


async def test_two_leaders_for_a_moment_do_it_once(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = daily(bell)
    at("2026-03-02 09:00")
    await Timekeeper([duty]).look(duty)
    await Timekeeper([duty]).look(duty)
    assert bell.rung == 1


async def test_after_a_week_down_it_catches_up_once(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = daily(bell)
    at("2026-03-02 09:00")
    await Timekeeper([duty]).look(duty)
    at("2026-03-09 15:00")
    keeper = Timekeeper([duty])
    await keeper.look(duty)
    await keeper.look(duty)
    assert bell.rung == 2


async def test_what_is_skipped_when_late_is_noted_and_not_done(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = daily(bell, AfterDowntime.SKIP)
    at("2026-03-02 15:00")
    await Timekeeper([duty]).look(duty)
    assert bell.rung == 0
    assert (await DutyRun.get()).outcome == "skipped"
    at("2026-03-03 09:30")
    await Timekeeper([duty]).look(duty)
    assert bell.rung == 1


async def test_a_clock_moved_back_repeats_nothing(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = daily(bell)
    keeper = Timekeeper([duty])
    for moment in ("2026-03-03 09:00", "2026-03-02 10:00", "2026-03-03 09:30"):
        at(moment)
        await keeper.look(duty)
    assert bell.rung == 2  # once for each of the two days


async def test_what_failed_is_tried_again_later(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = daily(bell)
    bell.broken = True
    at("2026-03-02 09:00")
    keeper = Timekeeper([duty])
    await keeper.look(duty)
    assert (await DutyRun.get()).outcome == "failed"
    bell.broken = False
    await keeper.look(duty)
    assert bell.rung == 0, "not at once"
    await Timekeeper([duty]).look(duty)
    run = await DutyRun.get()
    assert (bell.rung, run.outcome, run.tries) == (1, "done", 2)


async def test_a_process_that_died_in_mid_duty_is_taken_over(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = daily(bell)
    at("2026-03-02 09:00")
    await Timekeeper([duty]).look(duty)
    started = (await DutyRun.get()).started_at
    await DutyRun.all().update(outcome=None, finished_at=None)
    await Timekeeper([duty]).look(duty)
    assert bell.rung == 1, "it may still be alive"
    await DutyRun.all().update(started_at=started - timedelta(minutes=1))
    await Timekeeper([duty]).look(duty)
    assert bell.rung == 2


async def test_the_timetable_keeps_the_quiet_hours(outreach: Outreach) -> None:
    duties = timetable(outreach.reconciler)
    assert len({duty.name for duty in duties}) == len(duties) >= 8
    speaking = [duty for duty in duties if duty.speaks]
    assert speaking
    for duty in speaking:
        assert isinstance(duty.when, Daily)
        earliest = datetime.combine(beijing("2026-03-02").date(), duty.when.at, tzinfo=COUNTY_TIME)
        latest = earliest + duty.grace
        assert quiet_hours.may_go(Lane.ROUTINE, earliest)
        assert duty.after_downtime is AfterDowntime.SKIP, "made up for at night, it would speak at night"
        assert quiet_hours.may_go(Lane.ROUTINE, latest), duty.name


async def test_every_duty_can_be_done_on_an_empty_county(outreach: Outreach) -> None:
    duties = timetable(outreach.reconciler)
    keeper = Timekeeper(duties)
    for duty in duties:
        await keeper.look(duty)
    assert await DutyRun.filter(outcome="failed").count() == 0
