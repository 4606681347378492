"""Everyone whose amount a change alters, by how much, for which months: the very engine that pays says so."""

from datetime import date
from typing import Any

import pytest

from backend import entitlements, programmes, rate_changes
from backend.journal import By, Signature
from backend.programmes import Span
from tests.backend.payouts.awards import an_award
from tests.people import COUNTY, a_resident, seed_parameters

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


async def test_who_is_paid_a_fixed_amount_or_at_the_old_rate_is_not_touched() -> None:
    await an_award(await a_resident(birth_date=date(1920, 1, 1)), from_month=date(2025, 1, 1))  # 100: stays at 300
    await an_award(await a_resident(), from_month=date(2025, 1, 1), monthly_fen=7000)
    assert await told(raised(date(2026, 1, 1))) == []


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
