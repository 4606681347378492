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
    own = Enactment(f"{COUNTY}000000", "dibao.standard.rural", 44_030, date(2025, 1, 1), None, "县里定的", True)
    rounding = Enactment("410325000000", "dibao.rounding_fen", 100, date(2025, 1, 1), None, "县里定的", True)
    assert await bring(own, rounding) == Imported(2, 0)
    home = await a_household(members_counted=1, monthly_income_fen=37480, financial_assets_fen=0, vehicles=0, homes=1)
    await an_award(await a_resident(household=home), programme="rural_dibao", monthly_fen=6600)
    finer = replace(rounding, value=75, valid_from=date(2026, 1, 1))
    lower = replace(own, value=44_000, valid_from=date(2026, 1, 1))
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


async def test_a_file_is_no_way_below_the_floor_which_may_come_with_it() -> None:
    def rural(place: str, key: str, fen: int, since: date = date(2027, 1, 1)) -> Enactment:
        return Enactment(place, key, fen, since, None, "2027年提标通知", True)

    province, city = "410000000000", "410300000000"
    floor, low = rural(province, "dibao.standard_floor.rural", 50_000), rural(city, "dibao.standard.rural", 49_999)
    base = rural(city, "tekun.base.rural", 64_999)  # 1.3 times 500 yuan are 650
    with pytest.raises(rate_changes.BelowTheFloor) as refused:
        await bring(CALLBACK, floor, low)
    assert refused.value.details["reasons"] == ["农村低保标准（每人每月），2027-01-01起：最低500元"]
    with pytest.raises(rate_changes.BelowTheFloor) as refused:
        await bring(floor, replace(low, value=50_000), base, dry_run=True)
    assert refused.value.details["reasons"] == ["农村特困人员基本生活标准（每月），2027-01-01起：最低650元"]
    assert await Entry.filter(deed="programmes.enacted").count() == 0
    assert await bring(floor, replace(low, value=50_000), replace(base, value=65_000)) == Imported(3, 0)
