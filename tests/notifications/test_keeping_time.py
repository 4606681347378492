"""A restart misses no occasion and repeats none, whatever the clock did meanwhile."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from backend import journal, messages
from backend.clock import COUNTY_TIME
from backend.staff import NoSuchPower, Officer, Role
from notifications import quiet_hours
from notifications.duty import AfterDowntime, Daily, Duty, Every, Needs
from notifications.duty_run import DutyRun
from notifications.keeping_time import Timekeeper
from notifications.message import Lane
from notifications.timetable import timetable
from tests.notifications.outreach_steps import Outreach
from tests.people import COUNTY, an_officer

OTHER_COUNTY = "410326"
Travel = Callable[[str], None]


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COUNTY_TIME)


class Bell:
    """A duty's deed that counts, and fails when told to."""

    def __init__(self) -> None:
        self.rung, self.broken = 0, False
        self.rung_in: list[str] = []

    async def ring(self, county: str = "") -> int:
        if self.broken:
            raise OSError
        self.rung += 1
        self.rung_in.append(county)
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


async def test_what_asks_waits_for_an_officer_once_a_due_time_was_missed(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = daily(bell, AfterDowntime.ASK)

    async def looked(moment: str) -> tuple[int, list[str | None]]:
        at(moment)
        for _ in range(2):
            await Timekeeper([duty]).look(duty)
        return bell.rung, [each.outcome for each in await DutyRun.all().order_by("due_at")]

    assert await looked("2026-03-02 09:30") == (1, ["done"]), "the first time nothing was missed"
    assert await looked("2026-03-03 15:00") == (1, ["done", "asked"]), "too late"
    assert await looked("2026-03-04 09:00") == (1, ["done", "asked", "asked"]), "in time, and one was missed before"
    officer = await an_officer(Role.COUNTY_APPROVER)
    _, missed, newest = await DutyRun.all().order_by("due_at")
    assert await messages.duties_asked(officer) == 1
    with pytest.raises(messages.DutyNotAsked):
        await messages.answer_duty(missed.id, officer, wanted=True)
    with pytest.raises(NoSuchPower):
        await messages.answer_duty(newest.id, await an_officer(), wanted=True)
    answers = await asyncio.gather(
        *(messages.answer_duty(newest.id, officer, wanted=True) for _ in range(3)), return_exceptions=True
    )
    assert sum(answer is None for answer in answers) == 1, "one answer stands"
    assert await looked("2026-03-04 11:30") == (2, ["done", "asked", "done"])
    assert await looked("2026-03-05 09:00") == (3, ["done", "asked", "done", "done"])
    assert await messages.duties_asked(officer) == 0


async def test_each_county_is_asked_for_itself_and_answers_for_no_other(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = daily(bell, AfterDowntime.ASK)
    here, there = await an_officer(Role.COUNTY_APPROVER), await an_officer(Role.COUNTY_APPROVER)
    await Officer.filter(id=there.id).update(county=OTHER_COUNTY)
    await there.refresh_from_db()
    for moment in ("2026-03-02 09:30", "2026-03-04 09:30"):
        at(moment)
        await Timekeeper([duty]).look(duty)
    ours, theirs = [await DutyRun.get(outcome="asked", county=each.county) for each in (here, there)]
    assert bell.rung_in == sorted([COUNTY, OTHER_COUNTY]), "on the first day"
    with pytest.raises(messages.NoSuchDuty):
        await messages.answer_duty(theirs.id, here, wanted=True)
    await messages.answer_duty(ours.id, here, wanted=True)
    await Timekeeper([duty]).look(duty)
    assert bell.rung_in[2:] == [COUNTY]
    assert [await messages.duties_asked(each) for each in (here, there)] == [0, 1]
    assert [(each.outcome, each.is_asked) for each in await messages.duties_done(here)] == [("done", False)]
    at("2026-03-05 09:30")
    await Timekeeper([duty]).look(duty)
    assert bell.rung_in[3:] == [COUNTY], "there nobody has answered yet"
    assert (await DutyRun.get(county=OTHER_COUNTY, due_at=beijing("2026-03-05 09:00"))).outcome == "asked"


async def test_what_an_officer_declines_is_left_out_and_the_next_one_is_done(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = daily(bell, AfterDowntime.ASK)
    for moment in ("2026-03-02 09:30", "2026-03-04 09:30"):
        at(moment)
        await Timekeeper([duty]).look(duty)
    asked = await DutyRun.get(outcome="asked")
    await messages.answer_duty(asked.id, await an_officer(Role.COUNTY_APPROVER), wanted=False)
    await Timekeeper([duty]).look(duty)
    assert (bell.rung, (await DutyRun.get(id=asked.id)).outcome) == (1, "declined")
    entry = await journal.Entry.get(deed=journal.Deed.DUTY_ANSWERED.value)
    assert (entry.facts["duty"], entry.facts["wanted"]) == ("bell", False)
    at("2026-03-05 09:30")
    await Timekeeper([duty]).look(duty)
    assert bell.rung == 2


async def test_a_yes_at_night_waits_for_the_morning_where_people_hear_of_it(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = replace(daily(bell, AfterDowntime.ASK), speaks=True)
    for moment in ("2026-03-02 09:30", "2026-03-04 09:30"):
        at(moment)
        await Timekeeper([duty]).look(duty)
    at("2026-03-04 21:00")
    await messages.answer_duty(
        (await DutyRun.get(outcome="asked")).id, await an_officer(Role.COUNTY_APPROVER), wanted=True
    )
    await Timekeeper([duty]).look(duty)
    assert bell.rung == 1
    at("2026-03-05 08:00")
    await Timekeeper([duty]).look(duty)
    assert bell.rung == 2


async def test_a_clock_moved_back_repeats_nothing(empty_database: str, at: Travel) -> None:
    bell = Bell()
    duty = daily(bell)
    keeper = Timekeeper([duty])
    for moment in ("2026-03-03 09:00", "2026-03-02 10:00", "2026-03-03 09:30"):
        at(moment)
        await keeper.look(duty)
    assert bell.rung == 2  # once for each of the two days


async def test_what_is_done_every_minute_goes_on_when_the_clock_steps_back_an_hour(
    empty_database: str, at: Travel
) -> None:
    bell = Bell()
    duty = replace(daily(bell), when=Every(timedelta(minutes=1)))
    keeper = Timekeeper([duty])
    rung = []
    for moment in ("10:00:00", "10:00:20", "10:01:10", "11:00:30", "10:00:40", "10:00:50", "10:01:20"):
        at(f"2026-03-02 {moment}")
        await keeper.look(duty)
        rung.append(bell.rung)
    assert rung == [1, 1, 2, 3, 4, 4, 5]
    await Timekeeper([duty]).look(duty)
    assert bell.rung == 6, "a process that starts in that hour knows of no look, and once more does no harm"
    at("2026-03-02 11:00:50")
    await Timekeeper([duty]).look(duty)
    assert bell.rung == 6, "the clock has caught up"


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
        assert duty.after_downtime is not AfterDowntime.CATCH_UP_ONCE, "made up for at night, it would speak at night"
        assert quiet_hours.may_go(Lane.ROUTINE, latest), duty.name


async def test_every_duty_can_be_done_on_an_empty_county(outreach: Outreach) -> None:
    duties = timetable(outreach.reconciler)
    keeper = Timekeeper(duties)
    for duty in duties:
        await keeper.look(duty)
    assert await DutyRun.filter(outcome="failed").count() == 0
