"""What settled beyond what is owed today is found, once, with its cause, and stands in the ledger."""

from datetime import date
from typing import Any

import pytest

from backend import clock, funds, payouts, recoveries
from backend.entitlements import Award
from backend.funds import FundAccount
from backend.journal import Deed, Entry
from backend.payouts import EmptyBatch
from backend.recoveries import Cause, Overpayment
from backend.staff import Role
from backend.staff.powers import NoSuchPower
from tests.backend.funds.money import given, on
from tests.backend.payouts.awards import a_payer
from tests.backend.recoveries.debts import CLOCK, a_paid_award, dies, falls_to, payout_of, settle_all, the_debt, told
from tests.people import COUNTY, OTHER_TOWNSHIP, an_officer, seed_parameters, some_id


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-05-20 09:00")
    await seed_parameters()
    await given(10**8)


async def test_who_was_paid_rightly_owes_nothing() -> None:
    award = await a_paid_award()
    assert await recoveries.find(COUNTY, CLOCK) == []
    assert await recoveries.owes(award.resident_id) == 0


async def test_months_after_a_death_are_found_the_month_of_it_is_owed() -> None:
    award = await a_paid_award()  # March, April, May
    await dies(award, date(2026, 3, 31))
    found = await the_debt(award)
    assert (found.cause, found.fen) == (Cause.DEATH, 10000)
    months = await recoveries.months_of(found.id)
    assert [(each.for_month, each.paid_fen, each.owed_fen, each.fen) for each in months] == [
        (date(2026, 4, 1), 5000, 0, 5000), (date(2026, 5, 1), 5000, 0, 5000),
    ]  # fmt: skip
    assert await recoveries.owes(award.resident_id) == 10000
    assert sum((await on(FundAccount.RECOVERABLE)).values()) == 10000
    assert sum((await on(FundAccount.PAID)).values()) == 5000
    entry = await Entry.get(deed=Deed.OVERPAYMENT_FOUND.value)
    assert [fen for _, _, fen in entry.facts.pop("payouts")] == [5000, 5000]  # type: ignore[attr-defined]
    assert entry.facts == {
        "programme": "old_age_allowance", "fen": 10000, "cause": "death", "months": 2, "award_id": str(award.id),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "cause", "fen"),
    [
        ({"monthly_fen": 20000}, Cause.DECREASED, 30000),
        ({"monthly_fen": 29999}, Cause.DECREASED, 3),
        ({"stopped_from": date(2026, 5, 1)}, Cause.STOPPED, 30000),
        ({"monthly_fen": 30001}, None, 0),
    ],
)
async def test_causes_and_amounts(change: dict[str, Any], cause: Cause | None, fen: int) -> None:
    award = await a_paid_award(programme="tekun", monthly_fen=30000)
    await Award.filter(id=award.id).update(**change)
    found = await recoveries.find(COUNTY, CLOCK)
    assert [(each.cause, each.fen) for each in found] == ([(cause, fen)] if cause else [])


async def test_what_was_found_is_not_found_again_only_what_has_been_added() -> None:
    award = await a_paid_award(programme="tekun", monthly_fen=30000)
    await falls_to(award, 25000)
    assert (await the_debt(award)).fen == 15000
    assert await recoveries.find(COUNTY, CLOCK) == []
    await falls_to(award, 24000)
    assert (await the_debt(award)).fen == 3000
    assert await recoveries.owes(award.resident_id) == 18000
    assert await Overpayment.all().count() == 2


async def test_a_month_without_a_rate_accuses_nobody() -> None:
    from backend import database

    await a_paid_award()
    await database.execute("DELETE FROM parameter WHERE key = 'aged.bands'")
    assert await recoveries.find(COUNTY, CLOCK) == []


async def test_an_officer_reports_what_the_register_does_not_show() -> None:
    award, payer = await a_paid_award(), await a_payer()
    payout = await payout_of(award)
    made = await recoveries.report(payout, 3000, Cause.FRAUD, payer, reason="户外县已领同一待遇")
    assert (made.fen, made.cause) == (3000, Cause.FRAUD)
    for fen in (2001, 0, -1, 10**10):
        with pytest.raises(recoveries.MoreThanTheDebt):
            await recoveries.report(payout, fen, Cause.OTHER, payer, reason="再报一次")
    await recoveries.report(payout, 2000, Cause.OTHER, payer, reason="其余也是")
    assert await recoveries.owes(award.resident_id) == 5000


