"""What a person says to a mandate: an officer's call is on record once, and a no halts what was asked in their name."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from backend import applications, database, entitlements, journal, postings, staff
from backend.applications import Application, Asked, MandateMissing, State
from backend.errands import Errand
from backend.journal import By, Signature
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_draft, a_photo, hand, mandated
from tests.people import OTHER_TOWNSHIP, a_cadre, a_resident, an_officer, seed_parameters


async def test_an_officer_who_rang_records_the_persons_own_word_once(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    case = await a_draft(elder, by=cadre.signature)
    await mandated(case, elder, cadre)
    await applications.submit(case.id, by=cadre.signature)
    await applications.hear_by_call(case.id, clerk, agreed=False)
    with pytest.raises(MandateMissing):
        await applications.hear_by_call(case.id, clerk, agreed=True)
    denied = await applications.denied_mandate(case.id)
    assert denied is not None
    assert (denied.heard_by, denied.heard_officer, denied.agreed) == ("call", clerk.id, False)
    with pytest.raises(MandateMissing):  # what was handed in on it is not accepted
        await applications.accept(case.id, clerk)
    assert await journal.Entry.filter(deed=journal.Deed.MANDATE_DENIED.value, by_id=clerk.id).count() == 1
    # The person takes the case over: their own hand needs no paper.
    await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT], note="请本人来办")
    await applications.attach(case.id, await a_photo(elder, PhotoKind.PORTRAIT), hand(elder))
    await applications.submit(case.id, by=hand(elder))
    assert (await applications.accept(case.id, clerk)).state is State.ACCEPTED


async def denied_after(
    move_on: Callable[[Application], Awaitable[None]] | None, elder: Resident, clerk: Officer
) -> Application:
    """Handed in by a cadre, taken on by the township and as far on as told; then the person says no."""
    cadre = await a_cadre()
    case = await a_draft(elder, by=cadre.signature)
    await mandated(case, elder, cadre)
    await applications.submit(case.id, by=cadre.signature)
    await applications.accept(case.id, clerk)
    if move_on:
        await move_on(case)
    await applications.hear_by_call(case.id, clerk, agreed=False)
    return await Application.get(id=case.id)


async def test_what_was_asked_for_in_a_name_that_denies_it_waits_for_the_persons_word(
    empty_database: str, at: Any
) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)

    async def to_the_county(case: Application) -> None:
        async with database.transaction():
            await applications.mark_posted(case.id, date(2026, 3, 10), clerk.signature)
            await applications.pass_to_county(case.id, Signature(By.CLOCK))

    elder = await a_resident()
    case = await denied_after(to_the_county, elder, clerk)
    errand = await Errand.get(resident_id=elder.id)
    assert (errand.kind, errand.due_on, "代办的人不要在场" in errand.reason) == ("ask_after", date(2026, 3, 5), True)
    for deed in (entitlements.grant(case.id, reviewer), applications.refuse(case.id, reviewer, ["under_age"])):
        with pytest.raises(applications.HearThePersonFirst):
            await deed
    assert [each for each, _ in await applications.denials_open(reviewer)] == [case.id]
    waits = await applications.status_of(case, audience=applications.Audience.RESIDENT)
    assert (waits.who_acts, "向本人问清楚要不要办" in waits.next_step) == ("乡镇民政所", True)
    with pytest.raises(applications.PersonsWordMissing):
        await applications.hear_out(case.id, clerk, wants=True, how=Asked.VISIT, words=" ")
    away = await an_officer(place=OTHER_TOWNSHIP)
    with pytest.raises(staff.OutsideYourPlace):
        await applications.hear_out(case.id, away, wants=True, how=Asked.VISIT, words="愿意")
    hearing = [
        applications.hear_out(case.id, each, wants=True, how=Asked.VISIT, words="我自己想办，女儿在场。")
        for each in (clerk, await an_officer(name="钱敏"))
    ]
    heard = await asyncio.gather(*hearing, return_exceptions=True)
    assert sorted(type(each).__name__ for each in heard) == ["Application", "NothingToHear"]
    goes_on = await applications.status_of(case, audience=applications.Audience.RESIDENT)
    assert goes_on.who_acts == "县民政局"
    assert not await Errand.filter(resident_id=elder.id).exists(), "nobody needs to go any more"
    assert (await entitlements.grant(case.id, reviewer)).monthly_fen is None
    told = await journal.Entry.get(deed=journal.Deed.PRINCIPAL_HEARD_OUT.value)
    assert (told.subject_id, told.facts["wants"], told.facts["how"]) == (case.id, True, "visit")
    # Another, before the notice: nobody is posted who says that they never asked, and a no ends it as theirs.
    other = await denied_after(None, await a_resident("刘大山"), clerk)
    with pytest.raises(applications.HearThePersonFirst):
        await postings.post([other.id], await an_officer())
    ended = await applications.hear_out(other.id, clerk, wants=False, how=Asked.CALL, words="没有这回事，不要。")
    assert ended.state is State.WITHDRAWN
    assert await applications.denials_open(clerk) == []
