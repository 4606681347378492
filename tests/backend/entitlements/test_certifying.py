"""Somebody sees each person alive once a term; the warning goes out once for each due date."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import entitlements, errands
from backend.entitlements import Award, Reason
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import OutsideYourVillage
from tests.backend.applications.cases import a_photo, hand
from tests.backend.payouts.awards import an_award
from tests.people import COUNTY, OTHER_VILLAGE, VILLAGE, a_cadre, a_resident, an_officer, seed_parameters, some_id


async def test_a_certification_holds_for_the_countys_term(empty_database: str, at: Any) -> None:
    await seed_parameters()
    cadre = await a_cadre()
    at("2026-08-31 09:00")
    award = await an_award(certification_due_on=date(2026, 9, 10))
    certified = await entitlements.certify_life(award.id, cadre.signature)
    assert (certified.certified_on, certified.certification_due_on) == (date(2026, 8, 31), date(2027, 8, 28))
    entry = await Entry.get(deed=Deed.LIFE_CERTIFIED.value)
    assert (entry.by_kind, entry.by_id) == ("cadre", cadre.id)


async def test_certified_twice_on_a_day_is_recorded_once(empty_database: str) -> None:
    await seed_parameters()
    cadre = await a_cadre()
    award = await an_award(certification_due_on=date(2026, 9, 10))
    await asyncio.gather(*(entitlements.certify_life(award.id, cadre.signature) for _ in range(3)))
    assert await Entry.filter(deed=Deed.LIFE_CERTIFIED.value).count() == 1


async def test_what_needs_no_certification_takes_none(empty_database: str) -> None:
    await seed_parameters()
    award = await an_award(certification_due_on=None, monthly_fen=22000, programme="rural_dibao")
    with pytest.raises(entitlements.NothingToCertify):
        await entitlements.certify_life(award.id, (await a_cadre()).signature)


async def test_an_unknown_award_is_refused(empty_database: str) -> None:
    with pytest.raises(entitlements.NoSuchAward):
        await entitlements.certify_life(some_id(), (await a_cadre()).signature)


async def test_a_cadre_of_another_village_does_not_certify(empty_database: str) -> None:
    await seed_parameters()
    award, stranger = await an_award(certification_due_on=date(2026, 9, 10)), await a_cadre([OTHER_VILLAGE])
    with pytest.raises(OutsideYourVillage):
        await entitlements.certify_life(award.id, stranger.signature)
    assert (await Award.get(id=award.id)).certified_on is None


async def test_a_resident_certifies_nobody_else(empty_database: str) -> None:
    await seed_parameters()
    award, stranger = await an_award(certification_due_on=date(2026, 9, 10)), await a_resident()
    with pytest.raises(entitlements.NoSuchAward):
        await entitlements.certify_life(award.id, hand(stranger))


async def test_another_persons_photo_proves_nothing(empty_database: str) -> None:
    await seed_parameters()
    award, cadre, other = await an_award(certification_due_on=date(2026, 9, 10)), await a_cadre(), await a_resident()
    with pytest.raises(entitlements.PhotoOfAnother):
        await entitlements.certify_life(award.id, cadre.signature, await a_photo(other, PhotoKind.PORTRAIT))
    proof = await a_photo(await Resident.get(id=award.resident_id), PhotoKind.PORTRAIT)
    await entitlements.certify_life(award.id, cadre.signature, proof)
    assert (await Entry.get(deed=Deed.LIFE_CERTIFIED.value)).facts["photo_id"] == str(proof)


async def test_the_warning_goes_out_thirty_days_ahead_once_and_sends_someone_to_the_door(
    empty_database: str, at: Any
) -> None:
    await seed_parameters()
    award = await an_award(certification_due_on=date(2026, 4, 10))
    at("2026-03-10 09:00")
    assert await entitlements.warn_of_certification_due() == 0
    at("2026-03-11 09:00")
    told = await asyncio.gather(*(entitlements.warn_of_certification_due() for _ in range(4)))
    assert sum(told) == 1
    at("2026-04-20 09:00")
    assert await entitlements.warn_of_certification_due() == 0
    (errand,) = await errands.open_errands([VILLAGE], after=None)
    assert (errand.kind, errand.due_on) == (errands.ErrandKind.CERTIFY_LIFE, date(2026, 4, 10))
    entry = await Entry.get(deed=Deed.LIFE_CERTIFICATION_DUE.value)
    assert (entry.resident_id, entry.facts["due_on"]) == (award.resident_id, "2026-04-10")


@pytest.mark.parametrize(
    ("outcome", "certified"), [(errands.Outcome.DONE, 1), (errands.Outcome.NOT_FOUND, 0), (errands.Outcome.REFUSED, 0)]
)
async def test_a_visit_certifies_only_if_the_person_was_seen(
    empty_database: str, at: Any, outcome: errands.Outcome, certified: int
) -> None:
    await seed_parameters()
    award, cadre = await an_award(certification_due_on=date(2026, 4, 10)), await a_cadre()
    at("2026-03-15 09:00")
    await entitlements.warn_of_certification_due()
    (errand,) = await errands.open_errands([VILLAGE], after=None)
    at("2026-03-20 23:50")
    photo_id = await a_photo(await Resident.get(id=award.resident_id), PhotoKind.PORTRAIT, by=cadre.signature)
    await errands.finish(errand.id, cadre, outcome=outcome, note="上门看望。", photo_id=photo_id)
    at("2026-03-21 06:00")
    assert await entitlements.certify_visited() == certified
    assert await entitlements.certify_visited() == 0
    seen = await Award.get(id=award.id)
    assert seen.certified_on == (date(2026, 3, 20) if certified else None)
    assert seen.certification_due_on == (date(2027, 3, 20) if certified else date(2026, 4, 10))


@pytest.mark.parametrize("outcome", [errands.Outcome.NOT_FOUND, errands.Outcome.REFUSED, errands.Outcome.MOVED_AWAY])
async def test_a_visit_that_saw_nobody_is_asked_for_again_until_one_did(
    empty_database: str, at: Any, outcome: errands.Outcome
) -> None:
    await seed_parameters()
    award, cadre = await an_award(certification_due_on=date(2026, 4, 10)), await a_cadre()
    at("2026-03-16 09:30")
    await entitlements.warn_of_certification_due()
    (first,) = await errands.open_errands([VILLAGE], after=None)
    await errands.finish(first.id, cadre, outcome=outcome)
    at("2026-03-17 09:30")
    assert sum(await asyncio.gather(*(entitlements.warn_of_certification_due() for _ in range(3)))) == 1
    (second,) = await errands.open_errands([VILLAGE], after=None)
    assert (second.due_on, second.reason[:8]) == (date(2026, 4, 10), "上次没有认证成。")
    await errands.finish(second.id, cadre, outcome=outcome)
    at("2026-04-13 09:30")
    assert await entitlements.warn_of_certification_due() == 1
    (third,) = await errands.open_errands([VILLAGE], after=None)
    assert (third.due_on, "认证前暂不发钱" in third.reason) == (date(2026, 4, 20), True)
    photo_id = await a_photo(await Resident.get(id=award.resident_id), PhotoKind.PORTRAIT, by=cadre.signature)
    await errands.finish(third.id, cadre, outcome=errands.Outcome.DONE, photo_id=photo_id)
    assert await entitlements.warn_of_certification_due() == 0, "done, though not yet heeded"
    assert await entitlements.certify_visited() == 1
    assert (await Award.get(id=award.id)).certification_due_on == date(2027, 4, 13)
    assert await Entry.filter(deed=Deed.LIFE_CERTIFICATION_DUE.value).count() == 1, "the elder is told once"


async def test_who_is_not_seen_in_time_is_suspended_never_stopped_and_paid_back(empty_database: str, at: Any) -> None:
    await seed_parameters()
    resident, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    award = await an_award(resident, from_month=date(2026, 1, 1), certification_due_on=date(2026, 4, 10))
    other = await an_award(certification_due_on=date(2026, 4, 10))  # an officer holds it back for a reason of their own
    at("2026-04-10 09:40")
    assert await entitlements.suspend_uncertified(COUNTY) == 0
    await entitlements.suspend(other.id, date(2026, 4, 1), clerk, reason=Reason.NOT_FOUND, basis="两次上门未见")
    at("2026-04-11 09:40")
    assert sum(await asyncio.gather(*(entitlements.suspend_uncertified(COUNTY) for _ in range(3)))) == 1
    award = await Award.get(id=award.id)
    assert (award.suspended_from, award.stopped_from) == (date(2026, 5, 1), None)
    told = await Entry.get(deed=Deed.AWARD_SUSPENDED.value, subject_id=award.id)
    assert (told.by_kind, told.facts["reason"]) == ("clock", "uncertified")
    at("2026-07-02 09:00")
    owed = await entitlements.owed_months(award, resident, date(2026, 7, 1))
    assert [each.month.month for each in owed] == [1, 2, 3, 4]
    for each in (award, other):
        await entitlements.certify_life(each.id, cadre.signature)
    award = await Award.get(id=award.id)
    owed = await entitlements.owed_months(award, resident, date(2026, 7, 1))
    assert [each.month.month for each in owed] == [1, 2, 3, 4, 5, 6, 7], "every month that was held back is owed"
    assert (await Award.get(id=other.id)).suspended_from == date(2026, 4, 1), "that reason still stands"
    assert await entitlements.suspend_uncertified(COUNTY) == 0


async def test_the_next_term_is_warned_of_anew(empty_database: str, at: Any) -> None:
    await seed_parameters()
    award = await an_award(certification_due_on=date(2026, 4, 10))
    at("2026-03-15 09:00")
    await entitlements.warn_of_certification_due()
    await entitlements.certify_life(award.id, (await a_cadre()).signature)
    assert await entitlements.warn_of_certification_due() == 0
    at("2027-02-20 09:00")
    assert await entitlements.warn_of_certification_due() == 1


async def test_the_dead_the_stopped_and_what_others_run_are_not_warned_of(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-15 09:00")
    due = date(2026, 4, 1)
    await an_award(await a_resident(deceased_on=date(2026, 3, 1)), certification_due_on=due)
    await an_award(stopped_from=date(2026, 3, 1), certification_due_on=due)
    await an_award(programme="youfu", monthly_fen=56000, read_only=True, certification_due_on=due)
    assert await entitlements.warn_of_certification_due() == 0


async def test_owed_months_are_those_from_the_first_to_the_last_and_their_bands(empty_database: str) -> None:
    await seed_parameters()
    resident = await a_resident(birth_date=date(1936, 2, 10), deceased_on=date(2026, 3, 3))
    award = await an_award(resident, from_month=date(2025, 12, 1))
    owed = await entitlements.owed_months(award, resident, date(2026, 6, 15))
    assert [(each.month, each.amount_fen) for each in owed] == [
        (date(2025, 12, 1), 5000), (date(2026, 1, 1), 5000), (date(2026, 2, 1), 10000), (date(2026, 3, 1), 10000)
    ]  # fmt: skip