async def test_reports_that_cannot_be() -> None:
    award, payer = await a_paid_award(), await a_payer()
    with pytest.raises(recoveries.NoSuchPayment):
        await recoveries.report(some_id(), 1, Cause.OTHER, payer, reason="没有这笔")
    with pytest.raises(recoveries.ReasonMissing):
        await recoveries.report(await payout_of(award), 1, Cause.OTHER, payer, reason=" ")
    for role in set(Role) - {Role.COUNTY_PAYER}:
        with pytest.raises(NoSuchPower):
            await recoveries.report(await payout_of(award), 1, Cause.OTHER, await an_officer(role), reason="不是我的事")
    elsewhere = await an_officer(Role.COUNTY_PAYER, OTHER_TOWNSHIP)
    with pytest.raises(recoveries.NoSuchPayment):
        await recoveries.report(await payout_of(award), 1, Cause.OTHER, elsewhere, reason="不在我这里")


async def test_a_batch_from_before_the_ledger_is_claimed_by_the_countys_rule() -> None:
    from backend import database

    award = await a_paid_award()
    async with database.dedicated_connection() as connection:
        await connection.execute(
            "SET session_replication_role = replica; DELETE FROM voucher_line; DELETE FROM voucher"
        )
    await dies(award, date(2026, 4, 2))
    await the_debt(award)
    assert await on(FundAccount.RECOVERABLE) == {
        funds.Source.CENTRAL: 4500, funds.Source.COUNTY: 340, funds.Source.DONATIONS: 160,
    }  # fmt: skip


async def test_what_is_narrowed_down_in_sql_misses_nothing_that_the_law_finds() -> None:
    """Random lives, each changed after it was paid: the narrow search finds what judging every month would."""
    import random

    from backend import database, entitlements, payouts, programmes
    from backend.entitlements import Claim
    from backend.residents import Resident
    from tests.backend.payouts.awards import an_award
    from tests.backend.recoveries.debts import settle_all
    from tests.people import a_resident

    chance = random.Random(7)
    for number in range(60):
        born = chance.choice([date(1936, chance.randint(1, 12), 28), date(1946, 4, 9), date(1932, 2, 29)])
        terms: dict[str, Any] = chance.choice([{}, {"monthly_fen": 7000}])
        await an_award(await a_resident(f"人{number}", born, account=f"62284800000000{number:05d}"),
                       from_month=date(2026, chance.randint(1, 5), 1), **terms)  # fmt: skip
    await settle_all("old_age_allowance", await a_payer())
    for award in await Award.all():
        change: dict[str, Any] = chance.choice([
            {}, {"monthly_fen": chance.choice([4999, 7000, 7001])},
            {"stopped_from": date(2026, chance.randint(2, 6), 1)},
            {"suspended_from": date(2026, chance.randint(2, 6), 1)}, {"read_only": True},
            {"paid_here_from": date(2026, 4, 1)}, {"from_month": date(2026, 3, 1)},
        ])  # fmt: skip
        await Award.filter(id=award.id).update(**change)
        if chance.random() < 0.3:
            dies_on = date(2026, chance.randint(1, 6), chance.choice([1, 15, 28]))
            await Resident.filter(id=award.resident_id).update(deceased_on=dies_on)
        elif chance.random() < 0.3:
            await Resident.filter(id=award.resident_id).update(birth_date=date(1947, chance.randint(1, 12), 3))
    await database.execute("UPDATE parameter SET value = '[[80, 4000], [90, 10000]]' WHERE key = 'aged.bands'")
    expected = 0
    for payout in await payouts.Payout.filter(state="settled"):
        claim = Claim.of(await Award.get(id=payout.award_id), await Resident.get(id=payout.resident_id))
        rates = await programmes.parameters_on(COUNTY, payout.for_month)
        expected += max(0, payout.amount_fen - entitlements.fen_for(claim, payout.for_month, rates))
    found = await recoveries.find(COUNTY, CLOCK)
    assert sum(each.fen for each in found) == expected > 100_000


async def test_what_a_report_brought_back_is_paid_again_only_when_the_report_is_dropped() -> None:
    award, payer = await a_paid_award(), await a_payer()
    debt = await told(
        await recoveries.report(await payout_of(award), 3000, Cause.FRAUD, payer, reason="户外县已领同一待遇"), payer
    )
    await recoveries.repay(debt.id, 3000, clock.today(), "回单1", payer)
    with pytest.raises(EmptyBatch):
        await payouts.draw_up(award.programme, clock.today(), payer)
    (may,) = [each for each in await payouts.balance_of(award) if each.claimed]
    assert (may.owed, may.paid, may.claimed, may.back, may.left) == (5000, 5000, 3000, 3000, 0)
    await recoveries.drop(debt.id, payer, reason="外县查明没有领")
    (may,) = [each for each in await payouts.balance_of(award) if each.claimed]
    assert (may.claimed, may.back, may.left) == (3000, 3000, 3000)
    await settle_all(award.programme, payer)
    assert await recoveries.find(COUNTY, CLOCK) == []
    with pytest.raises(EmptyBatch):
        await payouts.draw_up(award.programme, clock.today(), payer)
    with pytest.raises(recoveries.NothingLeft):
        await recoveries.drop(debt.id, payer, reason="再撤销一次")
