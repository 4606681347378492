"""临时救助: help first and papers after, small sums by the township, larger ones by the county, each paid once."""

from datetime import date
from typing import Any

import pytest

from backend import applications, clock, entitlements, inquiries, payouts, postings
from backend.applications import Application, State
from backend.eligibility import FactValue
from backend.entitlements import AmendmentGround, Award, Becomes
from backend.errands import Errand
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_draft, a_photo, hand
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.test_recognising import EDGE
from tests.people import a_cadre, a_resident, an_account, an_officer, seed_parameters

STRUCK: dict[str, FactValue] = {"sudden_hardship": True, "basic_life_broken": True, "aided_times_this_year": 0}
SPENT: dict[str, FactValue] = {
    "heavy_spending": True, "members_counted": 2, "income_below_local_average": True, "financial_assets_fen": 0,
    "aided_times_this_year": 0, "receives_dibao": False, "receives_tekun": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def in_need(resident: Resident, clerk: Officer, fen: int) -> Application:
    """Raised by a cadre without a mandate or a paper, accepted, and so much proposed."""
    cadre = await a_cadre()
    draft = await applications.start("temporary_emergency", resident, by=cadre.signature)
    await applications.submit(draft.id, by=cadre.signature, facts={"sudden_hardship": True})
    case = await applications.accept(draft.id, clerk)
    await opined(case, clerk, facts=STRUCK, why="到现场看过", no_check_because="", proposed_fen=fen)
    return await Application.get(id=case.id)


async def test_help_comes_first_by_the_townships_hand_and_the_papers_follow(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    elder = await a_resident()
    await an_account(elder)
    case = await in_need(elder, clerk, 150_000)
    # A day for each step: nothing hung in the village, and the whole is due tomorrow.
    assert (case.state, case.step_due_on, case.decision_due_on) == (
        State.COUNTY_REVIEW, date(2026, 3, 3), date(2026, 3, 3),
    )  # fmt: skip
    with pytest.raises(postings.NeverPosted):
        await postings.post([case.id], clerk)
    with pytest.raises(entitlements.NeedsASum):
        await entitlements.grant(case.id, await an_officer(Role.COUNTY_REVIEWER))
    aid = await entitlements.give_aid(case.id, 150_000, leader)
    helped = await Application.get(id=case.id)
    assert (aid.level, helped.state, helped.papers_due_on) == ("township", State.CONFIRMED, date(2026, 3, 9))
    (errand,) = await Errand.filter(resident_id=elder.id)
    assert (errand.kind, errand.due_on) == ("collect_papers", date(2026, 3, 9))
    status = await applications.status_of(helped, audience=applications.Audience.RESIDENT)
    assert {each.kind for each in status.missing} == {PhotoKind.IDENTITY_CARD, PhotoKind.HARDSHIP_PROOF}
    assert (status.due_on, status.who_acts) == (date(2026, 3, 9), "您")
    at("2026-03-10 09:30")
    for kind in (PhotoKind.IDENTITY_CARD, PhotoKind.HARDSHIP_PROOF):
        await applications.attach(case.id, await a_photo(elder, kind), hand(elder))
    assert not (await Application.get(id=case.id)).papers_follow
    assert (await Entry.get(deed=Deed.PAPERS_COMPLETED.value)).facts["late"] is True
    with pytest.raises(applications.WrongState):
        await applications.attach(case.id, await a_photo(elder), hand(elder))
    # Paid once: the month of the decision, and no month after it.
    payer = await an_officer(Role.COUNTY_PAYER)
    at("2026-05-04 09:30")
    await payouts.draw_up("temporary_emergency", date(2026, 5, 1), payer)
    (paid,) = await payouts.Payout.all()
    assert (paid.for_month, paid.amount_fen) == (date(2026, 3, 1), 150_000)
    with pytest.raises(payouts.EmptyBatch):
        await payouts.draw_up("temporary_emergency", date(2026, 5, 1), payer)


async def test_who_may_give_how_much() -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    elder = await a_resident()
    case = await in_need(elder, clerk, 300_000)
    for officer, fen, refusal in (
        (leader, 200_001, entitlements.SumForTheCounty),
        (reviewer, 0, entitlements.SumWrong),
        (reviewer, 10 * 44_000 + 1, entitlements.SumWrong),
    ):
        with pytest.raises(refusal):
            await entitlements.give_aid(case.id, fen, officer)
    clerk.role = Role.TOWNSHIP_LEADER.value
    await clerk.save()
    with pytest.raises((inquiries.YouGaveTheOpinion, entitlements.YouHandledThisCase)):
        await entitlements.give_aid(case.id, 100_000, clerk)
    assert not await Award.all().exists()
    aid = await entitlements.give_aid(case.id, 10 * 44_000, reviewer)
    assert (aid.level, aid.fen) == ("county", 440_000)
    # Struck a second time in the same month: it is paid in the next, for a month is paid once.
    clerk.role = Role.TOWNSHIP_CLERK.value
    await clerk.save()
    again = await in_need(elder, clerk, 100_000)
    second = await entitlements.give_aid(again.id, 100_000, reviewer)
    months = await Award.filter(resident_id=elder.id).order_by("from_month").values_list("from_month", flat=True)
    assert list(months) == [date(2026, 3, 1), date(2026, 4, 1)]
    assert [each.id for each in await entitlements.aids_of(elder.id, date(2026, 1, 1))] == [second.id, aid.id]


async def test_aid_that_was_withdrawn_counts_for_nothing_until_it_is_restored() -> None:
    clerk, reviewer, elder = await an_officer(), await an_officer(Role.COUNTY_REVIEWER), await a_resident()
    case = await in_need(elder, clerk, 100_000)
    await entitlements.give_aid(case.id, 100_000, reviewer)
    first = await Award.get(application_id=case.id)
    year = date(2026, 1, 1)

    async def amended(becomes: Becomes) -> None:
        untrue = {"month": date(2026, 3, 1), "reasons": ["papers_untrue"]} if becomes is Becomes.WITHDRAWN else {}
        proposer, other = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_REVIEWER)
        given: dict[str, Any] = {"ground": AmendmentGround.OWN_FINDING, "basis": "查清没有遭灾", **untrue}
        asked = await entitlements.propose_amendment(case.id, becomes, proposer, **given)
        await entitlements.confirm_amendment(asked.id, other)

    await amended(Becomes.WITHDRAWN)
    assert await entitlements.aids_of(elder.id, year) == []
    await amended(Becomes.RESTORED)
    first = await Award.get(id=first.id)
    assert (first.stopped_from, first.stop_reason) == (date(2026, 4, 1), "once")
    assert [each.award_id for each in await entitlements.aids_of(elder.id, year)] == [first.id]
    await amended(Becomes.WITHDRAWN)
    again = await in_need(elder, clerk, 100_000)
    second = await entitlements.give_aid(again.id, 100_000, reviewer)
    assert (await Award.get(id=second.award_id)).from_month == date(2026, 3, 1), "nothing was paid: the month is free"
    with pytest.raises(entitlements.NothingToAmend):
        await amended(Becomes.RESTORED)
    assert [each.id for each in await entitlements.aids_of(elder.id, year)] == [second.id]


async def test_heavy_spending_is_proposed_posted_and_then_decided(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    elder = await a_resident()
    draft = await a_draft(elder, programme="temporary_expenditure")
    case = await applications.submit(draft.id, by=hand(elder), facts={"heavy_spending": True})
    case = await applications.accept(case.id, clerk, unsigned_because=applications.NoLetter.ON_PAPER, kin_told=False)
    assert case.decision_due_on == date(2026, 3, 23), "temp.limit_workdays"
    with pytest.raises(inquiries.CheckFirst):
        await opined(case, clerk, facts=SPENT, why="票据", no_check_because="", proposed_fen=180_000)
    with pytest.raises(inquiries.SumMissing):
        await opined(case, clerk, facts=SPENT, why="票据")
    await opined(case, clerk, facts=SPENT, why="票据", proposed_fen=180_000)
    with pytest.raises(applications.WrongState):
        await entitlements.give_aid(case.id, 180_000, leader)
    await postings.post([case.id], clerk)
    line = await postings.line_of(case.id)
    assert line is not None
    assert line.shown_detail == "拟救助1,800元"
    at("2026-03-11 09:30")
    await postings.end_due(clock.today())
    waiting = await Application.get(id=case.id)
    assert (waiting.state, waiting.step_due_on) == (State.COUNTY_REVIEW, date(2026, 3, 23))
    aid = await entitlements.give_aid(case.id, 170_000, leader)
    assert (aid.fen, (await Application.get(id=case.id)).papers_due_on) == (170_000, None)


async def test_nobody_who_has_died_is_given_anything(at: Any) -> None:
    """No law but that of 高龄津贴 has it in words; every programme knows it as a reason to refuse."""
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    elder, head = await a_resident(), await a_resident("刘大山")
    case, edge = await in_need(elder, clerk, 100_000), await dibao_accepted(head, clerk, "edge_family")
    await opined(edge, leader, facts=EDGE, why="核对")
    for each in (elder, head):
        await entitlements.stop_for_death(each.id, date(2026, 3, 1), clerk, reason="村里上报")
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    for tries in (entitlements.give_aid(case.id, 100_000, reviewer), entitlements.recognise(edge.id, reviewer)):
        with pytest.raises(entitlements.NoLongerEligible) as refused:
            await tries
        assert "申请人已经登记去世" in refused.value.shown
    assert not await Award.all().exists()
    for each in (case, edge):
        assert (await applications.refuse(each.id, reviewer, ["deceased"])).state is State.REFUSED
