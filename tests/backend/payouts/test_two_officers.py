"""Maker and checker are two people, in code and in the table; what is approved is what was drawn up."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import database, payouts
from backend.payouts import Batch, BatchState, Payout, WrongBatchState
from backend.residents import Account, Resident
from backend.staff import Officer, OutsideYourPlace, Role
from backend.staff.powers import NoSuchPower
from tests.backend.payouts.awards import a_payer, an_approver, an_award, let_go, with_the_lock_off
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


CHANGES = {
    "UPDATE payout SET amount_fen = amount_fen + 1 WHERE line = 1": 1,
    "UPDATE payout SET for_month = '2026-02-01' WHERE line = 2": 2,
    "DELETE FROM payout WHERE line = 2": 0,
    "DELETE FROM payout WHERE line = 1": 2,
    "UPDATE payout SET line = 3 WHERE line = 2": 3,
}


@pytest.mark.parametrize("change", CHANGES)
async def test_what_was_drawn_up_is_not_changed_in_the_table(batch: Batch, change: str) -> None:
    with pytest.raises(Exception, match=r"not changed|check"):
        await database.execute(change)


@pytest.mark.parametrize(("change", "line"), CHANGES.items())
async def test_rows_changed_with_the_lock_off_break_the_chain_at_their_line(
    batch: Batch, change: str, line: int
) -> None:
    await with_the_lock_off(change)
    with pytest.raises(payouts.BatchChanged) as refused:
        await payouts.approve(batch.id, await an_approver())
    assert refused.value.details == {"line": line}
    assert await state_of(batch) is BatchState.DRAWN_UP


async def test_an_account_rewritten_in_place_stops_the_release_and_the_export(batch: Batch) -> None:
    await payouts.approve(batch.id, await an_approver())
    await database.execute(
        "UPDATE account SET holder_name = '李四' WHERE id = (SELECT account_id FROM payout WHERE line = 2)"
    )
    with pytest.raises(payouts.BatchChanged) as refused:
        await payouts.release(batch.id, await an_approver())
    assert refused.value.details == {"line": 2}
    await database.execute("UPDATE account SET holder_name = '王秀英'")
    await payouts.release(batch.id, await an_approver())
    await database.execute("UPDATE account SET number_index = '\\x00'")
    with pytest.raises(payouts.BatchChanged):
        await payouts.export(batch.id, await a_payer())
    assert await Payout.filter(state="sent").count() == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE batch SET state = 'exported'", "UPDATE batch SET state = 'released'",
        "UPDATE batch SET rows_digest = repeat('0', 64)", "UPDATE batch SET approvers_needed = 2",
        "UPDATE payout SET state = 'sent'", "UPDATE payout SET state = 'settled'", "DELETE FROM payout",
        "INSERT INTO payout SELECT gen_random_uuid(), county, batch_id, 9, 'x', award_id, resident_id, village, "
        "'2026-02-01', 5000, account_id, 'sent', NULL, NULL, NULL, NULL, programme FROM payout LIMIT 1",
    ],
)  # fmt: skip
async def test_the_tables_themselves_let_nothing_out_that_was_not_released(batch: Batch, change: str) -> None:
    with pytest.raises(Exception, match=r"not changed|does not go|run ahead"):
        await database.execute(change)


async def test_who_approved_or_drew_up_does_not_release(batch: Batch) -> None:
    approver = await an_approver()
    await payouts.approve(batch.id, approver)
    with pytest.raises(payouts.NotReleasedYet):
        await payouts.export(batch.id, await a_payer())
    with pytest.raises(payouts.ReleasedByAThird):
        await payouts.release(batch.id, approver)
    await database.execute("UPDATE officer SET role = 'county_approver' WHERE id = $1", batch.drawn_up_by)
    with pytest.raises(payouts.ReleasedByAThird):
        await payouts.release(batch.id, await Officer.get(id=batch.drawn_up_by))
    with pytest.raises(Exception, match=r"does not release|check"):
        await database.execute(
            "UPDATE batch SET state = 'released', released_by = $2 WHERE id = $1", batch.id, approver.id
        )
    releasers = [await an_approver() for _ in range(3)]
    outcomes = await asyncio.gather(*(payouts.release(batch.id, each) for each in releasers), return_exceptions=True)
    assert sum(isinstance(each, Batch) for each in outcomes) == 1
    assert sum(isinstance(each, WrongBatchState) for each in outcomes) == 2
    with pytest.raises(WrongBatchState):
        await payouts.approve(batch.id, await an_approver())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE award SET suspended_from = '2026-03-01' WHERE id = (SELECT award_id FROM payout WHERE line = 1)",
        "UPDATE award SET stopped_from = '2026-03-01' WHERE id = (SELECT award_id FROM payout WHERE line = 1)",
        "UPDATE award SET monthly_fen = 6000 WHERE id = (SELECT award_id FROM payout WHERE line = 1)",
        "UPDATE resident SET birth_date = '1930-01-01' WHERE id = (SELECT resident_id FROM payout WHERE line = 1)",
    ],
)
async def test_a_batch_that_life_has_overtaken_is_not_exported(batch: Batch, change: str) -> None:
    payer = await let_go_for(batch)
    await database.execute(change)
    with pytest.raises(payouts.BatchOutdated) as refused:
        await payouts.export(batch.id, payer)
    assert refused.value.details == {"lines": 1}
    assert await state_of(batch) is BatchState.RELEASED


async def test_a_batch_that_life_has_overtaken_is_not_approved_nor_released(batch: Batch) -> None:
    died = "UPDATE resident SET deceased_on = $1 WHERE id = (SELECT resident_id FROM payout WHERE line = 1)"
    await database.execute(died, date(2026, 3, 4))
    with pytest.raises(payouts.BatchOutdated):
        await payouts.approve(batch.id, await an_approver())
    await database.execute(died, None)
    await payouts.approve(batch.id, await an_approver())
    await database.execute("UPDATE award SET stopped_from = '2026-03-01'")
    with pytest.raises(payouts.BatchOutdated):
        await payouts.release(batch.id, await an_approver())
    assert await state_of(batch) is BatchState.APPROVED


@pytest.mark.parametrize("rates", ["value = '[[80, 6000]]'", "valid_from = '2026-03-02'"])
async def test_rates_corrected_since_then_are_not_passed_over(batch: Batch, rates: str) -> None:
    await database.execute(f"UPDATE parameter SET {rates} WHERE key = 'aged.bands'")
    with pytest.raises(payouts.BatchOutdated) as refused:
        await payouts.approve(batch.id, await an_approver())
    assert refused.value.details == {"lines": 2}
    assert await state_of(batch) is BatchState.DRAWN_UP


async def let_go_for(batch: Batch) -> Officer:
    """Approve and release the batch; an officer who may export it."""
    await let_go(batch)
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
    payer = await let_go_for(batch)
    await payouts.export(batch.id, payer)
    with pytest.raises(WrongBatchState):
        await payouts.discard(batch.id, payer)
    assert await Payout.filter(state="sent").count() == 2


async def test_the_payer_does_not_approve(batch: Batch) -> None:
    with pytest.raises(NoSuchPower):
        await payouts.approve(batch.id, await a_payer())


async def test_the_approver_does_not_export(batch: Batch) -> None:
    await let_go(batch)
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
    ends = [account.last_four for account in await Account.all()]
    assert sorted(line.account_last_four for line in lines) == sorted(ends)
    assert "6228" not in repr(lines)
    assert [line.line for line in await payouts.batch_lines(batch.id, 1)] == [2]


async def test_an_unknown_batch_is_refused(batch: Batch) -> None:
    with pytest.raises(payouts.NoSuchBatch):
        await payouts.approve(some_id(), await an_approver())
