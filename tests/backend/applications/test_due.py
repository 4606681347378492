"""The law's day for the whole is watched like the day of a step: in queues, at the desk, on the ladder."""

from datetime import date
from typing import Any

import pytest

from backend import applications, postings
from backend.applications import Application, Audience, Due, status_of
from backend.journal import Deed, Entry
from backend.staff import Officer, Role
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import a_resident, an_officer, seed_parameters, some_id


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def in_favour(clerk: Officer, leader: Officer) -> Application:
    """Accepted on 2 March: promised by 7 April, by law to be decided by the 14th."""
    case = await dibao_accepted(await a_resident(), clerk)
    assert (case.promised_due_on, case.decision_due_on) == (date(2026, 4, 7), date(2026, 4, 14))
    await visited(case, clerk)
    await opined(case, leader)
    return case


async def queued(officer: Officer) -> dict[Due, int]:
    counts = await applications.counts_by_due(officer)
    for due, number in counts.items():
        assert len((await applications.worklist(officer, due=due)).items) == number, due
    return {due: number for due, number in counts.items() if number and due is not Due.UNCHECKED}


async def test_no_step_is_in_time_once_the_laws_day_is_over(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    case = await in_favour(clerk, leader)
    await postings.post([case.id], leader)
    at("2026-03-10 09:30")
    await postings.end_due(date(2026, 3, 10))
    at("2026-03-23 09:30")
    await applications.send_back(case.id, "再核实收入", reviewer)
    at("2026-04-03 09:30")
    await opined(case, leader)
    await postings.post([case.id], leader)
    at("2026-04-11 09:30")
    await postings.end_due(date(2026, 4, 11))
    waits = await Application.get(id=case.id)
    assert (waits.step_due_on, waits.due_on) == (date(2026, 4, 24), date(2026, 4, 14)), "ten days, and thirty in all"
    for audience in Audience:
        assert (await status_of(waits, audience=audience)).due_on == date(2026, 4, 14)
    at("2026-04-13 09:30")
    assert await queued(reviewer) == {Due.CLOSE: 1, Due.UNKEPT: 1}
    assert await applications.warn_of_steps_coming_due() == 1
    at("2026-04-15 09:30")
    (line,) = (await applications.worklist(reviewer)).items
    assert (line.due_on, line.overdue) == (date(2026, 4, 14), True)
    desk = await applications.at_desk(reviewer, some_id())
    assert (desk.overdue, desk.close) == (1, 0)
    assert await applications.escalate_overdue() == 1
    assert await applications.escalate_overdue() == 0
    assert await queued(leader) == {Due.OVERDUE: 1, Due.ESCALATED: 1}
    told = await Entry.get(deed=Deed.STEP_ESCALATED.value)
    assert (told.facts["state"], told.facts["due_on"]) == ("county_review", "2026-04-14")


async def test_while_a_notice_hangs_the_laws_day_is_not_missed(at: Any) -> None:
    """The notice ends by itself; longer must be asked for before the law's day."""
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await in_favour(clerk, leader)
    at("2026-04-09 09:30")
    await postings.post([case.id], leader)
    hangs = await Application.get(id=case.id)
    assert (hangs.due_on, hangs.late_after) == (date(2026, 4, 16), date(2026, 4, 14))
    at("2026-04-13 09:30")
    assert Due.CLOSE in await queued(clerk)
    assert (await applications.at_desk(clerk, some_id())).close == 1
    at("2026-04-15 09:30")
    assert Due.OVERDUE in await queued(clerk)
    assert (await applications.at_desk(leader, some_id())).overdue == 0, "a leader's desk has the children's cases"
    assert await applications.escalate_overdue() == 1
