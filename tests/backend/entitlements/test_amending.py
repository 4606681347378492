"""A wrong decision is undone by an amendment of two officers; the wrong one and its letter stay readable."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, database, entitlements, inquiries, letters
from backend.applications import Application, Decision, DecisionKind, State
from backend.entitlements import Amendment, AmendmentGround, Award, Becomes
from backend.journal import Deed, Entry
from backend.residents import Resident
from backend.staff import NoSuchPower, Officer, Role
from tests.backend.applications.cases import in_county_review, submitted
from tests.backend.payouts.awards import an_award
from tests.people import a_resident, an_officer, seed_parameters

BASIS = "嵩政复决〔2026〕7号"
APRIL, JUNE = date(2026, 4, 1), date(2026, 6, 1)


@pytest.fixture(autouse=True)
async def march(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def a_reviewer() -> Officer:
    return await an_officer(Role.COUNTY_REVIEWER)


async def proposed(case: Application, becomes: Becomes, officer: Officer, **terms: Any) -> Amendment:
    given: dict[str, Any] = {"ground": AmendmentGround.REVIEW, "basis": f" {BASIS} ", **terms}
    return await entitlements.propose_amendment(case.id, becomes, officer, **given)


async def confirmed(reviewer: Officer) -> Application:
    case = await in_county_review(await a_resident(), await an_officer())
    await entitlements.grant(case.id, reviewer)
    return await Application.get(id=case.id)


async def test_a_refusal_becomes_an_award_from_the_month_that_was_due(at: Any) -> None:
    clerk, wrong, second, third = await an_officer(), await a_reviewer(), await a_reviewer(), await a_reviewer()
    case = await in_county_review(await a_resident(), clerk)
    await applications.refuse(case.id, wrong, ["receives_elsewhere"])
    await letters.draw_up()
    refusal = await Decision.get(kind="refused")
    at("2026-06-10 10:00")
    with pytest.raises(NoSuchPower):
        await proposed(case, Becomes.GRANTED, clerk)
    with pytest.raises(entitlements.NothingToAmend):
        await proposed(case, Becomes.WITHDRAWN, second, reasons=["deceased"], month=JUNE)
    amendment = await proposed(case, Becomes.GRANTED, second)
    with pytest.raises(entitlements.AmendmentWaiting):
        await proposed(case, Becomes.REOPENED, wrong)
    with pytest.raises(entitlements.OwnAmendment):
        await entitlements.confirm_amendment(amendment.id, second)
    with pytest.raises(entitlements.YouHandledThisCase):
        await entitlements.confirm_amendment(amendment.id, wrong)
    assert await entitlements.amendments_waiting(third) == [case.id]
    assert await entitlements.amendments_waiting(second) == []
    outcomes = await asyncio.gather(
        *(entitlements.confirm_amendment(amendment.id, each) for each in (third, await a_reviewer())),
        return_exceptions=True,
    )
    assert {type(each) for each in outcomes} == {Application, entitlements.AmendmentDecided}
    award = await Award.get()
    assert (award.from_month, award.application_id) == (date(2026, 3, 1), case.id), "the month of the application"
    assert (await Application.get()).state is State.CONFIRMED
    stands = await Decision.get(kind=DecisionKind.AMENDED.value)
    assert (await Amendment.get()).decision_id == stands.id
    decider = await Officer.get(id=stands.officer_id)
    assert await inquiries.handled_by(decider) == [case.id], "whoever decided it so approves no batch that pays it"
    assert await Decision.get(id=refusal.id) == refusal
    with pytest.raises(Exception, match="amended by another"):
        await database.execute("UPDATE decision SET note = 'x' WHERE id = $1", refusal.id)
    assert await applications.strayed_cases() == []
    told = (await Entry.get(deed=Deed.DECISION_AMENDED.value)).facts
    assert (told["becomes"], BASIS in str(told)) == ("granted", False)
    assert await letters.draw_up() == 1
    newest, earlier = await letters.letters_on(case.id)
    assert (newest.facts["title"], newest.facts["amended"]["wrong_on"]) == ("更正决定告知书", "2026年3月2日")
    assert BASIS in newest.facts["amended"]["ground"]
    assert "60日" in newest.facts["appeal"]
    assert newest.facts["grant"]["from_month"] == "2026年3月"
    assert (await letters.print_letter(newest)).startswith(b"%PDF")
    assert (await letters.get_letter(case.id, clerk, earlier.id)).facts["title"] == "不予通过告知书"
    assert [each.id for each in await letters.undelivered(clerk)] == [newest.id]
    status = await applications.status_of(await Application.get(), audience=applications.Audience.RESIDENT)
    assert [each.note for each in status.history if each.title == "原来的决定已更正"] == [
        f"撤销不予通过，予以确认（行政复议决定：{BASIS}）。"
    ]


async def test_what_was_refused_before_it_was_checked_is_reopened_and_not_granted(at: Any) -> None:
    clerk, first, second = await an_officer(), await a_reviewer(), await a_reviewer()
    case = await submitted(await a_resident())
    await applications.refuse(case.id, clerk, ["papers_untrue"])
    await letters.draw_up()
    at("2026-04-20 10:00")
    with pytest.raises(entitlements.ReopenInstead):
        await proposed(case, Becomes.GRANTED, first)
    with pytest.raises(entitlements.AmendmentBasisMissing):
        await proposed(case, Becomes.REOPENED, first, basis=" x ")
    amendment = await proposed(case, Becomes.REOPENED, first, ground=AmendmentGround.OWN_FINDING)
    assert (await entitlements.decline_amendment(amendment.id, second)).decision_id is None
    assert (await Application.get()).state is State.NOT_ACCEPTED
    amendment = await proposed(case, Becomes.REOPENED, first)
    again = await entitlements.confirm_amendment(amendment.id, second)
    assert (again.state, again.accepted_at, again.step_due_on) == (State.SUBMITTED, None, date(2026, 4, 23))
    assert await applications.strayed_cases() == []
    await letters.draw_up()
    letter, refusal = await letters.letters_on(case.id)
    assert (letter.favourable, letter.due_on, letter.facts["grant"]) == (True, None, {})
    assert not await database.rows("SELECT FROM errand WHERE because = $1", f"letter:{refusal.id}")
    taken = await applications.accept(case.id, await an_officer())
    assert taken.decision_due_on is not None
    assert taken.decision_due_on > date(2026, 4, 20)


async def test_a_yes_that_should_not_have_been_is_withdrawn_with_its_reason() -> None:
    wrong, first, second = await a_reviewer(), await a_reviewer(), await a_reviewer()
    case = await confirmed(wrong)
    await letters.draw_up()
    with pytest.raises(applications.NoReasonGiven):
        await proposed(case, Becomes.WITHDRAWN, wrong, month=APRIL)
    with pytest.raises(applications.NoReasonGiven):
        await proposed(case, Becomes.WITHDRAWN, wrong, month=APRIL, reasons=["receives_elsewhere", "nonsense"])
    with pytest.raises(entitlements.AmountByAge):
        await proposed(case, Becomes.AMOUNT, wrong, month=APRIL, fen=100)
    amendment = await proposed(case, Becomes.WITHDRAWN, wrong, month=APRIL, reasons=["receives_elsewhere"])
    assert (await entitlements.confirm_amendment(amendment.id, first)).state is State.REFUSED
    award = await Award.get()
    assert (award.stopped_from, award.stop_reason) == (APRIL, "put_right")
    assert (await Entry.get(deed=Deed.DECISION_AMENDED.value)).facts["tells_of_money"] is True
    await letters.draw_up()
    letter = (await letters.letters_on(case.id))[0]
    assert (letter.favourable, letter.due_on) == (False, date(2026, 3, 5))
    assert letter.facts["reasons"][0][0] == "已在别的县领取高龄津贴。"
    assert (await letters.print_letter(letter)).startswith(b"%PDF")
    with pytest.raises(entitlements.RestoreInstead):
        await proposed(case, Becomes.GRANTED, second)
    assert await applications.strayed_cases() == []


async def test_a_yes_that_was_withdrawn_wrongly_stands_again_and_loses_no_month(at: Any) -> None:
    wrong, first, second, third = [await a_reviewer() for _ in range(4)]
    case = await confirmed(wrong)
    with pytest.raises(entitlements.NothingToAmend):
        await proposed(case, Becomes.RESTORED, first)
    amendment = await proposed(case, Becomes.WITHDRAWN, wrong, month=APRIL, reasons=["receives_elsewhere"])
    await entitlements.confirm_amendment(amendment.id, first)
    at("2026-07-10 10:00")
    again = await proposed(case, Becomes.RESTORED, second)
    with pytest.raises(entitlements.YouHandledThisCase):
        await entitlements.confirm_amendment(again.id, first)
    assert (await entitlements.confirm_amendment(again.id, third)).state is State.CONFIRMED
    award = await Award.get()
    assert (award.stopped_from, award.stop_reason) == (None, None)
    resident = await Resident.get(id=case.resident_id)
    lines = await entitlements.lines_of(award, resident)
    assert {each.status for each in lines} == {entitlements.Status.RUNNING}, "the months between are owed"
    told = [(each.deed, each.facts) for each in await Entry.filter(subject_id=award.id).order_by("id")]
    retold = entitlements.retold([each for each in told if each[0] in entitlements.RETOLD])
    assert retold == entitlements.standing_of(await entitlements.facts_of(award))
    await letters.draw_up()
    letter = (await letters.letters_on(case.id))[0]
    assert (letter.favourable, letter.facts["amended"]["again"]) == (True, "")
    assert (await letters.print_letter(letter)).startswith(b"%PDF")
    assert await applications.strayed_cases() == []
    # Once more withdrawn and restored, for a person who died in between.
    amendment = await proposed(case, Becomes.WITHDRAWN, second, month=date(2026, 8, 1), reasons=["receives_elsewhere"])
    await entitlements.confirm_amendment(amendment.id, await a_reviewer())
    await Resident.filter(id=case.resident_id).update(deceased_on=date(2026, 7, 9))
    again = await proposed(case, Becomes.RESTORED, second)
    await entitlements.confirm_amendment(again.id, await a_reviewer())
    assert (await Award.get()).stop_reason == "death"


async def test_a_yes_is_not_restored_beside_another_award(at: Any) -> None:
    first = await a_reviewer()
    case = await confirmed(await a_reviewer())
    amendment = await proposed(case, Becomes.WITHDRAWN, first, month=APRIL, reasons=["receives_elsewhere"])
    await entitlements.confirm_amendment(amendment.id, await a_reviewer())
    await an_award(await Resident.get(id=case.resident_id), from_month=date(2026, 5, 1))
    again = await proposed(case, Becomes.RESTORED, first)
    with pytest.raises(entitlements.AlreadyReceives):
        await entitlements.confirm_amendment(again.id, await a_reviewer())
    assert (await Application.get()).state is State.REFUSED


async def test_only_what_was_got_by_untrue_papers_is_taken_back_for_months_gone_by(at: Any) -> None:
    case = await confirmed(await a_reviewer())
    at("2026-06-10 10:00")
    first = await a_reviewer()
    with pytest.raises(entitlements.MonthImpossible):
        await proposed(case, Becomes.WITHDRAWN, first, month=date(2026, 3, 1), reasons=["receives_elsewhere"])
    amendment = await proposed(case, Becomes.WITHDRAWN, first, month=date(2026, 3, 1), reasons=["papers_untrue"])
    await entitlements.confirm_amendment(amendment.id, await a_reviewer())
    assert (await Award.get()).stopped_from == date(2026, 3, 1)


async def test_a_wrong_amount_is_put_right_from_its_month_and_an_investigator_does_not_decide_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = await confirmed(await a_reviewer())
    await Award.all().update(programme="rural_dibao", monthly_fen=22000)
    first, second = await a_reviewer(), await a_reviewer()
    amendment = await proposed(case, Becomes.AMOUNT, first, month=date(2026, 3, 1), fen=26000)

    async def was_at_the_door(_: object, officer: Officer) -> bool:
        return officer.id == second.id

    with monkeypatch.context() as patched:
        patched.setattr(inquiries, "investigated_by", was_at_the_door)
        with pytest.raises(inquiries.YouInvestigated):
            await entitlements.confirm_amendment(amendment.id, second)
    assert (await entitlements.confirm_amendment(amendment.id, await a_reviewer())).state is State.CONFIRMED
    assert (await Award.get()).monthly_fen == 26000
    await letters.draw_up()
    amended = (await letters.letters_on(case.id))[0].facts["amended"]
    assert (amended["month"], amended["amount"]) == ("2026年3月", "260.00")
    with pytest.raises(entitlements.AmountImpossible):
        await proposed(case, Becomes.AMOUNT, first, month=date(2026, 3, 1), fen=26000)
    assert await applications.strayed_cases() == []
