"""A claim that is owed after all ends by itself: it is neither asked for nor held back, and nothing is paid twice."""

from datetime import date
from typing import Any

import pytest

from backend import clock, payouts, recoveries, statements
from backend.entitlements import Award
from backend.funds import FundAccount
from backend.journal import Deed, Entry
from backend.payouts import EmptyBatch, Payout
from backend.recoveries import Cause, FactKind, Overpayment, Way
from backend.staff import Officer
from sandbox import bank
from tests.backend.funds.money import balances_from_the_journal, balances_now, given, on
from tests.backend.payouts.awards import a_payer, an_approver, let_go
from tests.backend.recoveries.debts import (
    CLOCK,
    a_paid_award,
    falls_to,
    payout_of,
    settle_all,
    the_debt,
    told,
)
from tests.people import COUNTY, seed_parameters

MARCH = date(2026, 3, 1)


@pytest.fixture
async def payer(empty_database: str, at: Any) -> Officer:
    at("2026-05-20 09:00")
    await seed_parameters()
    await given(10**8, pool="hardship")
    return await a_payer()


@pytest.fixture
async def award(payer: Officer) -> Award:
    """特困: 300 yuan were paid for March, April and May, and 250 were owed: 150 are claimed."""
    award = await a_paid_award(programme="tekun", monthly_fen=30000)
    await falls_to(award, 25000)
    await told(await the_debt(award), payer)
    return award


@pytest.fixture
async def debt(award: Award) -> Overpayment:
    return await Overpayment.get(award_id=award.id)


async def tonight() -> None:
    assert await recoveries.find(COUNTY, CLOCK) == []


async def claimed(award: Award) -> list[int]:
    """Of each month, oldest first."""
    return [each.claimed for each in reversed(await payouts.balance_of(await Award.get(id=award.id)))]


async def test_the_night_releases_what_is_owed_after_all_month_by_month(award: Award, debt: Overpayment) -> None:
    await falls_to(award, 28000)
    await tonight()
    assert await claimed(award) == [2000, 2000, 2000]
    assert [each.fen for each in await recoveries.facts_of(debt.id) if each.kind is FactKind.RELEASED] == [9000]
    assert (await recoveries.left_of(debt.id), await recoveries.owes(award.resident_id)) == (6000, 6000)
    assert [(each.fen, each.claimed_fen) for each in await recoveries.months_of(debt.id)] == [(5000, 2000)] * 3
    (entry,) = await Entry.filter(deed=Deed.OVERPAYMENT_RELEASED.value)
    assert (entry.facts["fen"], entry.facts["was_told"]) == (9000, True)  # and so she hears of it
    await tonight()  # no news
    await falls_to(award, 30000)
    await tonight()
    assert await recoveries.left_of(debt.id) == 0
    assert sum((await on(FundAccount.RECOVERABLE)).values()) == 0
    assert sum((await on(FundAccount.PAID)).values()) == 90000
    assert await balances_from_the_journal() == await balances_now()
    assert (await statements.replay(COUNTY)).differing == []


async def test_what_was_released_is_found_again_when_it_is_too_much_again(award: Award, debt: Overpayment) -> None:
    await falls_to(award, 28000)
    await tonight()
    await falls_to(award, 27000)
    (again,) = await recoveries.find(COUNTY, CLOCK)
    assert (again.id != debt.id, again.fen) == (True, 3000)
    await falls_to(award, 30000)
    await tonight()
    assert [await recoveries.left_of(each.id) for each in (debt, again)] == [0, 0]


async def test_what_came_back_is_paid_again_and_only_what_is_open_is_released(
    award: Award, debt: Overpayment, payer: Officer
) -> None:
    await recoveries.repay(debt.id, 7000, clock.today(), "回单1", payer)  # all of March, 20 of April
    await falls_to(award, 30000)
    await settle_all("tekun", payer)
    parts = await Payout.filter(part__gt=0).order_by("for_month")
    assert [(each.for_month.month, each.amount_fen, each.withheld_fen) for each in parts] == [
        (3, 5000, 0),
        (4, 2000, 0),
    ]
    await tonight()
    assert (await claimed(award), await recoveries.left_of(debt.id)) == ([5000, 2000, 0], 0)
    with pytest.raises(EmptyBatch):
        await payouts.draw_up("tekun", clock.today(), payer)


async def test_what_was_given_up_stays_given_up(award: Award, debt: Overpayment, payer: Officer) -> None:
    await recoveries.propose_write_off(debt.id, 6000, payer, reason="无力退回")
    await recoveries.decide_write_off(debt.id, await an_approver(), approved=True, reason="核实过了")
    await falls_to(award, 30000)
    await tonight()
    assert await claimed(award) == [0, 1000, 5000]  # all of May and 10 of April were written off
    assert await recoveries.left_of(debt.id) == 0
    assert sum((await on(FundAccount.WRITTEN_OFF)).values()) == 6000


async def test_a_run_on_the_day_of_the_change_withholds_only_what_is_still_too_much(
    award: Award, debt: Overpayment, payer: Officer, at: Any
) -> None:
    await recoveries.agree(debt.id, Way.OFFSET, payer)
    at("2026-06-05 09:00")
    await falls_to(award, 29000)
    batch = await payouts.draw_up("tekun", clock.today(), payer)
    line = await Payout.get(batch_id=batch.id)
    assert (line.amount_fen, line.withheld_fen) == (26000, 3000)


async def test_what_a_batch_on_its_way_withholds_is_not_released_but_paid_again(
    award: Award, debt: Overpayment, payer: Officer, at: Any
) -> None:
    await recoveries.agree(debt.id, Way.OFFSET, payer)
    at("2026-06-05 09:00")
    batch = await payouts.draw_up("tekun", clock.today(), payer)
    await let_go(batch)
    file = await payouts.export(batch.id, payer)
    await Award.filter(id=award.id).update(steps=[["2026-03-01", 30000], ["2026-06-01", 25000]])
    await tonight()
    assert await recoveries.left_of(debt.id) == 5000
    await payouts.read_return_file(batch.id, bank.answer(file.content, paid_on=clock.today()), payer)
    await recoveries.note_offsets()
    assert await recoveries.left_of(debt.id) == 0
    await settle_all("tekun", payer)
    again = await Payout.get(part__gt=0)
    assert (again.for_month, again.amount_fen, again.withheld_fen) == (MARCH, 5000, 0)


async def test_what_an_officer_reported_is_not_released_by_the_register(payer: Officer) -> None:
    award = await a_paid_award(programme="tekun", monthly_fen=30000)
    debt = await recoveries.report(await payout_of(award), 3000, Cause.FRAUD, payer, reason="户外县已领同一待遇")
    await falls_to(award, 20000)
    found = await the_debt(award)
    await falls_to(award, 30000)
    await tonight()
    assert [await recoveries.left_of(each.id) for each in (debt, found)] == [3000, 0]


@pytest.mark.parametrize("statement", ["UPDATE released_month SET fen = 1", "DELETE FROM released_month"])
async def test_a_release_stands(award: Award, statement: str) -> None:
    from tortoise.exceptions import IntegrityError

    from backend import database

    await falls_to(award, 28000)
    await tonight()
    with pytest.raises(IntegrityError):
        await database.execute(statement)
