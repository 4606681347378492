"""A year's end: carried over or handed back by the county's rule; then the books are closed."""

from typing import Any

import pytest

from backend import database, funds
from backend.funds import FundAccount, Source
from backend.staff import Officer, Role
from backend.staff.powers import NoSuchPower
from tests.backend.funds.money import BANK, BATCH, a_document, a_keeper, all_sources, committed, given, on
from tests.people import COUNTY, an_officer, seed_parameters


@pytest.fixture
async def approver(empty_database: str, at: Any) -> Officer:
    at("2026-12-20 09:00")
    await seed_parameters()
    return await an_officer(Role.COUNTY_APPROVER)


async def test_what_is_left_goes_on_or_back_as_the_county_set_it(approver: Officer, at: Any) -> None:
    await all_sources(1_000_000)
    batch = await committed(100_000)
    async with database.transaction():
        await funds.pay_out(COUNTY, batch, BATCH, 100_000, BANK)
    with pytest.raises(funds.YearNotOver):
        await funds.close_year(2026, approver)
    at("2027-01-08 09:00")
    assert await funds.close_year(2026, approver) == 3
    assert await on(FundAccount.AVAILABLE) == {}
    assert await on(FundAccount.AVAILABLE, 2027) == {Source.CENTRAL: 810_000, Source.DONATIONS: 28_800}
    assert await on(FundAccount.GRANTED) == {
        Source.CENTRAL: -900_000, Source.COUNTY: -6_800, Source.DONATIONS: -32_000,
    }  # fmt: skip


async def test_nothing_is_booked_in_a_closed_year(approver: Officer, at: Any) -> None:
    made = await given(1000)
    at("2027-01-08 09:00")
    await funds.close_year(2026, approver)
    keeper = await a_keeper()
    for late in (funds.appropriate(a_document(100, number="迟到的"), keeper), funds.close_year(2026, approver)):
        with pytest.raises(funds.YearClosed):
            await late
    with pytest.raises(funds.YearClosed):
        await funds.reverse(made.id, keeper, reason="发现得太晚")
    await funds.appropriate(a_document(100, number="记到当年", year=2027), keeper)
    assert await on(FundAccount.AVAILABLE, 2027) == {Source.COUNTY: 100}


async def test_a_year_with_a_batch_at_the_bank_stays_open(approver: Officer, at: Any) -> None:
    await given(1000)
    batch = await committed(500)
    at("2027-01-08 09:00")
    with pytest.raises(funds.YearHasCommitments):
        await funds.close_year(2026, approver)
    async with database.transaction():
        await funds.pay_out(COUNTY, batch, BATCH, 500, BANK)  # in the year whose money it is
    await funds.close_year(2026, approver)
    assert await on(FundAccount.PAID) == {Source.COUNTY: 500}


async def test_what_was_never_covered_and_what_is_to_come_back_go_on(approver: Officer, at: Any) -> None:
    batch = await committed(700)
    async with database.transaction():
        await funds.pay_out(COUNTY, batch, BATCH, 700, BANK)
        await funds.claim(COUNTY, batch, BATCH, {batch: 300}, BANK)
    at("2027-01-08 09:00")
    await funds.close_year(2026, approver)
    assert await on(FundAccount.AVAILABLE, 2027) == {Source.UNCOVERED: -700}
    assert await on(FundAccount.RECOVERABLE, 2027) == {Source.UNCOVERED: 300}
    async with database.transaction():
        await funds.end_claim(COUNTY, batch, BATCH, 300, BANK, how=funds.VoucherKind.REPAID)
    assert await on(FundAccount.AVAILABLE, 2027) == {Source.UNCOVERED: -400}


async def test_a_county_that_set_no_rule_is_asked_for_it(approver: Officer, at: Any) -> None:
    await given(1000)
    await database.execute("DELETE FROM parameter WHERE key = 'funds.carry_over'")
    at("2027-01-08 09:00")
    with pytest.raises(funds.CarryOverNotSet):
        await funds.close_year(2026, approver)


async def test_the_keeper_does_not_close(approver: Officer) -> None:
    with pytest.raises(NoSuchPower):
        await funds.close_year(2025, await a_keeper())


async def test_the_earlier_year_is_closed_first(approver: Officer, at: Any) -> None:
    await given(1000, Source.CENTRAL)
    await given(1000, Source.CENTRAL, year=2027)
    at("2028-01-08 09:00")
    with pytest.raises(funds.EarlierYearOpen):
        await funds.close_year(2027, approver)
    await funds.close_year(2026, approver)
    await funds.close_year(2027, approver)
    assert await on(FundAccount.AVAILABLE, 2028) == {Source.CENTRAL: 2000}
