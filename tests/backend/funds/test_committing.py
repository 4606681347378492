"""An approved batch takes its money first; two at once cannot overspend; what the bank did moves it on."""

import asyncio
from typing import Any

import pytest

from backend import database, funds, journal
from backend.funds import FundAccount, Source
from backend.identifiers import new_id
from tests.backend.funds.money import BANK, BATCH, a_keeper, all_sources, committed, given, on, set_parameter
from tests.people import COUNTY, seed_parameters

C, COUNTYS, GIFT, LATER = Source.CENTRAL, Source.COUNTY, Source.DONATIONS, Source.UNCOVERED


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()


async def test_a_batch_is_shared_by_the_countys_rule() -> None:
    await all_sources(1_000_000)
    await committed(100_000)
    assert await on(FundAccount.COMMITTED) == {C: 90_000, COUNTYS: 6_800, GIFT: 3_200}
    assert await on(FundAccount.AVAILABLE) == {C: 810_000, COUNTYS: 61_200, GIFT: 28_800}


async def test_without_money_a_batch_is_shown_as_uncovered() -> None:
    await given(30_000, C)
    await committed(100_000)
    assert await on(FundAccount.COMMITTED) == {C: 30_000, LATER: 70_000}
    assert await on(FundAccount.AVAILABLE) == {LATER: -70_000}


async def test_where_the_budget_is_enforced_a_batch_without_money_is_refused() -> None:
    await set_parameter("funds.enforced", "true")
    await given(99_999, C)
    with pytest.raises(funds.FundsShort) as refused:
        await committed(100_000)
    assert "「高龄津贴」的资金还差0.01元" in refused.value.shown
    assert refused.value.details == {"pool": BATCH, "missing_fen": 1}
    await given(1, COUNTYS)
    await committed(100_000)
    assert await on(FundAccount.AVAILABLE) == {}


async def test_a_county_without_a_rule_says_so_where_it_enforces() -> None:
    await database.execute("DELETE FROM parameter WHERE key LIKE 'funds.%'")
    await given(10**6)
    await committed(500)
    assert await on(FundAccount.COMMITTED) == {LATER: 500}
    await set_parameter("funds.enforced", "true")
    with pytest.raises(funds.AllocationNotSet):
        await committed(500)


async def test_two_approvals_at_once_cannot_overspend() -> None:
    await set_parameter("funds.enforced", "true")
    await all_sources(1_000_000)
    outcomes = await asyncio.gather(*(committed(400_000) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(each, funds.FundsShort) for each in outcomes) == 3
    assert sum((await on(FundAccount.COMMITTED)).values()) == 800_000
    assert all(fen >= 0 for fen in (await on(FundAccount.AVAILABLE)).values())


async def test_what_arrives_is_paid_and_what_bounces_is_the_funds_again() -> None:
    await all_sources(1_000_000)
    batch = await committed(10_001)
    async with database.transaction():
        await funds.pay_out(COUNTY, batch, BATCH, 7_777, BANK)
        await funds.give_back(COUNTY, batch, BATCH, 2_000, BANK)
    assert sum((await on(FundAccount.COMMITTED)).values()) == 224
    async with database.transaction():
        await funds.pay_out(COUNTY, batch, BATCH, 224, BANK)
        await funds.pay_out(COUNTY, batch, BATCH, 0, BANK)
    assert await on(FundAccount.COMMITTED) == {}
    assert sum((await on(FundAccount.PAID)).values()) == 8_001
    assert sum((await on(FundAccount.AVAILABLE)).values()) == 1_000_000 - 8_001


async def test_a_discarded_batch_gives_everything_back_once() -> None:
    await all_sources(1_000_000)
    batch = await committed(10_001)
    for _ in range(2):
        async with database.transaction():
            await funds.release(COUNTY, batch, BATCH, BANK)
    assert await on(FundAccount.COMMITTED) == {}
    assert sum((await on(FundAccount.AVAILABLE)).values()) == 1_000_000


async def test_a_batch_from_before_the_ledger_moves_nothing() -> None:
    async with database.transaction():
        await funds.pay_out(COUNTY, new_id(), BATCH, 500, BANK)
    assert await on(FundAccount.PAID) == {}


async def test_money_that_came_late_covers_what_was_uncovered_as_far_as_it_reaches() -> None:
    keeper = await a_keeper()
    await committed(100_000)
    with pytest.raises(funds.NothingToCover):
        await funds.cover(BATCH, keeper)
    await given(60_000, C)
    assert await funds.cover(BATCH, keeper) == 60_000
    assert await on(FundAccount.AVAILABLE) == {LATER: -40_000}
    await given(90_000, C, number="第二份")
    assert await funds.cover(BATCH, keeper) == 40_000
    assert await on(FundAccount.AVAILABLE) == {C: 50_000}
    assert sum((await on(FundAccount.MOVED)).values()) == 0


async def test_a_deed_that_fails_afterwards_leaves_no_commitment() -> None:
    await all_sources(1_000_000)

    async def overtaken() -> None:
        async with database.transaction():
            await funds.commit_batch(COUNTY, new_id(), BATCH, 500, journal.Signature(journal.By.CLOCK))
            raise funds.NothingToCover

    with pytest.raises(funds.NothingToCover):
        await overtaken()
    assert await on(FundAccount.COMMITTED) == {}


async def test_money_never_moves_outside_a_deeds_transaction() -> None:
    with pytest.raises(RuntimeError):
        await funds.commit_batch(COUNTY, new_id(), BATCH, 500, journal.Signature(journal.By.CLOCK))
