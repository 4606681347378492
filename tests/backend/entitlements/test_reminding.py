"""People hear once, and in time, that they are looked at again or that the money will be held back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from backend.entitlements import Award, remind_of_rechecks, warn_of_suspension
from backend.errands import Errand
from backend.identifiers import new_id
from backend.journal import Deed, Entry
from tests.backend.payouts.awards import an_award
from tests.people import COUNTY, VILLAGE, a_resident

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def morning(empty_database: str, at: Callable[[str], None]) -> None:
    at("2026-03-02 09:50")


async def told(deed: Deed) -> list[tuple[Any, str]]:
    entries = await Entry.filter(deed=deed.value).order_by("id")
    return [(each.subject_id, each.facts["due_on"]) for each in entries]


async def an_award_with(programme: str, monthly_fen: int | None = 20000, **facts: Any) -> Award:
    award = await an_award(await a_resident(), programme=programme, monthly_fen=monthly_fen)
    await Award.filter(id=award.id).update(**facts)
    return award


async def test_a_recheck_is_told_a_month_ahead_and_once(at: Callable[[str], None]) -> None:
    soon = await an_award_with("rural_dibao", recheck_due_on=date(2026, 4, 1))
    first_year = await an_award_with("rural_dibao", from_month=date(2025, 4, 1), recheck_due_on=None)
    for not_told in (
        {"recheck_due_on": date(2026, 4, 2)}, {"recheck_due_on": date(2026, 3, 1)},
        {"recheck_due_on": date(2026, 3, 20), "stopped_from": date(2026, 3, 1)},
        {"recheck_due_on": date(2026, 3, 20), "read_only": True},
    ):  # fmt: skip
        await an_award_with("rural_dibao", **not_told)
    assert [await remind_of_rechecks(), await remind_of_rechecks()] == [2, 0]
    assert set(await told(Deed.RECHECK_DUE)) == {(soon.id, "2026-04-01"), (first_year.id, "2026-04-01")}
    await Award.filter(id=soon.id).update(recheck_due_on=date(2026, 4, 20))
    at("2026-03-25 09:50")
    await remind_of_rechecks()
    assert (soon.id, "2026-04-20") in await told(Deed.RECHECK_DUE), "another date is told again"


async def test_who_is_still_not_certified_hears_it_ten_days_before() -> None:
    near = await an_award_with("old_age_allowance", None, certification_due_on=date(2026, 3, 12))
    seen = await an_award_with("old_age_allowance", None, certification_due_on=date(2026, 3, 10))
    await Errand.create(
        id=new_id(), county=COUNTY, village=VILLAGE, resident_id=seen.resident_id, kind="certify_life", outcome="done",
        reason="请见到老人本人", because=f"certification:{seen.id}:2026-03-10", due_on=TODAY,
        raised_at="2026-02-10T09:00:00Z", done_at="2026-02-20T09:00:00Z",
    )  # fmt: skip
    for not_told in (
        {"certification_due_on": date(2026, 3, 13)}, {"certification_due_on": date(2026, 3, 1)},
        {"certification_due_on": date(2026, 3, 10), "suspended_from": date(2026, 3, 1)},
    ):  # fmt: skip
        await an_award_with("old_age_allowance", None, **not_told)
    assert [await warn_of_suspension(), await warn_of_suspension()] == [1, 0]
    assert await told(Deed.SUSPENSION_COMING) == [(near.id, "2026-03-12")]
