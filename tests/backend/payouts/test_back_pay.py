"""What is owed beyond what was paid is paid as a further part of its month: all of it, and no fen twice."""

from datetime import date
from typing import Any

import pytest

from backend import clock, database, entitlements, payouts, programmes, recoveries
from backend.entitlements import Award, FactKind, Reason
from backend.journal import By, Signature
from backend.payouts import EmptyBatch, Payout
from backend.programmes import Enactment
from backend.staff import Role
from tests.backend.funds.money import given
from tests.backend.payouts.awards import a_payer, let_go
from tests.backend.recoveries.debts import CLOCK, a_paid_award, falls_to, settle_all, the_debt, told
from tests.people import COUNTY, an_officer, seed_parameters

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-05-20 09:00")
    await seed_parameters()
    await given(10**8)
    await given(10**8, pool="hardship")


async def a_dibao() -> Award:
    """March to May have arrived: 200 yuan each."""
    return await a_paid_award(programme="rural_dibao", monthly_fen=20000)


async def changed(award: Award, kind: FactKind, reason: Reason, month: date, **terms: Any) -> None:
    change = await entitlements.propose_change(
        award.id, kind, await an_officer(), month=month, reason=reason, basis="复核记录", **terms
    )
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER))


async def parts() -> list[tuple[date, int, int]]:
    """Month, part and fen of every live payout."""
    live = await Payout.exclude(state__in=["bounced", "discarded"]).order_by("for_month", "part")
    return [(each.for_month, each.part, each.amount_fen + each.withheld_fen) for each in live]


async def test_a_raise_for_paid_months_pays_the_difference_once() -> None:
    award, payer = await a_dibao(), await a_payer()
    await changed(award, FactKind.ADJUSTED, Reason.PUT_RIGHT, APRIL, fen=25000)
    batch = await payouts.draw_up("rural_dibao", clock.today(), payer)
    both = [(MARCH, 0, 20000), (APRIL, 0, 20000), (APRIL, 1, 5000), (MAY, 0, 20000), (MAY, 1, 5000)]
    assert await parts() == both
    with pytest.raises(EmptyBatch):
        await payouts.draw_up("rural_dibao", clock.today(), payer)
    await let_go(batch)
    statement = await payouts.statement(award.resident_id)
    assert [(each.month, each.amount_fen) for each in statement].count((MAY, 5000)) == 1
    assert sum(each.amount_fen for each in statement) == 70000


async def test_a_part_that_is_given_up_is_paid_by_the_next_batch() -> None:
    award, payer = await a_dibao(), await a_payer()
    await changed(award, FactKind.ADJUSTED, Reason.PUT_RIGHT, MAY, fen=25000)
    batch = await payouts.draw_up("rural_dibao", clock.today(), payer)
    await changed(award, FactKind.ADJUSTED, Reason.PUT_RIGHT, MAY, fen=26000)
    with pytest.raises(payouts.BatchOutdated):
        await payouts.approve(batch.id, await an_officer(Role.COUNTY_APPROVER))
    await payouts.discard(batch.id, payer)
    await settle_all("rural_dibao", payer)
    assert (await parts())[-1] == (MAY, 1, 6000)
    assert await recoveries.find(COUNTY, CLOCK) == []


async def test_a_rate_raised_for_months_gone_by_is_paid_back_to_everyone() -> None:
    await a_paid_award()  # by age: 50 yuan
    bands = [[80, 6000], [90, 10000], [100, 30000]]
    span = Enactment(f"{COUNTY}000000", "aged.bands", bands, APRIL, None, "某文", True)
    await programmes.enact(span, by=Signature(By.IMPORT))
    await settle_all("old_age_allowance", await a_payer())
    assert await parts() == [(MARCH, 0, 5000), (APRIL, 0, 5000), (APRIL, 1, 1000), (MAY, 0, 5000), (MAY, 1, 1000)]
    assert await recoveries.find(COUNTY, CLOCK) == []


