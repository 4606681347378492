"""Who has looked decides nothing, an announced draw is not escaped, and what the county granted nobody is asked."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, clock, entitlements, inquiries, postings
from backend.applications import Application, State, WrongState
from backend.eligibility import FactValue
from backend.inquiries import CheckAuthorisation, CheckItem
from backend.staff import Officer, Relation, Relative, Role, YourOwnKin, declare_own_kin
from tests.backend.inquiries.checks import a_letter, a_reply
from tests.backend.inquiries.opinions import DECLARED, HOUSEHOLD, dibao_accepted, opined
from tests.backend.inquiries.visits import visited, what_was_found
from tests.people import COUNTY, OTHER_VILLAGE, TOWNSHIP, a_household, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


def found_at_the_edge() -> dict[str, FactValue]:
    """What is verified of a household a little above the standard."""
    edge = {**HOUSEHOLD, "monthly_income_fen": 150_000, "receives_dibao": False, "receives_tekun": False}
    asked = {each.key for each in inquiries.facts_to_verify("edge_family")}
    return {key: value for key, value in {**DECLARED, **edge}.items() if key in asked}


async def test_an_announced_draw_and_whoever_asked_the_registers_stand_before_the_decision(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    asker, reader, reviewer = [await an_officer(Role.COUNTY_REVIEWER) for _ in range(3)]
    case = await dibao_accepted(await a_resident(), clerk)
    await a_letter(case, clerk)
    batch = await inquiries.make_check_batch([CheckItem.TAX], asker)
    await inquiries.take_reply(batch.id, await a_reply(batch, asker, ("纳税", "无", "")), reader)
    await visited(case, clerk)
    await opined(case, leader, no_check_because="")
    await postings.post([case.id], leader)
    sample = await inquiries.announce_sample("rural_dibao", date(2026, 3, 11), asker)
    at("2026-03-11 09:30")
    await postings.end_due(clock.today())
    for officer, refusal in (
        (asker, inquiries.YouInvestigated), (reader, inquiries.YouInvestigated), (reviewer, inquiries.SampleFirst),
    ):  # fmt: skip
        with pytest.raises(refusal):
            await entitlements.grant(case.id, officer)
    assert {case.id} == set(await inquiries.handled_by(reader))
    await inquiries.draw_sample(sample.id, asker)
    await visited(case, asker)
    assert (await entitlements.grant(case.id, reviewer)).monthly_fen == 72_000
    # From now on the register says so itself, of everybody in the household and of nobody else.
    assert "receives_dibao" not in await applications.facts_about(await a_resident("刘大山"))


async def test_who_found_out_or_gave_the_opinion_does_not_say_the_countys_no(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    looker, reviewer = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_REVIEWER)
    case = await at_the_county(clerk, leader, at)
    await visited(case, looker)
    for each in (clerk, leader):
        await moves_to(each, Role.COUNTY_REVIEWER)
    for each in (clerk, leader, looker):
        with pytest.raises(applications.AnotherDecides):
            await applications.refuse(case.id, each, ["papers_untrue"])
    assert (await applications.refuse(case.id, reviewer, ["papers_untrue"])).state is State.REFUSED
    assert await inquiries.handled_by(reviewer) == [case.id], "nor does who said no approve a batch that pays it later"


async def test_who_decided_a_case_that_came_back_finds_out_nothing_in_it(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    refuser, proposer, reopener = [await an_officer(Role.COUNTY_REVIEWER) for _ in range(3)]
    case = await at_the_county(clerk, leader, at)
    await applications.refuse(case.id, refuser, ["papers_untrue"])
    reopened = entitlements.Becomes.REOPENED, entitlements.AmendmentGround.OWN_FINDING
    wish = await entitlements.propose_amendment(case.id, reopened[0], proposer, ground=reopened[1], basis="查错了人")
    await entitlements.confirm_amendment(wish.id, reopener)
    case = await applications.accept(
        case.id, await an_officer(), unsigned_because=applications.NoLetter.ON_PAPER, kin_told=False
    )
    await a_letter(case, clerk)
    for each in (refuser, reopener):
        with pytest.raises(inquiries.NobodyToAsk) as only_others:
            await inquiries.make_check_batch([CheckItem.TAX], each)
        assert "请另一位同事" in only_others.value.shown
    batch = await inquiries.make_check_batch([CheckItem.TAX], proposer)
    reply = await a_reply(batch, proposer, ("纳税", "无", ""))
    for each in (refuser, reopener):
        with pytest.raises(inquiries.AnotherReads):
            await inquiries.take_reply(batch.id, reply, each)
        await moves_to(each, Role.TOWNSHIP_CLERK)
        with pytest.raises(inquiries.YouDecided):
            await visited(case, each)
        with pytest.raises(inquiries.YouDecided):
            await opined(case, each)
    await visited(case, clerk)


async def test_nobody_asks_the_registers_about_their_kin() -> None:
    clerk, kin, other = (
        await an_officer(),
        await an_officer(Role.COUNTY_REVIEWER),
        await an_officer(Role.COUNTY_REVIEWER),
    )
    elder = await a_resident()
    case = await dibao_accepted(elder, clerk)
    await a_letter(case, clerk)
    await declare_own_kin(kin, [Relative(Relation.PARENT, elder.name, elder.identity_number)])
    with pytest.raises(inquiries.NobodyToAsk):
        await inquiries.make_check_batch([CheckItem.TAX], kin)
    batch = await inquiries.make_check_batch([CheckItem.TAX], other)
    with pytest.raises(inquiries.AnotherReads):
        await inquiries.take_reply(batch.id, await a_reply(batch, other, ("纳税", "无", "")), kin)


async def test_nobody_takes_a_letter_of_their_kin_back_nor_puts_one_on_file() -> None:
    """With a letter taken back, what a register said of its signer holds the case up no more."""
    clerk, kin, elder = await an_officer(), await an_officer(), await a_resident()
    case = await dibao_accepted(elder, clerk)
    letter = await a_letter(case, clerk)
    await declare_own_kin(kin, [Relative(Relation.PARENT, elder.name, elder.identity_number)])
    with pytest.raises(YourOwnKin):
        await inquiries.revoke_authorisation(letter.id, kin)
    assert (await CheckAuthorisation.get(id=letter.id)).revoked_at is None
    await inquiries.revoke_authorisation(letter.id, clerk)
    with pytest.raises(YourOwnKin):
        await a_letter(case, kin)


async def at_the_county(clerk: Officer, leader: Officer, at: Any) -> Application:
    """Visited by the clerk, for it the leader, and its notice over."""
    case = await dibao_accepted(await a_resident(), clerk)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.post([case.id], leader)
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    return await Application.get(id=case.id)


async def moves_to(officer: Officer, role: Role) -> None:
    officer.role = role.value
    officer.place = TOWNSHIP if role.value.startswith("township") else f"{COUNTY}000000"
    await officer.save()


async def test_the_register_answers_for_what_the_county_granted_and_recognised(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    home = await a_household()
    elder, son = await a_resident(household=home), await a_resident("王建设", household=home)
    case = await dibao_accepted(elder, clerk, "edge_family")
    await opined(case, leader, facts=found_at_the_edge(), why="核对")
    assert "lives_in_edge_family" not in await applications.facts_about(son)
    await entitlements.recognise(case.id, reviewer)
    assert (await applications.facts_about(son))["lives_in_edge_family"] is True
    at("2027-03-02 09:30")
    assert "lives_in_edge_family" not in await applications.facts_about(son), "it holds until a day"


async def test_who_comes_too_late_is_told_who_was_faster_and_when(at: Any) -> None:
    """Deeds of officers on a case that has gone on meanwhile; the first of two opinions takes an unposted one along."""
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER, name="孙立")
    late = await an_officer(Role.TOWNSHIP_LEADER, name="钱敏")
    elder = await a_resident()
    case = await dibao_accepted(elder, clerk, "edge_family")
    opening = [opined(case, each, facts=found_at_the_edge(), why="核对") for each in (leader, late)]
    given = await asyncio.gather(*opening, return_exceptions=True)
    (told,) = [each for each in given if isinstance(each, BaseException)]
    assert isinstance(told, WrongState)
    assert told.details["by_title"] in ("孙立", "钱敏")
    assert "3月2日09:30" in told.shown
    for deed in (
        inquiries.record_visit(case.id, await what_was_found(case, clerk), clerk),
        a_letter(case, clerk),
        applications.forward(case.id, OTHER_VILLAGE, clerk),
    ):
        with pytest.raises(WrongState) as refused:
            await deed
        assert refused.value.details["by_title"] in ("孙立", "钱敏")
