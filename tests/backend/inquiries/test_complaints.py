"""What is reported about a case of 低保: the county looks before anybody confirms, and who reported it is not kept."""

from datetime import date
from typing import Any

import pytest

from backend import applications, clock, entitlements, inquiries, postings
from backend.applications import Application, State
from backend.journal import By, Deed, Entry, Signature
from backend.programmes import Enactment, enact
from backend.refusals import Refusal
from backend.residents import Resident
from backend.staff import NoSuchPower, Officer, OutsideYourPlace, Role
from tests.backend.applications.cases import hand
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import COUNTY, OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def for_a_decision(clerk: Officer, leader: Officer, at: Any, programme: str = "rural_dibao") -> Application:
    case = await dibao_accepted(await a_resident(), clerk, programme)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.post([case.id], leader)
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    return await Application.get(id=case.id)


async def test_a_complaint_after_the_notice_brings_the_county_to_the_door(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer, visitor = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_REVIEWER, name="周敏")
    case = await for_a_decision(clerk, leader, at)
    await applications.note_complaint(case.id, " 家里有货车 ", clerk)
    (told,) = await Entry.filter(deed=Deed.COMPLAINT_NOTED.value)
    assert "货车" not in str(told.facts)
    with pytest.raises(inquiries.CountyVisitFirst) as first:
        await entitlements.grant(case.id, reviewer)
    assert "投诉举报" in first.value.shown
    assert [each.body for each in await applications.complaints_for(case, clerk)] == ["家里有货车"]
    await visited(case, visitor)
    with pytest.raises(inquiries.YouInvestigated):
        await entitlements.grant(case.id, visitor)
    await entitlements.grant(case.id, reviewer)
    of_who_is_paid = await applications.note_complaint(case.id, "家里买了车", clerk)
    assert (of_who_is_paid.named, of_who_is_paid.reporter_sealed) == (False, None)


async def test_where_the_township_confirms_it_leaves_the_case_to_the_county(at: Any) -> None:
    switch = Enactment(f"{COUNTY}000000", "dibao.delegated", "yes", date(2026, 1, 1), None, "嵩民〔2026〕2号", True)
    await enact(switch, by=Signature(By.IMPORT))
    clerk, opines, leader = await an_officer(), await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await for_a_decision(clerk, opines, at)
    await applications.note_complaint(case.id, "家里有货车", opines)
    with pytest.raises(applications.ComplaintForTheCounty):
        await entitlements.grant(case.id, leader)
    assert (await Application.get(id=case.id)).state is State.COUNTY_REVIEW


async def test_who_may_not_and_what_is_no_complaint() -> None:
    clerk, case = await an_officer(), await dibao_accepted(await a_resident(), await an_officer())

    async def refused(kind: type[Refusal], officer: Officer, body: str = "有车") -> None:
        with pytest.raises(kind):
            await applications.note_complaint(case.id, body, officer)

    await refused(NoSuchPower, await an_officer(Role.AUDITOR))
    await refused(OutsideYourPlace, await an_officer(place=OTHER_TOWNSHIP))
    await refused(applications.ComplaintEmpty, clerk, "  ")
    await refused(applications.ComplaintEmpty, clerk, "长" * 1001)
    assert await applications.complaints_for(case, clerk) == []
    await applications.withdraw(case.id, hand(await Resident.get(id=case.resident_id)))
    await refused(applications.WrongState, clerk)
