"""Found, told, agreed, repaid or written off: each a fact, never beyond the debt, never by one hand alone."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import database, funds, recoveries
from backend.entitlements import Award
from backend.funds import FundAccount, OffsetRule, OffsetRuleNotSet
from backend.journal import Deed, Entry
from backend.recoveries import FactKind, Overpayment, Telling, Way
from backend.staff import Officer, Role
from backend.staff.powers import NoSuchPower
from tests.backend.funds.money import balances_from_the_journal, balances_now, given, on
from tests.backend.payouts.awards import a_payer, an_approver
from tests.backend.recoveries.debts import a_paid_award, dies, falls_to, the_debt, told
from tests.people import OTHER_TOWNSHIP, an_officer, seed_parameters, some_id

TODAY = date(2026, 5, 20)


@pytest.fixture
async def payer(empty_database: str, at: Any) -> Officer:
    at("2026-05-20 09:00")
    await seed_parameters()
    await given(10**8)
    return await a_payer()


@pytest.fixture
async def debt(payer: Officer) -> Overpayment:
    """100 yuan, for two months after a death."""
    award = await a_paid_award()
    await dies(award, date(2026, 3, 31))
    return await the_debt(award)


async def fen_on(account: FundAccount) -> int:
    return sum((await on(account)).values())


async def test_told_agreed_and_repaid_in_two_parts(debt: Overpayment, payer: Officer) -> None:
    with pytest.raises(recoveries.NotToldYet):
        await recoveries.agree(debt.id, Way.AT_ONCE, payer, until=TODAY)
    await told(debt, payer)
    await recoveries.agree(debt.id, Way.INSTALMENTS, payer, until=date(2026, 8, 1), monthly_fen=4000)
    available = await fen_on(FundAccount.AVAILABLE)
    assert await recoveries.repay(debt.id, 4000, TODAY, "回单A1", payer) == 6000
    assert await recoveries.repay(debt.id, 6000, TODAY, "回单A2", payer) == 0
    assert await fen_on(FundAccount.RECOVERABLE) == 0
    assert await fen_on(FundAccount.AVAILABLE) == available + 10000
    with pytest.raises(recoveries.NothingLeft):
        await recoveries.repay(debt.id, 1, TODAY, "回单A3", payer)
    kinds = [fact.kind for fact in await recoveries.facts_of(debt.id)]
    assert kinds == [FactKind.FOUND, FactKind.TOLD, FactKind.AGREED, FactKind.REPAID, FactKind.REPAID]
    assert await balances_from_the_journal() == await balances_now()


@pytest.mark.parametrize("fen", [0, -1, 10001, 10**10])
async def test_no_more_comes_back_than_was_too_much(debt: Overpayment, payer: Officer, fen: int) -> None:
    with pytest.raises(recoveries.MoreThanTheDebt) as refused:
        await recoveries.repay(debt.id, fen, TODAY, "回单", payer)
    assert refused.value.details == {"left_fen": 10000}


@pytest.mark.parametrize(
    ("on_day", "receipt", "refusal"),
    [
        (date(2026, 5, 21), "回单", recoveries.DayImpossible),
        (date(2026, 5, 19), "回单", recoveries.DayImpossible),
        (TODAY, "  ", recoveries.ReceiptMissing),
        (TODAY, "号" * 61, recoveries.ReceiptMissing),
    ],
)
async def test_repayments_that_cannot_be(
    debt: Overpayment, payer: Officer, on_day: date, receipt: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await recoveries.repay(debt.id, 100, on_day, receipt, payer)


async def test_a_receipt_pays_once(debt: Overpayment, payer: Officer) -> None:
    await recoveries.repay(debt.id, 100, TODAY, "回单7", payer)
    with pytest.raises(recoveries.ReceiptUsedBefore):
        await recoveries.repay(debt.id, 100, TODAY, " 回单7 ", payer)
    assert await recoveries.left_of(debt.id) == 9900


async def test_two_desks_at_once_take_in_no_more_than_the_debt(debt: Overpayment, payer: Officer) -> None:
    outcomes = await asyncio.gather(
        *(recoveries.repay(debt.id, 6000, TODAY, f"回单{number}", payer) for number in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, recoveries.MoreThanTheDebt) for each in outcomes) == 3
    assert await recoveries.left_of(debt.id) == 4000


async def test_a_write_off_needs_a_second_officer_and_reasons(debt: Overpayment, payer: Officer) -> None:
    approver = await an_approver()
    with pytest.raises(recoveries.NoWriteOffProposed):
        await recoveries.decide_write_off(debt.id, approver, approved=True, reason="查无遗产")
    with pytest.raises(recoveries.ReasonMissing):
        await recoveries.propose_write_off(debt.id, 10000, payer, reason="")
    await recoveries.propose_write_off(debt.id, 10000, payer, reason="家属确无能力退回")
    with pytest.raises(recoveries.WriteOffWaiting):
        await recoveries.propose_write_off(debt.id, 1, payer, reason="再申请一次")
    await recoveries.repay(debt.id, 2500, TODAY, "回单", payer)  # some comes back while it waits
    with pytest.raises(recoveries.ReasonMissing):
        await recoveries.decide_write_off(debt.id, approver, approved=True, reason="")
    await recoveries.decide_write_off(debt.id, approver, approved=True, reason="同意，见会议纪要")
    assert await recoveries.left_of(debt.id) == 0
    assert (await fen_on(FundAccount.WRITTEN_OFF), await fen_on(FundAccount.RECOVERABLE)) == (7500, 0)
    assert await Entry.filter(deed=Deed.OVERPAYMENT_WRITTEN_OFF.value).count() == 1


async def test_a_declined_write_off_leaves_the_debt(debt: Overpayment, payer: Officer) -> None:
    await recoveries.propose_write_off(debt.id, 10000, payer, reason="家属不在本地")
    await recoveries.decide_write_off(debt.id, await an_approver(), approved=False, reason="请先联系家属")
    assert await recoveries.left_of(debt.id) == 10000
    assert await recoveries.waiting(debt.id) is None


async def test_nobody_approves_their_own_write_off(debt: Overpayment, payer: Officer) -> None:
    await recoveries.propose_write_off(debt.id, 10000, payer, reason="家属确无能力退回")
    with pytest.raises(NoSuchPower):
        await recoveries.decide_write_off(debt.id, payer, approved=True, reason="自己批")
    await database.execute("UPDATE officer SET role = 'county_approver' WHERE id = $1", payer.id)
    with pytest.raises(recoveries.CannotApproveOwnWriteOff):
        await recoveries.decide_write_off(debt.id, await Officer.get(id=payer.id), approved=True, reason="换岗后自己批")
    assert await recoveries.left_of(debt.id) == 10000


async def test_a_claim_that_was_none_is_dropped_with_a_reason(debt: Overpayment, payer: Officer) -> None:
    paid = await fen_on(FundAccount.PAID)
    await recoveries.drop(debt.id, payer, reason="去世日期登记有误")
    assert await fen_on(FundAccount.PAID) == paid + 10000
    assert await recoveries.left_of(debt.id) == 0


async def test_an_offset_is_agreed_only_by_rule_and_while_the_award_runs(debt: Overpayment, payer: Officer) -> None:
    await told(debt, payer)
    await database.execute("UPDATE award SET stopped_from = '2026-04-01'")
    with pytest.raises(recoveries.NothingToOffset):
        await recoveries.agree(debt.id, Way.OFFSET, payer)
    await database.execute("UPDATE award SET stopped_from = NULL")
    await recoveries.agree(debt.id, Way.OFFSET, payer)
    await database.execute("DELETE FROM parameter WHERE key LIKE 'recoveries.%'")
    with pytest.raises(OffsetRuleNotSet):
        await recoveries.agree(debt.id, Way.OFFSET, payer)


@pytest.mark.parametrize(
    ("way", "facts", "refusal"),
    [
        (Way.AT_ONCE, {}, recoveries.AgreedDayImpossible),
        (Way.AT_ONCE, {"until": date(2026, 5, 19)}, recoveries.AgreedDayImpossible),
        (Way.INSTALMENTS, {"until": TODAY}, recoveries.MoreThanTheDebt),
        (Way.INSTALMENTS, {"until": TODAY, "monthly_fen": 10001}, recoveries.MoreThanTheDebt),
        (Way.INSTALMENTS, {"until": TODAY, "monthly_fen": -5}, recoveries.MoreThanTheDebt),
    ],
)
async def test_agreements_that_cannot_be(
    debt: Overpayment, payer: Officer, way: Way, facts: dict[str, Any], refusal: type[Exception]
) -> None:
    await told(debt, payer)
    with pytest.raises(refusal):
        await recoveries.agree(debt.id, way, payer, **facts)


@pytest.mark.parametrize(
    ("owed", "debt_fen", "rule", "taken"),
    [
        (50000, 100000, OffsetRule(20, 0), 10000),
        (50000, 3000, OffsetRule(20, 0), 3000),  # never beyond the debt
        (50000, 100000, OffsetRule(50, 44000), 6000),  # never below what is to be left
        (40000, 100000, OffsetRule(50, 44000), 0),
        (4999, 100000, OffsetRule(20, 0), 999),  # the odd fen is the person's
        (0, 100000, OffsetRule(100, 0), 0),
        (50000, 100000, OffsetRule(100, 0), 49999),  # something always arrives
        (50000, 0, OffsetRule(20, 0), 0),
    ],
)
def test_how_much_of_a_month_may_go_against_a_debt(owed: int, debt_fen: int, rule: OffsetRule, taken: int) -> None:
    assert rule.of_month(owed, debt_fen) == taken


async def test_the_letter_is_a_pdf_with_the_months_and_no_numbers(debt: Overpayment, payer: Officer) -> None:
    pdf = await recoveries.letter(debt.id, payer)
    assert pdf[:5] == b"%PDF-"
    assert len(pdf) > 5000


async def test_who_may_see_and_do_what(debt: Overpayment, payer: Officer) -> None:
    assert [each.left for each in await recoveries.overpayments_for(payer)] == [10000]
    assert [each.id for each in await recoveries.overpayments_for(await an_officer(Role.AUDITOR))] == [debt.id]
    assert await recoveries.overpayments_for(await an_officer(Role.COUNTY_PAYER, OTHER_TOWNSHIP)) == []
    for role in (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER, Role.COUNTY_REVIEWER):
        with pytest.raises(NoSuchPower):
            await recoveries.overpayments_for(await an_officer(role))
    with pytest.raises(NoSuchPower):
        await recoveries.tell(debt.id, Telling.VISIT, TODAY, await an_officer(Role.AUDITOR))
    with pytest.raises(recoveries.NoSuchOverpayment):
        await recoveries.drop(debt.id, await an_officer(Role.COUNTY_PAYER, OTHER_TOWNSHIP), reason="不是我的")
    with pytest.raises(recoveries.NoSuchOverpayment):
        await recoveries.drop(some_id(), payer, reason="没有这笔")
    await recoveries.drop(debt.id, payer, reason="查无此事")
    assert await recoveries.overpayments_for(payer) == []
    assert len(await recoveries.overpayments_for(payer, open_only=False)) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE overpayment SET fen = 1",
        "DELETE FROM recovery_fact",
        "UPDATE recovery_fact SET fen = 1 WHERE kind = 'found'",
        "DELETE FROM overpaid_month",
    ],
)
async def test_nobody_edits_the_facts_by_hand(debt: Overpayment, change: str) -> None:
    with pytest.raises(Exception, match="never edited"):
        await database.execute(change)


async def test_a_fallen_amount_is_a_debt_while_the_award_runs(payer: Officer) -> None:
    award = await a_paid_award(programme="tekun", monthly_fen=30000)
    await falls_to(award, 25000)
    debt = await the_debt(award)
    await told(debt, payer)
    await recoveries.agree(debt.id, Way.OFFSET, payer)
    fact = (await recoveries.facts_of(debt.id))[-1]
    assert fact.details == {"how": "offset", "until": None, "monthly_fen": None}
    assert (await Award.get(id=award.id)).monthly_fen == 25000


async def test_money_that_comes_back_in_january_finds_its_claim(debt: Overpayment, payer: Officer, at: Any) -> None:
    at("2027-01-05 09:00")  # last year's books are still open
    assert await recoveries.repay(debt.id, 4000, date(2027, 1, 5), "回单1", payer) == 6000
    assert await fen_on(FundAccount.RECOVERABLE) == 6000
    await funds.close_year(2026, await an_approver())
    assert await recoveries.repay(debt.id, 3000, date(2027, 1, 5), "回单2", payer) == 3000
    at("2028-01-05 09:00")
    assert await recoveries.repay(debt.id, 1000, date(2028, 1, 5), "回单3", payer) == 2000
    await funds.close_year(2027, await an_approver())
    assert await recoveries.repay(debt.id, 2000, date(2028, 1, 5), "回单4", payer) == 0
    assert [await on(FundAccount.RECOVERABLE, year) for year in (2026, 2027, 2028)] == [{}, {}, {}]


async def test_the_worklist_names_no_child(payer: Officer) -> None:
    await given(10**8, pool="children")
    award = await a_paid_award("小宝", programme="orphan", monthly_fen=30000)
    await falls_to(award, 25000)
    await the_debt(award)
    (line,) = await recoveries.overpayments_for(payer)
    assert (line.name, line.left) == ("儿童，不显示姓名", 15000)


async def test_the_page_of_a_childs_debt_names_it_only_to_who_handles_children(payer: Officer) -> None:
    await given(10**8, pool="children")
    award = await a_paid_award("小宝", programme="orphan", monthly_fen=30000)
    await falls_to(award, 25000)
    debt = await the_debt(award)
    assert await recoveries.name_for(debt, payer) == "儿童，不显示姓名"
    assert await recoveries.name_for(debt, await an_officer(Role.COUNTY_REVIEWER)) == "小宝"
