"""Once accepted, a case is decided by who decides: the township advises a no, with reasons, and by another hand."""

from datetime import date
from typing import Any

import pytest

from backend import applications, entitlements, inquiries, journal, letters, postings
from backend.applications import Application, DecisionKind, State
from backend.journal import By, Deed, Signature
from backend.letters import DecisionLetter
from backend.postings import PostingLine
from backend.programmes import Enactment, enact
from backend.staff import NoSuchPower, Role
from notifications.wording import occasion_of
from tests.backend.applications.cases import accepted, hand, would_not
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import COUNTY, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_no_township_refuses_what_it_has_accepted() -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    for case in (await accepted(await a_resident(), clerk), await dibao_accepted(await a_resident("刘大山"), clerk)):
        for each in (clerk, leader):
            with pytest.raises(applications.WrongState):
                await applications.refuse(case.id, each, ["papers_untrue"])
        assert (await Application.get(id=case.id)).state is State.ACCEPTED


async def test_it_advises_a_no_with_reasons_and_the_county_decides(at: Any) -> None:
    clerk, advises, reviewer = await an_officer(), await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    case = await dibao_accepted(await a_resident(), clerk)
    await visited(case, clerk)
    with pytest.raises(applications.NoReasonGiven):
        await applications.advise_against(case.id, advises, ["bad_mood"])
    with pytest.raises(NoSuchPower):
        await applications.advise_against(case.id, reviewer, ["income_above"])
    with pytest.raises(applications.AnotherAdvises):
        await applications.advise_against(case.id, clerk, ["income_above"])
    advised = await applications.advise_against(case.id, advises, ["income_above"], "儿子在县城上班")
    assert (advised.state, advised.step_due_on) == (State.COUNTY_REVIEW, date(2026, 3, 16))
    assert advised.decided_at is None
    last = (await journal.history_of(case.id))[-1]
    assert (last.deed, last.facts["reasons"]) == (Deed.ADVISED_AGAINST.value, ["income_above"])
    told = occasion_of(last)
    assert told is not None
    assert told.code == "advised_against", "the person may still bring proof"
    page = await applications.status_of(advised, audience=applications.Audience.RESIDENT)
    assert ("建议不予通过，由县民政局决定" in page.next_step, page.who_acts) == (True, "县民政局")
    assert await letters.draw_up() == 0, "nothing is decided yet"
    with pytest.raises(inquiries.AdvisedAgainst):
        await entitlements.grant(case.id, reviewer)
    advises.role, advises.place = Role.COUNTY_REVIEWER.value, f"{COUNTY}000000"
    await advises.save()
    with pytest.raises(applications.AnotherDecides):
        await applications.refuse(case.id, advises, ["income_above"])
    assert (await applications.refuse(case.id, reviewer, ["income_above"])).state is State.REFUSED
    assert await letters.draw_up() == 1
    assert (await DecisionLetter.get()).facts["organ"] == "嵩县民政局"
    kinds = [each.kind for each in await applications.decisions_on(case.id)]
    assert kinds == [DecisionKind.ACCEPTED, DecisionKind.ADVISED, DecisionKind.REFUSED]


async def test_the_county_that_thinks_otherwise_sends_it_back_and_it_goes_the_whole_way(at: Any) -> None:
    clerk, advises, reviewer = await an_officer(), await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    case = await accepted(await a_resident(), clerk)
    await applications.advise_against(case.id, advises, ["receives_elsewhere"])
    back = await applications.send_back(case.id, "栾川县回函：没有发过", reviewer)
    assert back.state is State.ACCEPTED
    assert await applications.advice_against(back) is None
    await postings.post([case.id], clerk)
    at("2026-03-10 09:30")
    assert await postings.end_due(date(2026, 3, 10)) == 1
    assert (await entitlements.grant(case.id, reviewer)).application_id == case.id


async def test_after_an_objection_its_line_comes_down_and_it_may_hang_anew(at: Any) -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    case = await accepted(await a_resident(), clerk)
    await postings.post([case.id], clerk)
    line = await postings.line_of(case.id)
    assert line is not None
    objection = await postings.object_to(line.id, "他在栾川县领着。", hand(await a_resident("刘大山")))
    await applications.advise_against(case.id, await an_officer(), ["receives_elsewhere"])
    await applications.send_back(case.id, "栾川县回函：没有发过", reviewer)
    with pytest.raises(postings.AlreadyPosted):
        await postings.post([case.id], clerk)
    await postings.answer(objection.id, clerk, upheld=True, answer="去栾川县问过了，去年领过，已经停了。")
    assert (await postings.post([case.id], clerk)).ends_on == date(2026, 3, 9)
    assert (await PostingLine.get(id=line.id)).ended == "upheld"


async def test_where_it_is_delegated_the_leader_says_no_and_not_who_advised_it() -> None:
    delegated = Enactment(f"{COUNTY}000000", "dibao.delegated", "yes", date(2026, 1, 1), None, "嵩民〔2026〕3号", True)
    await enact(delegated, by=Signature(By.IMPORT))
    clerk, advises = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), clerk)
    with pytest.raises(applications.NotAskedYet):
        await applications.advise_against(case.id, advises, ["no_cooperation"])
    await would_not(case, clerk)
    with pytest.raises(applications.AnotherAdvises):
        await applications.advise_against(case.id, clerk, ["no_cooperation"])
    await applications.advise_against(case.id, advises, ["no_cooperation"])
    with pytest.raises(applications.AnotherDecides):
        await applications.refuse(case.id, advises, ["no_cooperation"])
    leader = await an_officer(Role.TOWNSHIP_LEADER)
    assert (await applications.refuse(case.id, leader, ["no_cooperation"])).state is State.TERMINATED


async def test_what_was_never_posted_is_reopened_and_not_granted_by_an_amendment(at: Any) -> None:
    clerk, reviewer, proposer = (
        await an_officer(), await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_REVIEWER),
    )  # fmt: skip
    case = await dibao_accepted(await a_resident(), clerk)
    await visited(case, clerk)
    await opined(case, await an_officer(Role.TOWNSHIP_LEADER))
    await applications.advise_against(case.id, await an_officer(Role.TOWNSHIP_LEADER), ["papers_untrue"])
    await applications.refuse(case.id, reviewer, ["papers_untrue"])
    found = {"ground": entitlements.AmendmentGround.OWN_FINDING, "basis": "查错了人"}
    with pytest.raises(entitlements.ReopenInstead):
        await entitlements.propose_amendment(case.id, entitlements.Becomes.GRANTED, proposer, **found)
    assert await entitlements.propose_amendment(case.id, entitlements.Becomes.REOPENED, proposer, **found)
