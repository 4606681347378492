"""Maker and checker are two people, in code and in the table; what is approved is what was drawn up."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import database, payouts
from backend.payouts import Batch, BatchState, Payout, WrongBatchState
from backend.residents import Resident
from backend.staff import Officer, OutsideYourPlace, Role
from backend.staff.powers import NoSuchPower
from tests.backend.payouts.awards import a_payer, an_approver, an_award
from tests.people import TOWNSHIP, an_officer, seed_parameters, some_id


@pytest.fixture
async def batch(empty_database: str, at: Any) -> Batch:
    """A batch of two payees, drawn up in March 2026."""
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_award()
    await an_award()
    return await payouts.draw_up("old_age_allowance", date(2026, 3, 1), await a_payer())


async def state_of(batch: Batch) -> BatchState:
    return (await Batch.get(id=batch.id)).state


async def test_nobody_approves_their_own_batch_even_with_the_power(batch: Batch) -> None:
    await database.execute("UPDATE officer SET role = 'county_approver' WHERE id = $1", batch.drawn_up_by)
    maker = await Officer.get(id=batch.drawn_up_by)
    with pytest.raises(payouts.CannotApproveOwnBatch):
        await payouts.approve(batch.id, maker)
    assert await state_of(batch) is BatchState.DRAWN_UP


async def test_the_table_itself_refuses_one_hand_for_both(batch: Batch) -> None:
    with pytest.raises(Exception, match="check"):
        await database.execute("UPDATE batch SET approved_by = drawn_up_by WHERE id = $1", batch.id)


async def test_two_approvers_at_once_approve_once(batch: Batch) -> None:
    approvers = [await an_approver() for _ in range(4)]
    outcomes = await asyncio.gather(*(payouts.approve(batch.id, each) for each in approvers), return_exceptions=True)
    assert sum(isinstance(each, Batch) for each in outcomes) == 1
    assert sum(isinstance(each, WrongBatchState) for each in outcomes) == 3


async def test_an_approval_and_a_discarding_at_once_leave_one_of_them(batch: Batch) -> None:
    payer, approver = await a_payer(), await an_approver()
    await asyncio.gather(payouts.approve(batch.id, approver), payouts.discard(batch.id, payer), return_exceptions=True)
    assert await state_of(batch) is BatchState.DISCARDED  # an approved batch may still be discarded
    assert await Payout.filter(state="discarded").count() == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payout SET amount_fen = amount_fen + 1 WHERE line = 1",
        "UPDATE payout SET for_month = '2026-02-01' WHERE line = 2",
        "DELETE FROM payout WHERE line = 2",
        "UPDATE payout SET line = 3 WHERE line = 2",
    ],
)
async def test_rows_changed_behind_the_houses_back_are_not_approved(batch: Batch, change: str) -> None:
    await database.execute(change)
    with pytest.raises(payouts.BatchChanged):
        await payouts.approve(batch.id, await an_approver())
    assert await state_of(batch) is BatchState.DRAWN_UP


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE resident SET deceased_on = '2026-03-04' WHERE id = (SELECT resident_id FROM payout WHERE line = 1)",
        "UPDATE account SET closed_at = now() WHERE id = (SELECT account_id FROM payout WHERE line = 1)",
        "UPDATE award SET suspended_from = '2026-03-01' WHERE id = (SELECT award_id FROM payout WHERE line = 1)",
        "UPDATE award SET stopped_from = '2026-03-01' WHERE id = (SELECT award_id FROM payout WHERE line = 1)",
        "UPDATE award SET monthly_fen = 6000 WHERE id = (SELECT award_id FROM payout WHERE line = 1)",
        "UPDATE resident SET birth_date = '1930-01-01' WHERE id = (SELECT resident_id FROM payout WHERE line = 1)",
    ],
)
async def test_a_batch_that_life_has_overtaken_is_neither_approved_nor_exported(batch: Batch, change: str) -> None:
    payer = await approved_for(batch)
    await database.execute(change)
    with pytest.raises(payouts.BatchOutdated) as refused:
        await payouts.export(batch.id, payer)
    assert refused.value.details == {"lines": 1}
    assert await state_of(batch) is BatchState.APPROVED
    await database.execute("UPDATE batch SET state = 'drawn_up', approved_by = NULL, approved_at = NULL")
    with pytest.raises(payouts.BatchOutdated):
        await payouts.approve(batch.id, await an_approver())


@pytest.mark.parametrize("rates", ["value = '[[80, 6000]]'", "valid_from = '2026-03-02'"])
async def test_rates_corrected_since_then_are_not_passed_over(batch: Batch, rates: str) -> None:
    await database.execute(f"UPDATE parameter SET {rates} WHERE key = 'aged.bands'")
    with pytest.raises(payouts.BatchOutdated) as refused:
        await payouts.approve(batch.id, await an_approver())
    assert refused.value.details == {"lines": 2}
    assert await state_of(batch) is BatchState.DRAWN_UP


async def approved_for(batch: Batch) -> Officer:
    """Approve the batch; an officer who may export it."""
    await payouts.approve(batch.id, await an_approver())
    return await a_payer()


async def test_what_is_not_approved_is_not_exported(batch: Batch) -> None:
    with pytest.raises(payouts.NotApprovedYet):
        await payouts.export(batch.id, await a_payer())
    assert await Payout.filter(state="drawn_up").count() == 2


async def test_a_discarded_batch_frees_its_months_and_its_round(batch: Batch) -> None:
    payer = await a_payer()
    await payouts.discard(batch.id, payer)
    again = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
    assert (again.round, again.number) == (1, "410325-GL-202603-02")
    assert (await payouts.totals(again.id)).payouts == 2
    for resident in await Resident.all():
        assert len(await payouts.statement(resident.id)) == 1


async def test_a_discarded_batch_is_neither_approved_nor_exported(batch: Batch) -> None:
    payer = await a_payer()
    await payouts.discard(batch.id, payer)
    with pytest.raises(WrongBatchState) as refused:
        await payouts.approve(batch.id, await an_approver())
    assert "已作废" in refused.value.shown
    with pytest.raises(WrongBatchState):
        await payouts.export(batch.id, payer)


async def test_what_has_gone_to_the_bank_is_not_discarded(batch: Batch) -> None:
    payer = await approved_for(batch)
    await payouts.export(batch.id, payer)
    with pytest.raises(WrongBatchState):
        await payouts.discard(batch.id, payer)
    assert await Payout.filter(state="sent").count() == 2


async def test_the_payer_does_not_approve(batch: Batch) -> None:
    with pytest.raises(NoSuchPower):
        await payouts.approve(batch.id, await a_payer())


async def test_the_approver_does_not_export(batch: Batch) -> None:
    await payouts.approve(batch.id, await an_approver())
    with pytest.raises(NoSuchPower):
        await payouts.export(batch.id, await an_approver())


async def test_a_township_does_not_see_the_countys_batches(batch: Batch) -> None:
    clerk = await an_officer(place=TOWNSHIP)
    with pytest.raises(OutsideYourPlace):
        await payouts.get_batch(batch.id, clerk)
    with pytest.raises(OutsideYourPlace):
        await payouts.batches_for(clerk)


async def test_the_auditor_sees_batches_and_their_lines_with_masked_accounts(batch: Batch) -> None:
    auditor = await an_officer(Role.AUDITOR)
    assert [each.id for each in await payouts.batches_for(auditor)] == [batch.id]
    lines = await payouts.batch_lines(batch.id)
    assert [line.account_last_four for line in lines] == ["0018", "0018"]
    assert "6228" not in repr(lines)
    assert [line.line for line in await payouts.batch_lines(batch.id, 1)] == [2]


async def test_an_unknown_batch_is_refused(batch: Batch) -> None:
    with pytest.raises(payouts.NoSuchBatch):
        await payouts.approve(some_id(), await an_approver())
