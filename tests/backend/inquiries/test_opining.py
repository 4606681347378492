"""低保 and 特困 go by verified facts: visit, first opinion, notice, county; and by four different people."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend import clock, entitlements, inquiries, payouts, postings
from backend.applications import Application, State
from backend.eligibility import BadFact
from backend.inquiries import Found
from backend.journal import By, Deed, Entry, Signature
from backend.programmes import Enactment, enact
from backend.refusals import Refusal
from backend.residents import Provenance
from backend.staff import Role
from tests.backend.applications.cases import in_county_review
from tests.backend.inquiries.opinions import ALONE, HOUSEHOLD, dibao_accepted, opined, opinion
from tests.backend.inquiries.visits import visited, what_was_found
from tests.people import COUNTY, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_dibao_from_acceptance_to_the_award_on_what_was_found(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER, name="孙立")
    reviewer = await an_officer(Role.COUNTY_REVIEWER, name="周敏")
    case = await dibao_accepted(await a_resident(), clerk)
    assert (case.step_due_on, case.decision_due_on) == (date(2026, 3, 23), date(2026, 4, 14))
    with pytest.raises(inquiries.VisitFirst):
        await opined(case, leader)
    await visited(case, clerk)
    with pytest.raises(inquiries.OpinionFirst):
        await postings.post([case.id], leader)
    with pytest.raises(inquiries.YouInvestigated):
        await opined(case, clerk)
    more = {**HOUSEHOLD, "monthly_income_fen": 90_000}
    given = await opined(case, leader, facts=more, why="儿子寄回的钱没有报")
    kept = given.findings["monthly_income_fen"]
    assert (kept["declared"], kept["verified"], kept["source"]) == (60_000, 90_000, Provenance.SURVEY)
    assert given.judged.amount_fen == 3 * 44_000 - 90_000
    posting = await postings.post([case.id], leader)
    (line,) = await postings.PostingLine.filter(posting_id=posting.id)
    assert line.shown_detail == "3人，拟每月保障420元"
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    assert (await entitlements.grant(case.id, reviewer)).monthly_fen == 42_000
    told = await Entry.filter(subject_id=case.id, deed=Deed.FIRST_OPINION_GIVEN.value)
    assert [each.facts["favourable"] for each in told] == [True]


async def test_tekun_has_its_own_clock_and_its_own_facts() -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), clerk, "tekun")
    # 15 working days to investigate; in all 30 of them after the notice's 7 days, which the law counts apart.
    assert (case.step_due_on, case.decision_due_on) == (date(2026, 3, 23), date(2026, 4, 21))
    await visited(case, clerk)
    given = await opined(case, leader, facts=ALONE)
    assert given.judged.amount_fen == 57_200 + 32_000
    posting = await postings.post([case.id], leader)
    assert (await postings.PostingLine.get(posting_id=posting.id)).shown_detail == "初审同意"


NOT_YET: list[tuple[dict[str, Any], type[Refusal], str]] = [
    ({"reasons": " "}, inquiries.ReasonsMissing, "理由"),
    ({"no_check_because": ""}, inquiries.CheckFirst, "核对"),
    ({"facts": {**HOUSEHOLD, "members_counted": 2}}, inquiries.DifferenceUnexplained, "共同生活的家庭成员人数"),
    ({"facts": {**HOUSEHOLD, "monthly_income_fen": None}}, inquiries.FactsStillOpen, "全家月收入"),
    ({"facts": {**HOUSEHOLD, "extra_percent": None}}, inquiries.FactsStillOpen, "增发"),
    ({"facts": {**HOUSEHOLD, "monthly_income_fen": 400_000}, "why": "核对"}, inquiries.AgainstTheLaw, "不符合"),
    ({"facts": {**HOUSEHOLD, "homes": -1}}, BadFact, ""),
    ({"facts": {**HOUSEHOLD, "moon": 1}}, BadFact, ""),
]


async def test_an_opinion_that_lacks_something_is_none() -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), clerk)
    await visited(case, clerk)
    for instead, refusal, said in NOT_YET:
        with pytest.raises(refusal) as told:
            await opined(case, leader, **instead)
        assert said in told.value.shown
    assert await inquiries.opinions_on(case.id) == []
    # A no needs no settled facts, only reasons; and nothing is posted on it.
    await opined(case, leader, facts={"members_counted": 3}, favourable=False)
    with pytest.raises(inquiries.OpinionAgainst):
        await postings.post([case.id], leader)


async def test_what_was_found_cannot_contradict_itself() -> None:
    case = await dibao_accepted(await a_resident(), await an_officer(), "tekun")
    found = opinion({**ALONE, "obligors": 1, "obligors_unable": 2}).found
    with pytest.raises(BadFact) as refused:
        await inquiries.judge(case, found)
    assert "不会比法定义务人一共的人数还多" in refused.value.shown


async def test_after_an_upheld_objection_somebody_else_investigates_and_it_is_posted_again_where_set(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    key = "dibao.repost_after_objection"
    again = Enactment(f"{COUNTY}000000", key, "yes", date(2026, 1, 1), None, "洛民〔2026〕2号", True)
    await enact(again, by=Signature(By.IMPORT))
    case = await dibao_accepted(await a_resident(), clerk)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.post([case.id], leader)
    line = await postings.line_of(case.id)
    assert line is not None
    neighbour = Signature(By.RESIDENT, (await a_resident("刘大山")).id)
    at("2026-03-03 10:00")
    raised = await postings.object_to(line.id, "他家有车。", neighbour)
    await postings.answer(raised.id, clerk, upheld=True, answer="属实，再核实。")
    objected = await Application.get(id=case.id)
    assert objected.state is State.OBJECTED
    with pytest.raises(inquiries.OpinionFirst):
        await postings.post([case.id], leader)
    with pytest.raises(inquiries.YouGaveTheOpinion):
        await inquiries.record_visit(case.id, await what_was_found(objected, leader), leader)
    at("2026-03-04 10:00")
    await visited(objected, clerk)
    await opined(objected, leader, facts={**HOUSEHOLD, "vehicles": 1}, reasons="三轮摩托车，县里规定不算。")
    assert (await postings.post([case.id], leader)).village == case.village


async def test_nobody_has_two_hands_in_a_case(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(account="6228480000000000018"), clerk)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.post([case.id], leader)
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    # The leader moves to the county; what they did goes with them.
    leader.role, leader.place = Role.COUNTY_REVIEWER.value, f"{case.county}000000"
    await leader.save()
    with pytest.raises((inquiries.YouGaveTheOpinion, entitlements.YouHandledThisCase)):
        await entitlements.grant(case.id, leader)
    reviewer, payer = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_PAYER)
    await entitlements.grant(case.id, reviewer)
    at("2026-04-01 09:30")
    batch = await payouts.draw_up("rural_dibao", date(2026, 4, 1), payer)
    for each in (clerk, leader, reviewer):
        each.role, each.place = Role.COUNTY_APPROVER.value, f"{case.county}000000"
        await each.save()
        with pytest.raises(payouts.HandledInBatch):
            await payouts.approve(batch.id, each)
    await payouts.approve(batch.id, await an_officer(Role.COUNTY_APPROVER))


async def test_what_the_county_learns_since_counts(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    elder = await a_resident()
    case = await dibao_accepted(elder, clerk)
    await visited(case, clerk)
    await inquiries.give_first_opinion(case.id, opinion(), leader)
    await postings.post([case.id], leader)
    at("2026-03-10 09:30")
    await postings.end_due(clock.today() + timedelta(days=1))
    elder.registered_here = False  # then it matters whether the family's register is here, which nobody looked at
    await elder.save()
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    with pytest.raises(inquiries.FactsStillOpen) as told:
        await entitlements.grant(case.id, reviewer)
    assert "家人户口在本县" in told.value.shown


async def test_where_the_family_says_that_a_handlers_relative_lives_there_the_county_looks(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    looking, deciding = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_REVIEWER)
    case = await dibao_accepted(await a_resident(), clerk, kin_told=True)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.post([case.id], leader)
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    with pytest.raises(inquiries.CountyVisitFirst):
        await entitlements.grant(case.id, deciding)
    await visited(case, looking)
    assert (await entitlements.grant(case.id, deciding)).monthly_fen == 72_000


async def test_nothing_is_decided_on_what_was_only_said(at: Any) -> None:
    """Where the law wants verified facts, a case that lay before the county without an opinion goes no further."""
    case = await in_county_review(await a_resident(), await an_officer())
    await Application.filter(id=case.id).update(programme="rural_dibao")
    with pytest.raises(inquiries.OpinionFirst):
        await entitlements.grant(case.id, await an_officer(Role.COUNTY_REVIEWER))


async def test_an_opinion_is_on_facts_of_the_programme_s_law_each_with_a_short_reason() -> None:
    case = await dibao_accepted(await a_resident(), await an_officer())
    said = Found(value=1, source=Provenance.SURVEY, why="长" * 201)
    for found in ({"shoe_size": Found(40, Provenance.SURVEY)}, {"homes": said}):
        with pytest.raises(BadFact):
            await inquiries.judge(case, found)
