"""The law's longer limit: two officers, in time, once; what stays overdue climbs to the leader, then the county."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, entitlements, postings
from backend.applications import Application, Due, Ground, State
from backend.journal import By, Deed, Entry, Signature
from backend.programmes import Enactment, enact
from backend.residents import Resident
from backend.staff import NoSuchPower, Relation, Relative, Role, YourOwnKin, declare_own_kin
from tests.backend.applications.cases import a_draft, accepted, hand, turned_down
from tests.backend.inquiries.opinions import DECLARED, dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import COUNTY, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_forty_five_working_days_by_two_officers_and_the_person_is_told(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), clerk)
    for ground, reason, who, refusal in (
        (Ground.HARD_TO_CHECK, " ", clerk, applications.ExtensionReasonMissing),
        (Ground.HARD_TO_CHECK, "三个子女在外省", leader, NoSuchPower),
    ):
        with pytest.raises(refusal):
            await applications.ask_extension(case.id, ground, reason, who)
    at("2026-03-20 09:30")
    asked = await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", clerk)
    # From acceptance, not from today; Qingming and Labour Day between.
    assert (asked.due_before, asked.due_after) == (date(2026, 4, 14), date(2026, 5, 8))
    with pytest.raises(applications.ExtendedBefore):
        await applications.ask_extension(case.id, Ground.OBJECTION, "再来", clerk)
    waiting = await Application.get(id=case.id)
    assert (waiting.decision_due_on, waiting.promised_due_on) == (date(2026, 4, 14), date(2026, 4, 7))
    with pytest.raises(NoSuchPower):
        await applications.answer_extension(case.id, True, clerk)
    clerk.role = Role.TOWNSHIP_LEADER.value
    await clerk.save()
    with pytest.raises(applications.AnotherApproves):
        await applications.answer_extension(case.id, True, clerk)
    another = await an_officer(Role.TOWNSHIP_LEADER, name="另一位")
    answering = [applications.answer_extension(case.id, True, each) for each in (leader, another)]
    answered, late = sorted(
        await asyncio.gather(*answering, return_exceptions=True), key=lambda each: isinstance(each, Exception)
    )
    assert isinstance(answered, applications.Extension)
    assert isinstance(late, applications.NoSuchExtension)
    first = leader if answered.answered_by == leader.id else another
    assert f"已经批准（{first.name}，3月20日09:30）" in late.shown
    longer = await Application.get(id=case.id)
    assert (longer.decision_due_on, longer.promised_due_on) == (date(2026, 5, 8), date(2026, 4, 28))
    told = await Entry.get(deed=Deed.EXTENSION_APPROVED.value)
    assert (told.resident_id, told.facts["decision_due_on"]) == (case.resident_id, "2026-05-08")
    with pytest.raises(applications.NoSuchExtension):
        await applications.answer_extension(case.id, True, leader)


async def reopened(case: Application) -> None:
    """As the county does it, by two who had no hand in the case."""
    proposer, decider = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_REVIEWER)
    found = {"ground": entitlements.AmendmentGround.OWN_FINDING, "basis": "查错了人"}
    wish = await entitlements.propose_amendment(case.id, entitlements.Becomes.REOPENED, proposer, **found)
    await entitlements.confirm_amendment(wish.id, decider)


async def test_a_reopened_case_has_a_clock_of_its_own_that_may_be_lengthened_too(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), clerk)
    await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", clerk)
    await applications.answer_extension(case.id, True, leader)
    await turned_down(case, "papers_untrue")
    await reopened(case)
    at("2026-03-20 09:30")
    again = await applications.accept(
        case.id, await an_officer(), unsigned_because=applications.NoLetter.ON_PAPER, kin_told=False
    )
    assert again.decision_due_on == date(2026, 5, 7), "thirty working days from its second acceptance"
    asked = await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "又去了外省", clerk)
    assert await applications.extensions_waiting(leader) == [case.id]
    await applications.answer_extension(case.id, True, leader)
    assert (await Application.get(id=case.id)).decision_due_on == asked.due_after == date(2026, 5, 27)
    with pytest.raises(applications.ExtendedBefore):
        await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "第三次", clerk)


async def test_what_was_asked_before_a_reopening_lapses_with_its_clock(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), clerk)
    await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", clerk)
    await turned_down(case, "papers_untrue")
    await reopened(case)
    for accepts in (False, True):
        if accepts:
            at("2026-03-20 09:30")
            await applications.accept(
                case.id, await an_officer(), unsigned_because=applications.NoLetter.ON_PAPER, kin_told=False
            )
        assert await applications.extensions_waiting(leader) == []
        with pytest.raises(applications.NoSuchExtension):
            await applications.answer_extension(case.id, True, leader)
    assert (await Application.get(id=case.id)).decision_due_on == date(2026, 5, 7)
    await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", clerk)
    await applications.answer_extension(case.id, True, leader)
    assert (await Application.get(id=case.id)).decision_due_on == date(2026, 5, 27)


async def test_a_return_by_the_county_leaves_the_clock_running_and_lengthens_nothing_twice(at: Any) -> None:
    """The law has 45 working days from acceptance in special cases, and no more (policy §1.8 step 12)."""
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), clerk)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.post([case.id], leader)
    await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", clerk)
    await applications.answer_extension(case.id, True, await an_officer(Role.TOWNSHIP_LEADER))
    at("2026-03-10 09:30")
    await postings.end_due(date(2026, 3, 10))
    back = await applications.send_back(case.id, "再核实收入", await an_officer(Role.COUNTY_REVIEWER))
    assert (back.accepted_at, back.decision_due_on) == (case.accepted_at, date(2026, 5, 8))
    with pytest.raises(applications.ExtendedBefore):
        await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "又有新情况", clerk)


async def test_nobody_asks_for_longer_in_a_case_of_their_kin() -> None:
    clerk, elder = await an_officer(), await a_resident()
    case = await dibao_accepted(elder, clerk)
    await declare_own_kin(clerk, [Relative(Relation.PARENT, elder.name, elder.identity_number)])
    with pytest.raises(YourOwnKin):
        await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", clerk)


async def test_where_the_city_leaves_the_notice_out_its_days_come_on_top(at: Any) -> None:
    clerk = await an_officer()
    key = "dibao.publicity_excluded_from_limit"
    left_out = Enactment(f"{COUNTY}000000", key, "yes", date(2026, 1, 1), None, "洛民〔2026〕3号", True)
    await enact(left_out, by=Signature(By.IMPORT))
    case = await dibao_accepted(await a_resident(), clerk)
    # Seven days from 2 March, then 30 and 25 working days.
    assert (case.decision_due_on, case.promised_due_on) == (date(2026, 4, 21), date(2026, 4, 14))


async def test_not_too_late_and_not_where_the_law_has_none(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    old_age = await accepted(await a_resident(), clerk)
    with pytest.raises(applications.CannotBeExtended):
        await applications.ask_extension(old_age.id, Ground.OBJECTION, "有异议", clerk)
    case = await dibao_accepted(await a_resident("刘大山"), clerk)
    declined = await applications.ask_extension(case.id, Ground.OBJECTION, "有异议", clerk)
    assert not (await applications.answer_extension(case.id, False, leader)).approved
    again = await applications.ask_extension(case.id, Ground.OBJECTION, "有异议，还在查", clerk)
    assert again.id != declined.id
    at("2026-04-15 09:30")
    with pytest.raises(applications.CannotBeExtended):
        await applications.answer_extension(case.id, True, leader)
    assert (await Application.get(id=case.id)).decision_due_on == date(2026, 4, 14)


async def test_what_stays_overdue_climbs_and_is_counted_once(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    approver = await an_officer(Role.COUNTY_APPROVER)
    case = await accepted(await a_resident(), clerk)  # to be posted by Monday the 9th
    climbs = []
    for day in range(5, 20):
        at(f"2026-03-{day:02} 08:20")
        climbs += [day] * await applications.escalate_overdue()
        if day == 6:
            assert (await applications.counts_by_due(clerk))[Due.CLOSE] == 1
    assert climbs == [10, 12]  # one working day past, then three
    assert await applications.escalate_overdue() == 0
    for officer in (leader, approver):
        page = await applications.worklist(officer, due=Due.ESCALATED)
        assert [each.id for each in page.items] == [case.id]
        counts = await applications.counts_by_due(officer)
        assert [counts[due] for due in (Due.OVERDUE, Due.CLOSE, Due.ESCALATED)] == [1, 0, 1]
    assert case.state is State.ACCEPTED
    rungs = await Entry.filter(deed=Deed.STEP_ESCALATED.value).order_by("id")
    assert [each.facts["to"] for each in rungs] == ["leader", "county"]


async def test_nothing_is_lengthened_that_has_not_begun_or_is_over(at: Any) -> None:
    clerk, elder = await an_officer(), await a_resident()
    draft = await a_draft(elder, programme="rural_dibao")
    await applications.submit(draft.id, by=hand(elder), facts=DECLARED)
    late = await dibao_accepted(await a_resident("刘大山"), clerk)
    over = await dibao_accepted(await a_resident("王大山"), clerk)
    await applications.withdraw(over.id, hand(await Resident.get(id=over.resident_id)))
    at("2026-04-15 09:30")  # the day after the law's own
    for case in (draft, late, over):
        with pytest.raises(applications.CannotBeExtended):
            await applications.ask_extension(case.id, Ground.OBJECTION, "有异议", clerk)
    assert not await Entry.filter(deed=Deed.EXTENSION_ASKED.value).exists()
