"""Whoever's amount moves hears of it once, and nobody whose amount does not."""

from datetime import date
from typing import Any

import pytest

from backend import rate_changes
from backend.journal import Deed, Entry
from backend.rate_changes import Proposal
from backend.staff import Role
from tests.backend.payouts.awards import an_award
from tests.people import a_resident, an_officer, seed_parameters

RAISE = Proposal(
    "aged.bands", [[80, 5000], [90, 20000], [100, 30000]], date(2026, 1, 1), None, "洛民〔2026〕1号《通知》"
)


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:30")
    await seed_parameters()


async def told() -> list[Entry]:
    return await Entry.filter(deed=Deed.AMOUNT_CHANGED.value).order_by("id")


async def confirmed(change: rate_changes.RateChange) -> None:
    shown = await rate_changes.digest_of(change.id)
    await rate_changes.confirm(change.id, await an_officer(Role.COUNTY_APPROVER), shown=shown)


async def test_who_gains_hears_once_after_the_second_officer(at: Any) -> None:
    await an_award(await a_resident(birth_date=date(1943, 5, 6)))  # 82: the band does not move
    oldest = await a_resident("刘大山", birth_date=date(1930, 5, 6))
    await an_award(oldest)
    change = await rate_changes.propose(RAISE, await an_officer(Role.COUNTY_REVIEWER))
    assert await rate_changes.tell_of_new_amounts() == 0
    await confirmed(change)
    assert [await rate_changes.tell_of_new_amounts() for _ in range(2)] == [1, 0]
    (entry,) = await told()
    assert (entry.resident_id, entry.facts["amount_fen"]) == (oldest.id, 20000)


async def test_a_stopped_award_holds_up_no_other(at: Any) -> None:
    gone, stays = [await a_resident(name, birth_date=date(1930, 5, 6)) for name in ("刘大山", "王秀英")]
    ended = await an_award(gone)
    await an_award(stays)
    change = await rate_changes.propose(RAISE, await an_officer(Role.COUNTY_REVIEWER))
    await confirmed(change)
    ended.stopped_from = date(2026, 3, 1)
    await ended.save()
    assert await rate_changes.tell_of_new_amounts() == 1
    assert [entry.resident_id for entry in await told()] == [stays.id]
