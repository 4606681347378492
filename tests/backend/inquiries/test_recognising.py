"""Recognitions go through the same machine without a notice and without money; and the county may send a case back."""

from datetime import date
from typing import Any

import pytest

from backend import applications, clock, entitlements, inquiries, postings
from backend.applications import Application, State
from backend.eligibility import FactValue
from backend.entitlements import Award
from backend.journal import Deed, Entry
from backend.staff import NoSuchPower, Role
from tests.backend.inquiries.opinions import DECLARED, HOUSEHOLD, dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import a_resident, an_officer, seed_parameters

EDGE: dict[str, FactValue] = {
    **DECLARED, "monthly_income_fen": 150_000, "financial_assets_fen": 500_000, "property_outcome": "clear",
    "receives_dibao": False, "receives_tekun": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_a_household_on_the_edge_is_recognised_and_nobody_reads_of_it() -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    elder = await a_resident()
    case = await dibao_accepted(elder, clerk, "edge_family")
    with pytest.raises(postings.NeverPosted):
        await postings.post([case.id], clerk)
    await opined(case, leader, facts=EDGE, why="核对")
    waiting = await Application.get(id=case.id)
    assert (waiting.state, waiting.step_due_on) == (State.COUNTY_REVIEW, date(2026, 3, 16))
    with pytest.raises(entitlements.PaysNothing):
        await entitlements.grant(case.id, reviewer)
    leader.role, leader.place = Role.COUNTY_REVIEWER.value, f"{case.county}000000"
    await leader.save()
    with pytest.raises((inquiries.YouGaveTheOpinion, entitlements.YouHandledThisCase)):
        await entitlements.recognise(case.id, leader)
    for desk in (Role.TOWNSHIP_LEADER, Role.COUNTY_APPROVER):
        with pytest.raises(NoSuchPower):
            await entitlements.recognise(case.id, await an_officer(desk))
    recognition = await entitlements.recognise(case.id, reviewer)
    assert recognition.valid_until == date(2027, 3, 1)
    assert not await Award.filter(resident_id=elder.id).exists()
    assert not await postings.PostingLine.filter(application_id=case.id).exists()
    assert [each.id for each in await entitlements.recognitions_of(elder.id, clock.today())] == [recognition.id]
    assert await entitlements.recognitions_of(elder.id, date(2027, 3, 2)) == []
    told = await Entry.get(deed=Deed.RECOGNISED.value)
    assert told.facts["valid_until"] == "2027-03-01"


async def test_what_the_county_sends_back_is_judged_and_posted_anew(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    case = await dibao_accepted(await a_resident(), clerk)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.post([case.id], leader)
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    with pytest.raises(applications.SaidNothing):
        await applications.send_back(case.id, " ", reviewer)
    back = await applications.send_back(case.id, "大儿子的收入没有核实", reviewer)
    assert (back.state, back.decision_due_on) == (State.ACCEPTED, case.decision_due_on)
    with pytest.raises(inquiries.OpinionFirst):
        await postings.post([case.id], leader)
    at("2026-03-11 09:30")
    await opined(back, leader, facts={**HOUSEHOLD, "monthly_income_fen": 99_000}, why="大儿子务工")
    await postings.post([case.id], leader)
    at("2026-03-19 09:30")
    await postings.end_due(clock.today())
    assert (await entitlements.grant(case.id, reviewer)).monthly_fen == 3 * 44_000 - 99_000
    assert "大儿子" not in str(await Entry.all().values_list("facts", flat=True))
