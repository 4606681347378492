"""Discarding (作废): a batch that has not gone to the bank is given up, and its months are owed as before."""

from uuid import UUID

from backend import database, funds, journal, staff
from backend.payouts.approving import tell_state
from backend.payouts.batch import Batch
from backend.payouts.reading import get_batch
from backend.staff import Officer, Power


async def discard(batch_id: UUID, officer: Officer) -> Batch:
    """Give up a batch that was drawn up, approved or released, never one whose file has gone out.

    Refuses with NoSuchPower, OutsideYourPlace, NoSuchBatch and WrongBatchState.
    """
    staff.must_have(officer, Power.DRAW_UP_BATCH)
    batch = await get_batch(batch_id, officer)
    async with database.transaction():
        discarded = await database.execute(
            "UPDATE batch SET state = 'discarded' WHERE id = $1 AND state IN ('drawn_up', 'approved', 'released')",
            batch_id,
        )
        if not discarded:
            await tell_state(batch_id)
        freed = await database.execute("UPDATE payout SET state = 'discarded' WHERE batch_id = $1", batch_id)
        await funds.release(batch.county, batch.id, batch.programme, officer.signature)
        await journal.record(batch.line(journal.Deed.BATCH_DISCARDED, payouts=freed), by=officer.signature)
    return await Batch.get(id=batch_id)
