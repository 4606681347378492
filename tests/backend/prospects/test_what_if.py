"""Before a standard is changed: how many would gain and lose, and what a month would cost, by township."""

import json
from dataclasses import astuple
from datetime import date
from typing import Any

import pytest

from backend import eligibility, prospects
from backend.journal import Entry
from backend.programmes import Parameter, Span
from tests.backend.discovery.lives import a_card
from tests.backend.funds.money import set_parameter
from tests.backend.payouts.awards import an_award
from tests.people import (
    COUNTY,
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    TOWNSHIP,
    VILLAGE,
    a_household,
    a_resident,
    seed_parameters,
)

PLACE = f"{COUNTY}000000"
TODAY = date(2026, 3, 5)


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:30")
    await seed_parameters()
    await Parameter.filter(key__startswith="dibao.extra").delete()


async def a_family(income_fen: int | None, village: str = VILLAGE) -> None:
    """Two people in the country with nothing but this income a month; the standard is 440 yuan a head."""
    household = await a_household(
        village, register_kind="rural", members_counted=2, monthly_income_fen=income_fen, financial_assets_fen=0,
        vehicles=0, homes=1,
    )  # fmt: skip
    for _ in range(2):
        await a_resident(village=village, household=household)


async def dibao(fen: int) -> list[tuple[object, ...]]:
    found = await prospects.what_if(COUNTY, Span(PLACE, "dibao.standard.rural", fen, TODAY, None))
    return [astuple(each)[:8] for each in found if each.programme == "rural_dibao"]


async def test_a_raise_takes_in_the_next_and_gives_more_to_the_rest() -> None:
    await a_family(80000)  # fits: 2 × 440 − 800 = 80 yuan
    await a_family(88000)  # just does not; with 460 it gets 40 yuan
    await a_family(92000)  # not with 460 either
    assert await dibao(46000) == [(TOWNSHIP, "rural_dibao", 1, 0, 1, 0, 8000, 16000)]


async def test_a_cut_loses_some() -> None:
    await a_family(80000)
    await a_family(86000, OTHER_VILLAGE)
    assert await dibao(42000) == [
        (OTHER_TOWNSHIP, "rural_dibao", 0, 1, 0, 0, 2000, 0), (TOWNSHIP, "rural_dibao", 0, 0, 0, 1, 8000, 4000),
    ]  # fmt: skip


@pytest.mark.parametrize(("stacking", "on_top"), [("highest", 30), ("sum", 50)])
async def test_what_comes_on_top_is_counted(stacking: str, on_top: int) -> None:
    """Of two people with 800 yuan a month one is 75 and severely disabled, which the registers know."""
    kinds = [{"kind": "severe_disability", "percent": 30}, {"kind": "aged_70", "percent": 20}]
    for key, value in (("dibao.extra", kinds), ("dibao.extra_stacking", stacking)):
        await set_parameter(key, json.dumps(value))
    household = await a_household(
        members_counted=2, monthly_income_fen=80000, financial_assets_fen=0, vehicles=0, homes=1
    )
    old = await a_resident(household=household, birth_date=date(1951, 1, 1))
    await a_resident(household=household, birth_date=date(1980, 1, 1))
    await a_card(old, 1)
    (whole,) = await dibao(46000)
    assert whole[6:] == (8000 + 440 * on_top, 12000 + 460 * on_top)


async def test_those_who_receive_it_now_are_told_apart() -> None:
    for income, receiving in ((80000, True), (86000, True), (80000, False), (90000, True)):
        household = await a_household(
            members_counted=2, monthly_income_fen=income, financial_assets_fen=0, vehicles=0, homes=1
        )
        person = await a_resident(household=household)
        if receiving:
            await an_award(person, programme="rural_dibao", monthly_fen=5000)
    for fen, told in ((46000, (2, 0, 0, 10000)), (42000, (0, 1, 1, -6000))):
        found = await prospects.what_if(COUNTY, Span(PLACE, "dibao.standard.rural", fen, TODAY, None))
        whole = next(each for each in found if each.programme == "rural_dibao")
        receiving = (whole.receiving_more, whole.receiving_less, whole.receiving_lose, whole.receiving_fen)
        assert receiving == told, fen


async def test_who_must_be_looked_at_counts_neither_way() -> None:
    """A family in town is not one more for rural dibao, nor is one with two homes before somebody went to see."""
    for facts in ({"register_kind": "urban"}, {"homes": 2}):
        household = await a_household(
            **{"members_counted": 2, "monthly_income_fen": 80000, "financial_assets_fen": 0, "vehicles": 0, "homes": 1}
            | facts
        )
        await a_resident(household=household)
    assert await dibao(46000) == []


async def test_whose_income_nobody_knows_counts_neither_way() -> None:
    await a_family(None)
    assert await dibao(46000) == []


async def test_the_same_value_changes_nothing() -> None:
    await a_family(80000)
    assert await dibao(44000) == []


async def test_a_standard_that_was_not_set_takes_in_all_who_then_fit() -> None:
    await Parameter.filter(key="dibao.standard.rural").delete()
    await a_family(80000)
    assert await dibao(44000) == [(TOWNSHIP, "rural_dibao", 1, 0, 0, 0, 0, 8000)]


async def test_people_are_counted_where_the_law_asks_of_people() -> None:
    for born in (date(1943, 5, 6), date(1930, 5, 6), date(1950, 1, 1)):
        await a_resident(birth_date=born)
    change = Span(PLACE, "aged.bands", [[75, 3000], [80, 5000], [90, 20000], [100, 30000]], TODAY, None)
    (found,) = await prospects.what_if(COUNTY, change)
    assert astuple(found)[:8] == (TOWNSHIP, "old_age_allowance", 1, 0, 1, 0, 15000, 28000)
    assert found.difference_fen == 13000


async def test_it_says_what_the_single_check_says() -> None:
    """One definition: the sums are those of the verdicts, one by one."""
    incomes = [70000 + 1000 * number for number in range(30)]
    for income in incomes:
        await a_family(income)
    (found,) = await dibao(46000)

    def amounts(standard: int) -> list[int | None]:
        given = {"members_counted": 2, "home_kind": "village", "homes": 1, "vehicles": 0, "financial_assets_fen": 0}
        verdicts = [
            eligibility.decide(
                "rural_dibao", {**given, "monthly_income_fen": income}, on=TODAY,
                parameters={"dibao.standard.rural": standard},
            )
            for income in incomes
        ]  # fmt: skip
        return [None if verdict.outcome == "no" else verdict.amount_fen for verdict in verdicts]

    before, after = amounts(44000), amounts(46000)
    assert found[2] == sum(b is None and a is not None for b, a in zip(before, after, strict=True))
    assert found[6:] == (sum(fen or 0 for fen in before), sum(fen or 0 for fen in after))


async def test_nothing_is_kept_and_a_standard_that_no_law_reads_means_nothing() -> None:
    await a_family(80000)
    assert await prospects.what_if(COUNTY, Span(PLACE, "rating.callback", 7, TODAY, None)) == []
    over = Span(PLACE, "aged.bands", [[80, 1]], date(2019, 1, 1), date(2020, 1, 1))
    assert await prospects.what_if(COUNTY, over) == []
    assert await Entry.all().count() == 0
