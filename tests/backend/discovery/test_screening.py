"""A night's screening: what it finds and what becomes of it."""

from collections.abc import Callable
from datetime import date

from backend import discovery
from backend.discovery import Hit, HitRule
from tests.people import COUNTY, a_household, a_resident, seed_parameters


async def hits(**wanted: object) -> list[Hit]:
    return await Hit.filter(**wanted).order_by("rule", "id")


async def test_an_elder_without_allowance_is_found(empty_database: str, at: Callable[[str], None]) -> None:
    await seed_parameters()
    at("2026-03-02 02:00")
    person = await a_resident(birth_date=date(1942, 5, 6))
    screening = await discovery.screen(COUNTY)
    (hit,) = await hits()
    assert (hit.rule, hit.programme, hit.resident_id) == (HitRule.ENTITLED, "old_age_allowance", person.id)
    assert hit.state == "open"
    assert any("年满" in reason["sentence"] or "已满83周岁" in reason["sentence"] for reason in hit.reasons)
    assert all(reason["article"] for reason in hit.reasons)
    assert screening.new == 1
    assert screening.unscreened == []


async def test_a_poor_household_is_found(empty_database: str, at: Callable[[str], None]) -> None:
    await seed_parameters()
    at("2026-03-02 02:00")
    home = await a_household(monthly_income_fen=38_000, homes=1, vehicles=0, financial_assets_fen=300_000)
    await a_resident(household=home, birth_date=date(1972, 5, 6))
    await discovery.screen(COUNTY)
    assert [hit.programme for hit in await hits()] == ["rural_dibao"]
