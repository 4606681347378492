"""A batch's way through payouts leaves the ledger where the money is."""

from typing import Any

import pytest

from backend import clock, funds, payouts
from backend.funds import FundAccount
from backend.payouts import BatchState
from backend.staff import Officer
from sandbox import bank
from tests.backend.funds.money import balances_from_the_journal, balances_now, given, on, set_parameter
from tests.backend.payouts.awards import a_payer, an_approver, an_award, an_exported_batch
from tests.people import seed_parameters

GOOD, CLOSED = "6228480000000000018", "6228480000000000001"  # the stand-in bank pays the one and not the other


@pytest.fixture
async def payer(empty_database: str, at: Any) -> Officer:
    at("2026-03-05 09:00")
    await seed_parameters()
    return await a_payer()


async def fen_on(account: FundAccount) -> int:
    return sum((await on(account)).values())


async def test_from_approval_to_the_banks_answer(payer: Officer) -> None:
    await given(100_000)
    batch, file = await an_exported_batch(payer, GOOD, CLOSED)
    assert (await fen_on(FundAccount.COMMITTED), await fen_on(FundAccount.AVAILABLE)) == (10_000, 90_000)
    answer = bank.answer(file, paid_on=clock.today())
    for _ in range(2):  # read twice, booked once
        await payouts.read_return_file(batch.id, answer, payer)
        totals = await payouts.totals(batch.id)
        assert totals.bounced == 1
        assert (await fen_on(FundAccount.COMMITTED), await fen_on(FundAccount.PAID)) == (0, totals.settled_fen)
        assert await fen_on(FundAccount.AVAILABLE) == 100_000 - totals.settled_fen
    assert await balances_from_the_journal() == await balances_now()


async def test_a_discarded_batch_holds_no_money(payer: Officer) -> None:
    await given(100_000)
    await an_award()
    batch = await payouts.draw_up("old_age_allowance", clock.today(), payer)
    await payouts.approve(batch.id, await an_approver())
    assert await fen_on(FundAccount.COMMITTED) == 5_000
    await payouts.discard(batch.id, payer)
    assert (await fen_on(FundAccount.COMMITTED), await fen_on(FundAccount.AVAILABLE)) == (0, 100_000)


async def test_without_money_there_is_no_approval_where_the_county_enforces_it(payer: Officer) -> None:
    await set_parameter("funds.enforced", "true")
    await given(9_999)
    for _ in range(2):
        await an_award()
    batch = await payouts.draw_up("old_age_allowance", clock.today(), payer)
    approver = await an_approver()
    with pytest.raises(funds.FundsShort):
        await payouts.approve(batch.id, approver)
    assert (await payouts.get_batch(batch.id, payer)).state is BatchState.DRAWN_UP
    await given(1, number="补1分")
    await payouts.approve(batch.id, approver)
    assert await fen_on(FundAccount.AVAILABLE) == 0
