"""The county's confirmation: another person than who handled the case, once, with the award in the same breath."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, clock, entitlements, journal, postings
from backend.applications import Decision, State
from backend.entitlements import Award
from backend.staff import Officer, OutsideYourPlace, Role
from backend.staff.powers import NoSuchPower
from tests.backend.applications.cases import accepted, hand, in_county_review, submitted
from tests.people import OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters, some_id


async def a_reviewer() -> Officer:
    return await an_officer(Role.COUNTY_REVIEWER)


async def test_the_life_of_a_case_from_its_submission_to_its_award(empty_database: str, at: Any) -> None:
    await seed_parameters()
    clerk, reviewer, resident = await an_officer(), await a_reviewer(), await a_resident()
    at("2026-03-30 09:00")
    case = await submitted(resident)
    at("2026-04-01 09:00")
    await applications.accept(case.id, clerk)
    await postings.post([case.id], clerk)
    at("2026-04-09 00:10")
    await postings.end_due(date(2026, 4, 9))
    at("2026-04-10 09:00")
    award = await entitlements.grant(case.id, reviewer)

    assert award.from_month == award.paid_here_from == date(2026, 3, 1)  # the month of the application
    assert award.monthly_fen is None
    assert (award.certified_on, award.certification_due_on) == (date(2026, 4, 10), date(2027, 4, 10))
    confirmed = await applications.get_application(case.id)
    assert (confirmed.state, confirmed.step_due_on) == (State.CONFIRMED, None)
    decision = await Decision.get(application_id=case.id, kind="confirmed")
    assert decision.officer_id == reviewer.id
    assert decision.verdict is not None
    assert (decision.verdict["on"], decision.verdict["amount_fen"]) == ("2026-04-10", 5000)
    deeds = [each.deed for each in await journal.Entry.filter(by_id=reviewer.id).order_by("id")]
    assert deeds == [journal.Deed.APPLICATION_CONFIRMED.value, journal.Deed.AWARD_STARTED.value]
    assert await entitlements.awards_of(resident.id) == [award]


async def test_a_return_for_more_papers_costs_no_month(empty_database: str, at: Any) -> None:
    await seed_parameters()
    clerk, resident = await an_officer(), await a_resident()
    at("2026-03-30 09:00")
    case = await submitted(resident)
    await applications.return_for_more(case.id, clerk, [], "请补签名。")
    at("2026-04-02 09:00")
    await applications.submit(case.id, by=hand(resident))
    await applications.accept(case.id, clerk)
    await postings.post([case.id], clerk)
    at("2026-04-15 00:10")
    await postings.end_due(date(2026, 4, 15))
    assert (await entitlements.grant(case.id, await a_reviewer())).from_month == date(2026, 3, 1)


@pytest.mark.parametrize("deed", ["accepted", "posted"])
async def test_who_handled_the_case_does_not_confirm_it(empty_database: str, at: Any, deed: str) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    clerk, colleague = await an_officer(), await an_officer()
    case = await accepted(await a_resident(), clerk if deed == "accepted" else colleague)
    await postings.post([case.id], clerk if deed == "posted" else colleague)
    at("2026-03-10 00:10")
    await postings.end_due(date(2026, 3, 10))
    # Moved to the county office meanwhile, with the power to confirm.
    clerk.role, clerk.place = Role.COUNTY_REVIEWER.value, "410325000000"
    await clerk.save()
    with pytest.raises(entitlements.YouHandledThisCase):
        await entitlements.grant(case.id, clerk)
    assert (await applications.get_application(case.id)).state is State.COUNTY_REVIEW
    assert await Award.all().count() == 0


async def test_who_put_up_an_earlier_notice_does_not_confirm_it_either(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    first, second = await an_officer(), await an_officer()
    case = await accepted(await a_resident(), await an_officer())
    await postings.post([case.id], first)
    at("2026-03-10 09:00")
    await postings.end_due(clock.today())
    await applications.send_back(case.id, "再核实", await a_reviewer())
    await postings.post([case.id], second)
    at("2026-03-18 09:00")
    await postings.end_due(clock.today())
    first.role, first.place = Role.COUNTY_REVIEWER.value, f"{case.county}000000"
    await first.save()
    with pytest.raises(entitlements.YouHandledThisCase):
        await entitlements.grant(case.id, first)


async def test_two_reviewers_confirm_at_once_and_one_award_begins(empty_database: str) -> None:
    await seed_parameters()
    case = await in_county_review(await a_resident(), await an_officer())
    reviewers = [await a_reviewer() for _ in range(4)]
    outcomes = await asyncio.gather(
        *(entitlements.grant(case.id, reviewer) for reviewer in reviewers), return_exceptions=True
    )
    assert sum(isinstance(each, Award) for each in outcomes) == 1
    assert sum(isinstance(each, applications.WrongState) for each in outcomes) == 3
    assert await Award.all().count() == 1
    assert await Decision.filter(kind="confirmed").count() == 1


async def test_who_receives_it_already_is_not_granted_it_again_and_nothing_is_half_done(empty_database: str) -> None:
    await seed_parameters()
    resident, clerk = await a_resident(), await an_officer()
    await entitlements.grant((await in_county_review(resident, clerk)).id, await a_reviewer())
    again = await in_county_review(resident, clerk)
    with pytest.raises(entitlements.AlreadyReceives):
        await entitlements.grant(again.id, await a_reviewer())
    assert (await applications.get_application(again.id)).state is State.COUNTY_REVIEW
    assert await Decision.filter(application_id=again.id, kind="confirmed").count() == 0


async def test_who_died_meanwhile_is_not_granted_it(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    resident = await a_resident()
    case = await in_county_review(resident, await an_officer())
    resident.deceased_on = date(2026, 3, 1)
    await resident.save()
    with pytest.raises(entitlements.NoLongerEligible) as refused:
        await entitlements.grant(case.id, await a_reviewer())
    assert any("在世" in sentence for sentence in refused.value.details["reasons"])
    assert await Award.all().count() == 0


async def test_a_case_still_on_the_notice_is_not_confirmed(empty_database: str) -> None:
    await seed_parameters()
    clerk = await an_officer()
    case = await accepted(await a_resident(), clerk)
    await postings.post([case.id], clerk)
    with pytest.raises(applications.WrongState):
        await entitlements.grant(case.id, await a_reviewer())


async def test_the_township_does_not_confirm(empty_database: str) -> None:
    await seed_parameters()
    case = await in_county_review(await a_resident(), await an_officer())
    with pytest.raises(NoSuchPower):
        await entitlements.grant(case.id, await an_officer())


async def test_another_place_does_not_confirm(empty_database: str) -> None:
    await seed_parameters()
    case = await in_county_review(await a_resident(), await an_officer())
    with pytest.raises(OutsideYourPlace):
        await entitlements.grant(case.id, await an_officer(Role.COUNTY_REVIEWER, OTHER_TOWNSHIP))


async def test_an_unknown_case_is_not_confirmed(empty_database: str) -> None:
    with pytest.raises(applications.NoSuchApplication):
        await entitlements.grant(some_id(), await a_reviewer())
