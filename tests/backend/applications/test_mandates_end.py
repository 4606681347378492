"""How a mandate ends, and what a paper is worth after the person said no to one before."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from backend import applications, clock, database, entitlements, journal, staff
from backend.applications import Application, Asked, MandateMissing, MandateRevoked, State
from backend.journal import Deed, Signature
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Cadre, Officer, Role
from tests.backend.applications.cases import a_draft, a_photo, hand, mandated
from tests.backend.payouts.awards import an_award
from tests.people import OTHER_TOWNSHIP, a_cadre, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def submitted_by(cadre: Cadre, elder: Resident) -> Application:
    case = await a_draft(elder, by=cadre.signature)
    await mandated(case, elder, cadre)
    return await applications.submit(case.id, by=cadre.signature)


async def deeds_of(case: Application) -> list[str]:
    return [each.deed for each in await journal.history_of(case.id)]


async def said_yes(elder: Resident) -> None:
    async with database.transaction():
        await applications.hear_by_text(elder.id, agreed=True, by=hand(elder))


async def another_sheet(case: Application, elder: Resident, by: Signature, agent: Resident | None = None) -> None:
    """Among the papers, as the notice asked, and as a mandate."""
    sheet = await a_photo(elder, PhotoKind.MANDATE, by=by, width=300)
    await applications.attach(case.id, sheet, by)
    await applications.give_mandate(
        case.id, relation="女儿", scope="申请", expires_on=date(2027, 1, 1), photo_id=sheet, by=by, agent=agent
    )


@pytest.mark.parametrize("denied", [False, True])
async def test_after_a_no_another_sheet_counts_once_the_person_was_asked(denied: bool) -> None:
    """The spent sheet photographed anew is another picture; whether it is another sheet the person knows."""
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    case = await submitted_by(cadre, elder)
    if denied:
        await applications.hear_by_call(case.id, clerk, agreed=False)
    else:
        await applications.revoke_mandate(case.id, hand(elder))
    await applications.return_for_more(case.id, clerk, [PhotoKind.MANDATE])
    await another_sheet(case, elder, cadre.signature)
    await applications.submit(case.id, by=cadre.signature)
    with pytest.raises(applications.AskThePerson):
        await applications.accept(case.id, clerk)
    await said_yes(elder)
    assert (await applications.accept(case.id, clerk)).state is State.ACCEPTED


async def test_what_they_handed_in_themselves_needs_no_second_word() -> None:
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    case = await submitted_by(cadre, elder)
    await applications.revoke_mandate(case.id, hand(elder))
    await applications.return_for_more(case.id, clerk, [PhotoKind.MANDATE])
    daughter = await a_resident("刘芳", date(1970, 1, 1))
    await another_sheet(case, elder, hand(elder), agent=daughter)
    await applications.submit(case.id, by=hand(daughter))
    assert (await applications.accept(case.id, clerk)).state is State.ACCEPTED


async def test_who_has_no_wechat_takes_it_back_by_a_word_to_an_officer() -> None:
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    case = await submitted_by(cadre, elder)
    await said_yes(elder)
    away, auditor = await an_officer(place=OTHER_TOWNSHIP), await an_officer(Role.AUDITOR)
    for officer, refusal in ((away, staff.OutsideYourPlace), (auditor, staff.NoSuchPower)):
        with pytest.raises(refusal):
            await applications.note_taken_back(case.id, officer, Asked.VISIT)
    both = [applications.note_taken_back(case.id, each, Asked.VISIT) for each in (clerk, await an_officer(name="钱敏"))]
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["MandateMissing", "NoneType"]
    line = await journal.Entry.get(deed=Deed.MANDATE_REVOKED.value)
    assert (line.by_kind, line.facts["how"]) == ("officer", "visit")
    with pytest.raises(MandateMissing):
        await applications.withdraw(case.id, cadre.signature)
    with pytest.raises(MandateMissing):
        await applications.accept(case.id, clerk)


async def test_a_mandate_ends_with_the_life_and_comes_back_with_the_truth() -> None:
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    award = await an_award(elder)
    case = await a_draft(elder, by=cadre.signature, programme="rural_dibao")
    await mandated(case, elder, cadre)
    await entitlements.stop_for_death(elder.id, clock.today(), clerk, reason="火化证明")
    assert await applications.mandate_of(case.id) is None
    assert (await deeds_of(case))[-1] == "applications.mandate_ended"
    await dead_wrong(award.id, clerk)
    mandate = await applications.mandate_of(case.id)
    assert mandate is not None
    assert mandate.agent == cadre.signature
    assert (await deeds_of(case))[-1] == "applications.mandate_revived"


async def dead_wrong(award_id: Any, clerk: Officer) -> None:
    change = await entitlements.propose_death_correction(
        award_id, None, clerk, reason=entitlements.Reason.WRONG_PERSON, basis="同名的另一位"
    )
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER))


async def test_what_was_done_before_the_death_stands_and_after_it_does_not(at: Any) -> None:
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    case = await a_draft(elder, by=cadre.signature, programme="rural_dibao")
    await mandated(case, elder, cadre)
    while_alive = clock.now()
    at("2026-03-06 09:30")
    await entitlements.stop_for_death(elder.id, date(2026, 3, 4), clerk, reason="火化证明")
    given = await applications.Mandate.get(application_id=case.id)
    assert given.held_at(while_alive)
    assert given.held_at(while_alive + timedelta(days=2))
    assert not given.held_at(while_alive + timedelta(days=3))
    with pytest.raises(MandateRevoked):
        await applications.submit(case.id, by=cadre.signature, done_at=clock.now())


async def test_while_the_case_runs_another_helper_takes_over_and_ends_nothing_unasked() -> None:
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    case = await a_draft(elder)
    await applications.submit(case.id, by=hand(elder))
    with pytest.raises(applications.WrongState):  # the township looks at what was handed in
        await mandated(case, elder, cadre)
    await applications.accept(case.id, clerk)
    await mandated(case, elder, cadre)
    by: Signature = cadre.signature
    assert not (await applications.follow(case.id, by)).status.can_withdraw
    with pytest.raises(applications.NotTheirWordYet):
        await applications.withdraw(case.id, by)
    await said_yes(elder)
    assert (await applications.withdraw(case.id, by)).state is State.WITHDRAWN


async def test_a_mandate_that_was_denied_never_held_also_for_what_was_done_before() -> None:
    """What a cadre did in the mountains by a sheet that she never signed is not handed in when the signal is back."""
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    case = await a_draft(elder, by=cadre.signature)
    await mandated(case, elder, cadre)
    in_the_mountains = clock.now()
    await applications.hear_by_call(case.id, clerk, agreed=False)
    with pytest.raises(MandateRevoked) as no:
        await applications.submit(case.id, by=cadre.signature, done_at=in_the_mountains)
    assert "没有委托过" in no.value.shown


async def test_a_yes_while_two_say_that_they_act_is_nobodys() -> None:
    elder = await a_resident()
    for programme, cadre in (("old_age_allowance", await a_cadre()), ("rural_dibao", await a_cadre(name="钱二"))):
        await mandated(await a_draft(elder, by=cadre.signature, programme=programme), elder, cadre)
    async with database.transaction():
        assert await applications.hear_by_text(elder.id, agreed=True, by=hand(elder)) == 0
        assert await applications.hear_by_text(elder.id, agreed=False, by=hand(elder)) == 2
