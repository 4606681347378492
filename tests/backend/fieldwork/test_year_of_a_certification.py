"""A year of 生存认证: asked for, warned, suspended and never stopped, seen by photo, voice or visit, and paid back."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from backend import clock, entitlements, errands, fieldwork, payouts
from backend.entitlements import Award
from backend.errands import Errand, Outcome
from backend.fieldwork import KnownBy
from backend.journal import By, Deed, Entry, Signature
from backend.payouts import Payout
from backend.programmes import Enactment, PhotoKind, enact
from backend.residents import Resident
from tests.backend.applications.cases import a_photo, hand
from tests.backend.payouts.awards import a_payer, an_award, card
from tests.people import COUNTY, VILLAGE, a_cadre, a_resident, an_officer, seed_parameters

Seeing = Callable[[Resident, Errand], Awaitable[None]]


async def by_own_photo(elder: Resident, visit: Errand) -> None:
    photo = await a_photo(elder, PhotoKind.PORTRAIT)
    await fieldwork.certify_by_photo(elder, photo, hand(elder))


async def by_voice(elder: Resident, visit: Errand) -> None:
    await fieldwork.certify_by_voice(visit.id, await an_officer(), known_by=KnownBy.VOICE)


async def by_visit(elder: Resident, visit: Errand) -> None:
    cadre = await a_cadre()
    photo = await a_photo(elder, PhotoKind.PORTRAIT, by=cadre.signature)
    await errands.finish(visit.id, cadre, outcome=Outcome.DONE, note="人在家，身体好。", photo_id=photo)
    assert await entitlements.certify_visited() == 1


async def a_night() -> None:
    """What the timetable does of it, twice, as after a restart."""
    for _ in range(2):
        await entitlements.warn_of_certification_due()
        await entitlements.warn_of_suspension()
        await entitlements.certify_visited()
        await entitlements.suspend_uncertified(COUNTY)


@pytest.mark.parametrize(
    ("months", "next_due"), [(12, date(2027, 7, 6)), (6, date(2027, 1, 6))], ids=["yearly", "half"]
)
@pytest.mark.parametrize("seen", [by_own_photo, by_voice, by_visit])
async def test_a_year(empty_database: str, at: Any, seen: Seeing, months: int, next_due: date) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    if months != 12:
        term = Enactment(
            f"{COUNTY}000000", "aged.certification_months", months, date(2026, 3, 1), None, "嵩民〔2026〕5号", True
        )
        await enact(term, by=Signature(By.IMPORT))
    elder, payer = await a_resident(account=card(1)), await a_payer()
    award = await an_award(elder, certification_due_on=date(2026, 4, 10))
    await an_award(certification_due_on=date(2027, 12, 1))  # a neighbour, so that each month has a batch

    async def paid() -> list[int]:
        """Draw up this month's batch and say for which months the elder is in it."""
        batch = await payouts.draw_up("old_age_allowance", clock.today().replace(day=1), payer)
        hers = await Payout.filter(batch_id=batch.id, award_id=award.id).order_by("for_month")
        return [each.for_month.month for each in hers]

    async def told(deed: Deed) -> int:
        return await Entry.filter(deed=deed.value, resident_id=elder.id).count()

    assert await paid() == [3]
    at("2026-03-11 06:00")
    await a_night()
    (visit,) = await errands.open_errands([VILLAGE])
    assert (visit.kind, visit.due_on) == (errands.ErrandKind.CERTIFY_LIFE, date(2026, 4, 10))
    assert await told(Deed.LIFE_CERTIFICATION_DUE) == 1
    at("2026-04-02 09:00")
    await a_night()
    assert await told(Deed.SUSPENSION_COMING) == 1, "ten days before, so that money does not stay away unexplained"
    assert await paid() == [4], "in time until the last day"
    at("2026-04-11 06:00")
    await a_night()
    held = await Award.get(id=award.id)
    assert (held.suspended_from, held.stopped_from) == (date(2026, 5, 1), None), "suspended, never stopped"
    for month in (5, 6):
        at(f"2026-{month:02d}-05 09:00")
        await a_night()
        assert await paid() == []
    at("2026-07-06 09:00")
    await seen(elder, await Errand.get(id=visit.id))
    back = await Award.get(id=award.id)
    assert (back.certified_on, back.certification_due_on) == (date(2026, 7, 6), next_due)
    assert (back.suspended_from, back.stopped_from) == (None, None)
    assert await errands.open_errands([VILLAGE]) == [], "nobody walks to who was seen already"
    assert await paid() == [5, 6, 7], "every month that was held back is paid at once"
    await a_night()
    assert (await told(Deed.AWARD_SUSPENDED), await told(Deed.AWARD_RESUMED), await told(Deed.LIFE_CERTIFIED)) == (
        1,
        1,
        1,
    )
    at(f"{next_due:%Y-%m-%d} 06:00")
    await a_night()
    assert [each.due_on for each in await errands.open_errands([VILLAGE])] == [next_due], "and so the next year"
    assert await told(Deed.LIFE_CERTIFICATION_DUE) == 2
