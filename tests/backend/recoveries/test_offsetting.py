"""What somebody agreed to have offset is held back of their months, and the debt shrinks when those have arrived."""

from datetime import date
from typing import Any

import pytest

from backend import clock, entitlements, payouts, recoveries, statements
from backend.entitlements import Award
from backend.funds import FundAccount
from backend.payouts import Batch, Payout
from backend.recoveries import FactKind, Overpayment, Way
from backend.residents import Account, Resident
from backend.staff import Officer, Role
from sandbox import bank
from tests.backend.funds.money import balances_from_the_journal, balances_now, given, on
from tests.backend.payouts.awards import a_payer, an_approver, let_go, with_the_lock_off
from tests.backend.recoveries.debts import CLOCK, a_paid_award, falls_to, the_debt, told
from tests.people import COUNTY, an_officer, seed_parameters

JUNE = date(2026, 6, 1)


@pytest.fixture
async def payer(empty_database: str, at: Any) -> Officer:
    at("2026-05-20 09:00")
    await seed_parameters()
    await given(10**8, pool="hardship")
    return await a_payer()


@pytest.fixture
async def award(payer: Officer, at: Any) -> Award:
    """特困: 300 yuan were paid for three months, 250 were owed; she agreed to an offset; it is June."""
    award = await a_paid_award(programme="tekun", monthly_fen=30000)
    await falls_to(award, 25000)
    debt = await told(await the_debt(award), payer)
    await recoveries.agree(debt.id, Way.OFFSET, payer)
    at("2026-06-05 09:00")
    return award


async def debt_of(award: Award) -> Overpayment:
    return await Overpayment.get(award_id=award.id)


async def drawn_up(payer: Officer) -> tuple[Batch, Payout]:
    """The next batch and its one line."""
    batch = await payouts.draw_up("tekun", clock.today(), payer)
    return batch, await Payout.get(batch_id=batch.id)


async def sent(batch: Batch, payer: Officer) -> bytes:
    """Approved and exported; the bank's answer."""
    await let_go(batch)
    return bank.answer((await payouts.export(batch.id, payer)).content, paid_on=clock.today())


async def test_a_fifth_of_the_month_goes_against_the_debt_once_it_has_arrived(award: Award, payer: Officer) -> None:
    debt = await debt_of(award)
    batch, line = await drawn_up(payer)
    assert (line.amount_fen, line.withheld_fen, line.debt_id) == (20000, 5000, debt.id)
    await payouts.read_return_file(batch.id, await sent(batch, payer), payer)
    assert await recoveries.left_of(debt.id) == 15000
    assert [await recoveries.note_offsets() for _ in range(2)] == [1, 0]
    assert await recoveries.left_of(debt.id) == 10000
    assert sum((await on(FundAccount.RECOVERABLE)).values()) == 10000
    assert sum((await on(FundAccount.PAID)).values()) == 75000 + 25000  # what was owed, for four months
    assert await balances_from_the_journal() == await balances_now()
    assert await recoveries.find(COUNTY, CLOCK) == []
    shown = (await statements.person_statement(await Resident.get(id=award.resident_id)))[0]
    assert (shown.amount_fen, shown.why) == (20000, "另有50.00元抵扣了以前多发的")


async def test_the_last_offset_takes_no_more_than_is_left(award: Award, payer: Officer, at: Any) -> None:
    debt, taken = await debt_of(award), []
    for month in ("2026-06", "2026-07", "2026-08", "2026-09"):
        at(f"{month}-05 09:00")
        batch, line = await drawn_up(payer)
        await payouts.read_return_file(batch.id, await sent(batch, payer), payer)
        await recoveries.note_offsets()
        taken.append(line.withheld_fen)
    assert taken == [5000, 5000, 5000, 0]
    assert await recoveries.left_of(debt.id) == 0


async def test_several_months_in_one_batch_share_one_debt(award: Award, payer: Officer, at: Any) -> None:
    at("2026-09-05 09:00")
    batch = await payouts.draw_up("tekun", clock.today(), payer)
    held = [each.withheld_fen for each in await Payout.filter(batch_id=batch.id).order_by("line")]
    assert held == [5000, 5000, 5000, 0]


