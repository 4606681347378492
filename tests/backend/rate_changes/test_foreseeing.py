"""Everyone whose amount a change alters, by how much, for which months: the very engine that pays says so."""

from datetime import date
from typing import Any

import pytest

from backend import entitlements, programmes, rate_changes
from backend.entitlements import Award
from backend.journal import By, Signature
from backend.programmes import Span
from tests.backend.payouts.awards import an_award
from tests.people import COUNTY, a_household, a_resident, seed_parameters

PLACE = f"{COUNTY}000000"
DOUBLED = [[80, 10000], [90, 20000], [100, 30000]]


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:30")
    await seed_parameters()


def raised(since: date, bands: object = DOUBLED, until: date | None = None) -> Span:
    return Span(PLACE, "aged.bands", bands, since, until)


async def told(change: Span) -> list[tuple[object, ...]]:
    found = await rate_changes.foresee(COUNTY, change)
    return [(each.from_month, each.through_month, each.months, each.before_fen, each.after_fen) for each in found]


async def test_a_raise_from_the_new_year_is_told_for_the_past_and_for_what_comes() -> None:
    await an_award(await a_resident(birth_date=date(1943, 5, 6)), from_month=date(2025, 6, 1))
    assert await told(raised(date(2026, 1, 1))) == [
        (date(2026, 1, 1), date(2026, 3, 1), 3, 5000, 10000), (date(2026, 4, 1), None, 1, 5000, 10000),
    ]  # fmt: skip


async def test_a_birthday_in_between_parts_the_months() -> None:
    await an_award(await a_resident(birth_date=date(1936, 2, 10)), from_month=date(2020, 1, 1))
    assert [line[2:] for line in await told(raised(date(2026, 1, 1)))] == [
        (1, 5000, 10000), (2, 10000, 20000), (1, 10000, 20000),
    ]  # fmt: skip


async def test_months_before_the_award_and_after_its_stop_are_none() -> None:
    await an_award(
        await a_resident(birth_date=date(1943, 5, 6)), from_month=date(2026, 2, 1), stopped_from=date(2026, 3, 1)
    )
    assert await told(raised(date(2026, 1, 1))) == [(date(2026, 2, 1), date(2026, 2, 1), 1, 5000, 10000)]


async def test_who_is_paid_at_the_old_rate_is_not_touched() -> None:
    await an_award(await a_resident(birth_date=date(1920, 1, 1)), from_month=date(2025, 1, 1))  # 100: stays at 300
    assert await told(raised(date(2026, 1, 1))) == []


async def family(income_fen: int, **terms: Any) -> Award:
    home = await a_household(
        members_counted=2, monthly_income_fen=income_fen, financial_assets_fen=0, vehicles=0, homes=1
    )
    given = {"programme": "rural_dibao", "monthly_fen": 5000, "from_month": date(2025, 6, 1), **terms}
    return await an_award(await a_resident(household=home), **given)


def dibao(fen: int, since: date = date(2026, 1, 1)) -> Span:
    return Span(PLACE, "dibao.standard.rural", fen, since, None)


async def test_a_fixed_amount_moves_as_the_law_moves_and_is_for_review() -> None:
    await family(80000)
    (past, to_come) = await rate_changes.foresee(COUNTY, dibao(46000))
    assert (past.months, past.before_fen, past.after_fen, past.by_review) == (3, 5000, 9000, True)
    assert (to_come.through_month, to_come.after_fen) == (None, 9000)


async def test_who_would_fit_no_more_falls_to_nothing() -> None:
    await family(86000)
    assert {line.after_fen for line in await rate_changes.foresee(COUNTY, dibao(42000))} == {0}


@pytest.mark.parametrize("terms", [{"read_only": True}, {"stopped_from": date(2026, 1, 1)}])
async def test_nothing_moves_where_nothing_is_owed(terms: dict[str, Any]) -> None:
    await family(80000, **terms)
    assert await rate_changes.foresee(COUNTY, dibao(46000)) == []


async def test_whom_the_law_did_not_know_it_cannot_move() -> None:
    await family(95000)  # receives, though the register's income is too high: for a visit, not for a raise
    assert await rate_changes.foresee(COUNTY, dibao(46000)) == []


async def test_months_with_other_standards_are_asked_apart() -> None:
    """The standard rose within the past already: the change adds 20 yuan a head in January, 10 from then on."""
    await family(80000)
    await programmes.enact(
        programmes.Enactment(PLACE, "dibao.standard.rural", 45000, date(2026, 2, 1), date(2027, 1, 1), "某文", True),
        by=Signature(By.IMPORT),
    )
    change = Span(PLACE, "dibao.standard.rural", 46000, date(2026, 1, 1), date(2027, 1, 1))
    found = await rate_changes.foresee(COUNTY, change)
    assert [(line.from_month.month, line.after_fen - line.before_fen) for line in found] == [
        (1, 4000), (2, 2000), (4, 2000),
    ]  # fmt: skip


async def test_a_change_in_the_middle_of_a_month_counts_from_the_next() -> None:
    await an_award(await a_resident(birth_date=date(1943, 5, 6)), from_month=date(2025, 6, 1))
    assert (await told(raised(date(2026, 1, 15))))[0][:2] == (date(2026, 2, 1), date(2026, 3, 1))


async def test_a_change_to_come_has_no_past() -> None:
    await an_award(await a_resident(birth_date=date(1943, 5, 6)), from_month=date(2025, 6, 1))
    assert await told(raised(date(2026, 7, 1))) == [(date(2026, 7, 1), None, 1, 5000, 10000)]
    assert await told(raised(date(2026, 7, 2))) == [(date(2026, 8, 1), None, 1, 5000, 10000)]


async def test_a_change_for_a_while_in_the_past_has_no_future() -> None:
    await an_award(await a_resident(birth_date=date(1943, 5, 6)), from_month=date(2025, 6, 1))
    assert await told(raised(date(2026, 1, 1), until=date(2026, 2, 1))) == [
        (date(2026, 1, 1), date(2026, 1, 1), 1, 5000, 10000)
    ]


async def test_what_was_foreseen_is_what_the_engine_then_owes() -> None:
    resident = await a_resident(birth_date=date(1936, 2, 10))
    award = await an_award(resident, from_month=date(2025, 1, 1))
    change = raised(date(2025, 11, 1))
    before = {each.month: each.amount_fen for each in await entitlements.owed_months(award, resident, date(2026, 3, 1))}
    foreseen = await rate_changes.foresee(COUNTY, change)
    await programmes.enact(
        programmes.Enactment(PLACE, change.key, change.value, change.valid_from, None, "洛民〔2026〕1号", True),
        by=Signature(By.IMPORT),
    )
    after = {each.month: each.amount_fen for each in await entitlements.owed_months(award, resident, date(2026, 3, 1))}
    grown = sum(after.values()) - sum(before.values())
    assert grown == sum((e.after_fen - e.before_fen) * e.months for e in foreseen if e.through_month)
    assert grown == 3 * 5000 + 2 * 10000


async def test_a_standard_that_nobody_is_paid_by_touches_nobody() -> None:
    await an_award(await a_resident(birth_date=date(1943, 5, 6)), from_month=date(2025, 6, 1))
    assert await told(Span(PLACE, "rating.callback", 7, date(2026, 1, 1), None)) == []
