"""A file is no way around the second officer."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend import programmes, rate_changes
from backend.journal import By, Entry, Signature
from backend.programmes import Enactment, Imported
from tests.backend.payouts.awards import an_award
from tests.people import COUNTY, a_household, a_resident, seed_parameters

BY = Signature(By.IMPORT)
RAISED = Enactment(
    "410300000000",
    "aged.bands",
    [[80, 6000], [90, 12000], [100, 30000]],
    date(2026, 1, 1),
    None,
    "洛民〔2026〕1号",
    True,
)
CALLBACK = Enactment("410325000000", "rating.callback", 3, date(2026, 1, 1), None, "县里定的", True)


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:30")
    await seed_parameters()


async def bring(*values: Enactment, dry_run: bool = False) -> Imported:
    return await rate_changes.import_values(COUNTY, list(values), by=BY, dry_run=dry_run)


async def test_what_nobody_feels_is_brought_in() -> None:
    await an_award(await a_resident(birth_date=date(1943, 5, 6)))
    assert await bring(CALLBACK) == Imported(1, 0)
    assert await bring(CALLBACK) == Imported(0, 1)


@pytest.mark.parametrize("dry_run", [True, False])
async def test_what_changes_an_amount_is_refused_with_how_many(dry_run: bool) -> None:
    for _ in range(2):
        await an_award(await a_resident(birth_date=date(1943, 5, 6)))
    with pytest.raises(rate_changes.TouchesPeople) as refused:
        await bring(CALLBACK, RAISED, dry_run=dry_run)
    assert refused.value.details["reasons"] == ["高龄津贴各年龄档每月标准：2人"]
    assert await Entry.filter(deed="programmes.enacted").count() == 0


async def test_two_that_are_harmless_one_by_one_may_touch_people_together() -> None:
    """65.50 yuan, paid as 66: 30 fen less is 66 still, and so it is in steps of 75 fen; but 65.20 makes 65.25."""
    rounding = Enactment("410325000000", "dibao.rounding_fen", 100, date(2025, 1, 1), None, "县里定的", True)
    assert await bring(rounding) == Imported(1, 0)
    home = await a_household(members_counted=1, monthly_income_fen=37450, financial_assets_fen=0, vehicles=0, homes=1)
    await an_award(await a_resident(household=home), programme="rural_dibao", monthly_fen=6600)
    finer = replace(rounding, value=75, valid_from=date(2026, 1, 1))
    lower = replace(finer, key="dibao.standard.rural", value=43970)
    for alone in (finer, lower):
        assert await bring(alone, dry_run=True) == Imported(1, 0)
    with pytest.raises(rate_changes.TouchesPeople) as refused:
        await bring(finer, lower)
    assert refused.value.details["reasons"] == ["这些标准合在一起：1人"]


async def test_what_the_file_itself_keeps_from_people_is_brought_in() -> None:
    """The city's rate rises, and the county writes down that its own stays as it is."""
    await an_award(await a_resident(birth_date=date(1943, 5, 6)))
    (city,) = [each for each in await programmes.standing_values(COUNTY) if each.key == "aged.bands"]
    own = replace(city, place="410325000000", valid_from=date(2025, 1, 1))
    assert await bring(RAISED, own) == Imported(2, 0)


async def test_a_county_that_pays_nobody_yet_takes_all() -> None:
    assert await bring(CALLBACK, RAISED) == Imported(2, 0)
    assert (await programmes.parameters_on(COUNTY, date(2026, 3, 5)))["aged.bands"] == RAISED.value


async def test_values_that_stand_are_confirmed_in_bulk() -> None:
    """What the demo ships is for the county to check: a spreadsheet full of yes changes no amount."""
    await an_award(await a_resident(birth_date=date(1943, 5, 6)))
    standing = await programmes.standing_values(COUNTY)
    assert await bring(*(replace(value, confirmed=True) for value in standing)) == Imported(len(standing), 0)
    assert {value.confirmed for value in await programmes.standing_values(COUNTY)} == {True}
    assert await programmes.standing_values(COUNTY) == [replace(value, confirmed=True) for value in standing]
