"""Not taken on, refused, ended: three ends, each with its steps, its reasons, its letter and its way to appeal."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import backend
from backend import applications, clock, database, entitlements, letters
from backend.applications import (
    REFUSAL_REASONS,
    Application,
    AskedOnWrong,
    Audience,
    Declined,
    NoReasonGiven,
    NotAskedYet,
    State,
    status_of,
)
from backend.applications.reminding import remind_of_papers
from backend.errands import Errand
from backend.journal import Deed, Entry
from backend.letters import DecisionLetter
from backend.programmes import CATALOGUE, PhotoKind
from backend.staff import NoSuchPower, Role
from notifications.wording import occasion_of
from tests.backend.applications.cases import accepted, hand, in_county_review, submitted, turned_down, would_not
from tests.people import a_resident, an_officer, seed_parameters

MIGRATION = Path(backend.__file__).parent / "migrations/0272_three_kinds_of_no.sql"


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


def test_every_reason_leads_somewhere_and_only_a_check_finds_out_what_is_owned() -> None:
    for programme in CATALOGUE:
        for reason in REFUSAL_REASONS[programme].values():
            assert reason.ends, reason.code
            assert (State.TERMINATED in reason.ends) == (reason.ends == {State.TERMINATED}), "no mixture"
            if reason.code in ("income_above", "property_above", "able_obligor", "parent_able", "not_registered_here"):
                assert State.NOT_ACCEPTED not in reason.ends, reason.code


async def test_before_acceptance_nobody_is_turned_away_for_what_was_not_checked() -> None:
    clerk, elder = await an_officer(), await a_resident()
    case = await submitted(elder)
    for reasons, said in (
        (["not_registered_here"], "转给户口所在地"), (["no_cooperation"], "先一次性告知"),
        (["under_age", "no_cooperation"], "先一次性告知"),
    ):  # fmt: skip
        with pytest.raises(NoReasonGiven) as refused:
            await applications.refuse(case.id, clerk, reasons)
        assert said in refused.value.shown
    ended = await applications.refuse(case.id, clerk, ["under_age"])
    assert (ended.state, ended.state.is_running) == (State.NOT_ACCEPTED, False)
    assert (await submitted(elder)).state is State.SUBMITTED, "the person may ask again"


async def test_papers_that_never_came_end_the_procedure_only_past_their_day_at_the_door(at: Any) -> None:
    clerk, elder = await an_officer(), await a_resident()
    case = await submitted(elder)
    await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT])
    with pytest.raises(NotAskedYet):
        await applications.refuse(case.id, clerk, ["no_cooperation"])
    at("2026-03-09 09:30")
    assert await remind_of_papers() == 1
    errand = await Errand.get()
    at(f"{errand.due_on} 09:30")
    with pytest.raises(NotAskedYet):
        await applications.refuse(case.id, clerk, ["no_cooperation"])
    with pytest.raises(NoReasonGiven):
        await applications.refuse(case.id, clerk, ["under_age"])
    at("2026-03-17 09:30")
    ended = await applications.refuse(case.id, clerk, ["no_cooperation"])
    assert (ended.state, ended.accepted_at, ended.step_due_on) == (State.TERMINATED, None, None)
    assert (await Errand.get()).outcome == "needless", "nobody is sent for papers any more"
    assert await letters.draw_up() == 1
    letter = await DecisionLetter.get()
    assert (letter.facts["title"], letter.favourable) == ("终止办理告知书", False)
    assert "60日内" in letter.facts["appeal"]
    last = (await Entry.filter(deed=Deed.APPLICATION_TERMINATED.value))[0]
    told = occasion_of(last)
    assert told is not None
    assert "配合" not in told.sms.text, "a neighbour may read it"
    status = await status_of(ended, audience=Audience.RESIDENT)
    assert (status.state_title, "重新申请" in status.next_step) == ("已终止办理", True)
    assert "60日内" in status.next_step
    assert await applications.strayed_cases() == []


async def test_who_noted_that_nobody_cooperates_does_not_end_it_too() -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await submitted(await a_resident())
    back = await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT])
    told = await status_of(back, audience=Audience.RESIDENT)
    assert "可以终止办理" in told.next_step, "who would lose by silence is told so before"
    await would_not(case, clerk)
    with pytest.raises(applications.AnotherDecides):
        await applications.refuse(case.id, clerk, ["no_cooperation"])
    with pytest.raises(NoSuchPower):
        await applications.refuse(case.id, leader, ["no_cooperation"])
    ended = await applications.refuse(case.id, await an_officer(), ["no_cooperation"])
    assert ended.state is State.TERMINATED


async def test_who_died_has_refused_nothing(at: Any) -> None:
    clerk, case = await an_officer(), await submitted(await a_resident())
    await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT])
    at("2026-03-09 09:30")
    await remind_of_papers()
    await Errand.all().update(outcome="died", done_at=clock.now())
    at("2026-03-30 09:30")
    with pytest.raises(NotAskedYet):
        await applications.refuse(case.id, clerk, ["no_cooperation"])


async def test_after_acceptance_a_refusal_on_record_comes_before_the_end_and_who_notes_it_decides_not(at: Any) -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    case = await in_county_review(await a_resident(), await an_officer())
    with pytest.raises(NotAskedYet):
        await applications.refuse(case.id, reviewer, ["no_cooperation"])
    for day in (date(2026, 3, 3), date(2026, 3, 1)):
        with pytest.raises(AskedOnWrong):
            await applications.note_non_cooperation(case.id, Declined.LETTER, day, "大儿子不肯签字", clerk)
    with pytest.raises(NoSuchPower):
        await applications.note_non_cooperation(
            case.id, Declined.LETTER, clock.today(), "大儿子不肯签字", await an_officer(Role.AUDITOR)
        )
    await would_not(case, reviewer)
    with pytest.raises(applications.AnotherDecides):
        await applications.refuse(case.id, reviewer, ["no_cooperation"])
    other = await an_officer(Role.COUNTY_REVIEWER)
    with pytest.raises(NoReasonGiven) as mixed:
        await applications.refuse(case.id, other, ["no_cooperation", "under_age"])
    assert "不能和别的理由一起选" in mixed.value.shown
    ended = await applications.refuse(case.id, other, ["no_cooperation"])
    assert ended.state is State.TERMINATED
    assert "没有配合核实" in [each.title for each in (await status_of(ended, audience=Audience.OFFICER)).history][-2]
    counts = await applications.counts_by_state(clerk)
    assert (counts[State.TERMINATED], counts[State.REFUSED]) == (1, 0)


async def test_who_gave_the_opinion_does_not_note_that_the_family_would_not() -> None:
    case, leader = await accepted(await a_resident(), await an_officer()), await an_officer(Role.TOWNSHIP_LEADER)
    await applications.advise_against(case.id, leader, ["under_age"])
    leader.role = Role.TOWNSHIP_CLERK.value  # at another desk since
    await leader.save()
    with pytest.raises(applications.AnotherNotes):
        await would_not(case, leader)
    assert await applications.non_cooperation_in(case.id) == []


async def test_what_was_ended_is_begun_again_by_an_amendment_and_must_be_asked_anew() -> None:
    clerk = await an_officer()
    case = await accepted(await a_resident(), clerk)
    await would_not(case, clerk)
    await turned_down(case, "no_cooperation")
    first, second = [await an_officer(Role.COUNTY_REVIEWER) for _ in range(2)]
    terms: dict[str, Any] = {"ground": entitlements.AmendmentGround.REVIEW, "basis": "嵩政复〔2026〕3号"}
    with pytest.raises(entitlements.ReopenInstead):
        await entitlements.propose_amendment(case.id, entitlements.Becomes.GRANTED, first, **terms)
    proposed = await entitlements.propose_amendment(case.id, entitlements.Becomes.REOPENED, first, **terms)
    again = await entitlements.confirm_amendment(proposed.id, second)
    assert again.state is State.SUBMITTED
    assert not await applications.was_asked(again), "what was said before the review says nothing now"


async def test_what_was_refused_before_gets_its_own_end_and_the_journal_tells_it() -> None:
    """The rows of before: told apart by the rule by which their letters were written."""
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    early, against = await submitted(await a_resident()), await in_county_review(await a_resident(), clerk)
    ended = await in_county_review(await a_resident(), clerk)
    await would_not(ended, clerk)
    await applications.refuse(early.id, clerk, ["under_age"])
    await applications.refuse(against.id, reviewer, ["under_age"])
    await applications.refuse(ended.id, reviewer, ["no_cooperation"])
    statements = MIGRATION.read_text(encoding="utf-8").split(";")
    (naming,) = [each for each in statements if "WITH named AS" in each]
    (constraint,) = [each for each in statements if "application_no_of_one_kind" in each]
    await database.execute("ALTER TABLE application DROP CONSTRAINT application_no_of_one_kind")
    await database.execute("ALTER TABLE decision DISABLE TRIGGER decision_is_appended")
    try:
        await database.execute("UPDATE application SET state = 'refused'")
        await database.execute("UPDATE decision SET kind = 'refused' WHERE kind IN ('not_accepted', 'terminated')")
        await database.execute(naming)
    finally:
        await database.execute(constraint)
        await database.execute("ALTER TABLE decision ENABLE TRIGGER decision_is_appended")
    states = {each.id: each.state for each in await Application.all()}
    assert states == {early.id: State.NOT_ACCEPTED, against.id: State.REFUSED, ended.id: State.TERMINATED}
    assert await applications.strayed_cases() == []
    assert await Entry.filter(deed=Deed.END_NAMED.value).count() == 2
    assert await letters.draw_up() == 3
    titles = {each.application_id: each.facts["title"] for each in await DecisionLetter.all()}
    assert titles == {early.id: "不予受理告知书", against.id: "不予通过告知书", ended.id: "终止办理告知书"}


async def test_the_table_holds_no_mixture() -> None:
    case = await submitted(await a_resident())
    with pytest.raises(Exception, match="application_no_of_one_kind"):
        await database.execute("UPDATE application SET state = 'refused' WHERE id = $1", case.id)


async def test_who_speaks_goes_on_from_each_of_them() -> None:
    assert [state for state in State if state.is_a_no] == [State.REFUSED, State.NOT_ACCEPTED, State.TERMINATED]
    elder = await a_resident()
    case = await applications.start("tekun", elder, by=hand(elder))
    await Application.filter(id=case.id).update(state=State.TERMINATED)
    assert (await applications.go_on(case.id, "rural_dibao", hand(elder))).continues == case.id