async def test_what_bounced_or_was_discarded_offsets_nothing(award: Award, payer: Officer) -> None:
    debt = await debt_of(award)
    batch, _ = await drawn_up(payer)
    await payouts.discard(batch.id, payer)
    await Account.filter(resident_id=award.resident_id).update(closed_at=clock.now())
    from tests.people import an_account

    await an_account(await Resident.get(id=award.resident_id), "6228480000000000001")
    batch, line = await drawn_up(payer)
    assert line.withheld_fen == 5000
    await payouts.read_return_file(batch.id, await sent(batch, payer), payer)
    assert await recoveries.note_offsets() == 0
    assert await recoveries.left_of(debt.id) == 15000


async def test_what_a_batch_holds_back_is_not_repaid_twice(award: Award, payer: Officer) -> None:
    debt = await debt_of(award)
    batch, _ = await drawn_up(payer)
    answer = await sent(batch, payer)
    with pytest.raises(recoveries.MoreThanTheDebt) as refused:
        await recoveries.repay(debt.id, 10001, clock.today(), "回单", payer)
    assert refused.value.details == {"left_fen": 10000}
    assert await recoveries.repay(debt.id, 10000, clock.today(), "回单", payer) == 0
    await payouts.read_return_file(batch.id, answer, payer)
    await recoveries.note_offsets()
    assert await recoveries.left_of(debt.id) == 0
    kinds = [fact.kind for fact in await recoveries.facts_of(debt.id)]
    assert kinds[-2:] == [FactKind.REPAID, FactKind.OFFSET]


async def test_another_agreement_ends_the_offset(award: Award, payer: Officer) -> None:
    debt = await debt_of(award)
    await recoveries.agree(debt.id, Way.AT_ONCE, payer, until=date(2026, 7, 1))
    _, line = await drawn_up(payer)
    assert (line.amount_fen, line.withheld_fen, line.debt_id) == (25000, 0, None)


async def test_nobody_else_is_touched(award: Award, payer: Officer) -> None:
    from tests.backend.payouts.awards import an_award
    from tests.people import a_resident

    other = await an_award(
        await a_resident("刘大山", account="6228480000000000026"), programme="tekun", monthly_fen=25000, from_month=JUNE
    )
    await payouts.draw_up("tekun", clock.today(), payer)
    line = await Payout.get(award_id=other.id)
    assert (line.amount_fen, line.withheld_fen) == (25000, 0)


async def test_the_table_ties_what_is_withheld_to_a_debt(award: Award, payer: Officer) -> None:
    await drawn_up(payer)
    with pytest.raises(Exception, match="check"):
        await with_the_lock_off("UPDATE payout SET debt_id = NULL WHERE withheld_fen > 0")


async def test_what_a_batch_holds_back_is_not_written_off_as_well(award: Award, payer: Officer) -> None:
    debt = await debt_of(award)
    await recoveries.repay(debt.id, 10000, clock.today(), "回单1", payer)
    await recoveries.propose_write_off(debt.id, 5000, payer, reason="家里确无能力退回")
    await drawn_up(payer)  # holds back the 50 yuan that are left
    with pytest.raises(recoveries.MoreThanTheDebt):
        await recoveries.decide_write_off(debt.id, await an_approver(), approved=True, reason="同意核销")
    assert await recoveries.left_of(debt.id) == 5000


async def test_what_a_further_part_held_back_is_not_owed_again(award: Award, payer: Officer, at: Any) -> None:
    """A raise for paid months goes out as a further part, of which a fifth goes against the debt: for good."""
    batch, _ = await drawn_up(payer)
    await payouts.read_return_file(batch.id, await sent(batch, payer), payer)
    await recoveries.note_offsets()
    change = await entitlements.propose_change(
        award.id, entitlements.FactKind.ADJUSTED, await an_officer(), month=JUNE,
        reason=entitlements.Reason.PUT_RIGHT, basis="复核记录", fen=26000,
    )  # fmt: skip
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER))
    batch, part = await drawn_up(payer)
    assert (part.for_month, part.part, part.amount_fen, part.withheld_fen) == (JUNE, 1, 800, 200)
    await payouts.read_return_file(batch.id, await sent(batch, payer), payer)
    await recoveries.note_offsets()
    with pytest.raises(payouts.EmptyBatch):
        await payouts.draw_up("tekun", clock.today(), payer)
    at("2026-07-05 09:00")
    _, july = await drawn_up(payer)
    assert (july.for_month, july.part, july.amount_fen, july.withheld_fen) == (date(2026, 7, 1), 0, 20800, 5200)
    (of_june,) = [each for each in await payouts.balance_of(award) if each.month == JUNE]
    assert of_june.left == 0
