"""A day reckoned before the year's holidays were known says so, and is put right once they are, on record and told."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend import applications, workdays
from backend.applications import Application, Audience, Ground, State, status_of
from backend.journal import By, Deed, Entry
from backend.settings import settings
from backend.staff import Role
from notifications.wording import occasion_of
from tests.backend.applications.cases import submitted
from tests.backend.inquiries.opinions import dibao_accepted
from tests.people import a_resident, an_officer, seed_parameters

UNKNOWN = workdays.last_published_year() + 1
OFF = (date(UNKNOWN, 1, 1), date(UNKNOWN, 1, 4))


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Call it, and the notice of the unknown year is out: two weekdays in January are off."""

    def publish() -> None:
        lines = [f"{day},off,国办发明电" for day in OFF]
        table = tmp_path / "calendar.csv"
        table.write_text("\n".join(["day,kind,source", *lines]), encoding="utf-8")
        monkeypatch.setattr(settings(), "local_calendar_file", table)
        workdays._local_calendar.cache_clear()

    yield publish
    monkeypatch.undo()
    workdays._local_calendar.cache_clear()


def later(day: date | None, working_days: int) -> date:
    """So many weekdays on."""
    assert day is not None
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day


@pytest.fixture(autouse=True)
async def in_december(empty_database: str, at: Any) -> None:
    at(f"{UNKNOWN - 1}-12-01 09:30")
    await seed_parameters()


async def test_the_days_of_a_case_are_reckoned_anew_once_and_the_person_is_told(published: Any) -> None:
    case = await dibao_accepted(await a_resident(), await an_officer())
    assert case.provisional == ["decision_due_on", "promised_due_on"], "the township's step ends in December"
    assert (await status_of(case, audience=Audience.RESIDENT)).due_provisional
    assert await applications.settle_dates() == 0, "nobody knows more yet"
    published()
    assert await applications.settle_dates() == 1
    assert await applications.settle_dates() == 0
    settled = await Application.get(id=case.id)
    assert (settled.due_provisional, settled.provisional, settled.step_due_on) == (False, [], case.step_due_on)
    assert settled.decision_due_on == later(case.decision_due_on, 2)
    assert settled.promised_due_on == later(case.promised_due_on, 2)
    (told,) = await Entry.filter(deed=Deed.DUE_MOVED.value)
    assert (told.by_kind, told.facts["because"]) == (By.CLOCK.value, "calendar")
    assert told.facts["decision_due_on"] == str(settled.decision_due_on)
    occasion = occasion_of(told)
    assert occasion is not None
    assert occasion.code == "due_moved"
    assert await applications.strayed_cases() == []


async def test_an_extended_day_is_settled_as_extended(published: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), clerk)
    await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", clerk)
    await applications.answer_extension(case.id, True, leader)
    longer = await Application.get(id=case.id)
    assert longer.due_provisional
    published()
    assert await applications.settle_dates() == 1
    assert (await Application.get(id=case.id)).decision_due_on == later(longer.decision_due_on, 2)


async def test_what_is_approved_after_the_holidays_were_published_goes_by_them(published: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), clerk)
    asked = await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", clerk)
    published()
    answered = await applications.answer_extension(case.id, True, leader)
    assert answered.due_after == later(asked.due_after, 2)
    approved = await Application.get(id=case.id)
    assert (approved.decision_due_on, approved.due_provisional) == (answered.due_after, False)


async def test_a_step_alone_is_settled_too_and_nobody_is_texted_for_it(at: Any, published: Any) -> None:
    at(f"{UNKNOWN - 1}-12-31 09:30")
    case = await submitted(await a_resident())
    assert (case.state, case.due_provisional, case.provisional) == (State.SUBMITTED, True, ["due_on"])
    published()
    assert await applications.settle_dates() == 1
    settled = await Application.get(id=case.id)
    assert settled.step_due_on == later(case.step_due_on, 2)
    (moved,) = await Entry.filter(deed=Deed.DUE_MOVED.value)
    assert occasion_of(moved) is None
    assert await applications.strayed_cases() == []