async def test_a_suspension_that_is_cleared_pays_what_was_held_back(at: Any) -> None:
    award, clerk = await a_dibao(), await an_officer()
    june = date(2026, 6, 1)
    await entitlements.suspend(award.id, june, clerk, reason=Reason.NOT_FOUND, basis="上门两次未见到")
    at("2026-07-05 09:00")
    with pytest.raises(EmptyBatch):
        await payouts.draw_up("rural_dibao", clock.today(), await a_payer())
    await changed(award, FactKind.RESUMED, Reason.CLEARED, june)
    await settle_all("rural_dibao", await a_payer())
    assert (await parts())[3:] == [(june, 0, 20000), (date(2026, 7, 1), 0, 20000)]


async def test_a_death_that_was_none_pays_what_it_held_back_and_on_its_right_day_what_was_owed(at: Any) -> None:
    award, clerk, june = await a_dibao(), await an_officer(), date(2026, 6, 1)
    await entitlements.stop_for_death(award.resident_id, date(2026, 5, 19), clerk, reason="村里上报")
    at("2026-07-05 09:00")
    with pytest.raises(EmptyBatch):
        await payouts.draw_up("rural_dibao", clock.today(), await a_payer())
    change = await entitlements.propose_death_correction(
        award.id, None, clerk, reason=Reason.WRONG_PERSON, basis="本人到场"
    )
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER))
    await settle_all("rural_dibao", await a_payer())
    assert (await parts())[3:] == [(june, 0, 20000), (date(2026, 7, 1), 0, 20000)]
    await entitlements.stop_for_death(award.resident_id, date(2026, 5, 20), clerk, reason="火化证明")
    assert (await the_debt(award)).fen == 40000
    change = await entitlements.propose_death_correction(
        award.id, date(2026, 6, 20), clerk, reason=Reason.WRONG_DAY, basis="火化证明"
    )
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER))
    (of_june,) = [each for each in await payouts.balance_of(await Award.get(id=award.id)) if each.month == june]
    assert (of_june.owed, of_june.paid, of_june.claimed) == (20000, 20000, 20000)
    assert await recoveries.find(COUNTY, CLOCK) == []  # the night has looked at it
    (of_june,) = [each for each in await payouts.balance_of(await Award.get(id=award.id)) if each.month == june]
    assert (of_june.claimed, await recoveries.owes(award.resident_id)) == (0, 20000)


async def test_what_was_too_much_is_claimed_of_the_last_part_first() -> None:
    award, payer = await a_dibao(), await a_payer()
    await changed(award, FactKind.ADJUSTED, Reason.PUT_RIGHT, MAY, fen=25000)
    await settle_all("rural_dibao", payer)
    await falls_to(award, 18000)
    await database.execute("UPDATE award SET steps = NULL")
    debt = await the_debt(award)
    assert debt.fen == 2000 + 2000 + 7000
    months = await recoveries.months_of(debt.id)
    assert sorted((each.for_month, each.paid_fen, each.fen) for each in months) == [
        (MARCH, 20000, 2000), (APRIL, 20000, 2000), (MAY, 5000, 5000), (MAY, 20000, 2000),
    ]  # fmt: skip


async def test_what_came_back_and_is_owed_after_all_is_paid_again() -> None:
    award, payer = await a_dibao(), await a_payer()
    await falls_to(award, 19000)
    debt = await told(await the_debt(award), payer)
    await recoveries.repay(debt.id, 1500, clock.today(), "回单1", payer)  # of March all, of April half
    await falls_to(award, 20000)
    await settle_all("rural_dibao", payer)
    assert [each for each in await parts() if each[1]] == [(MARCH, 1, 1000), (APRIL, 1, 500)]
    assert await recoveries.find(COUNTY, CLOCK) == []
    assert await recoveries.left_of(debt.id) == 0
    with pytest.raises(EmptyBatch):
        await payouts.draw_up("rural_dibao", clock.today(), payer)
