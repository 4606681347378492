"""Releasing (放款): a third person lets an approved batch go; before that it cannot be exported."""

from uuid import UUID

from backend import clock, cycle_collector, database, journal, staff
from backend.payouts.approving import NobodyLeft, must_have_handled_nobody_in, must_have_no_kin_in, tell_state
from backend.payouts.batch import Batch
from backend.payouts.chain import must_be_as_drawn_up
from backend.payouts.outdated import must_be_up_to_date
from backend.payouts.overtaken import hold_back_overtaken, say_who_is_withheld
from backend.payouts.reading import get_batch
from backend.refusals import NotAllowed
from backend.staff import Officer, Power


class ReleasedByAThird(NotAllowed):
    """Maker, checker and who releases are three people (policy §10.3)."""

    sentence = "这个批次您已经办过前面的步骤，按规定要由第三位同事放款。"


@cycle_collector.resting()
async def release(batch_id: UUID, officer: Officer) -> Batch:
    """Let an approved batch go to the bank, without those whom life has overtaken since; they are flagged.

    Refuses with NoSuchPower, OutsideYourPlace, NoSuchBatch, ReleasedByAThird, OwnKinInBatch, HandledInBatch,
    WrongBatchState, BatchChanged, NobodyLeft and BatchOutdated. Of two officers at once one releases.
    """
    staff.must_have(officer, Power.RELEASE_BATCH)
    batch = await get_batch(batch_id, officer)
    approved = await database.rows(
        "SELECT FROM batch_approval WHERE batch_id = $1 AND officer_id = $2", batch_id, officer.id
    )
    if approved or officer.id in (batch.drawn_up_by, batch.approved_by):
        raise ReleasedByAThird
    async with database.transaction():
        released = await database.execute(
            "UPDATE batch SET state = 'released', released_by = $2, released_at = $3 "
            "WHERE id = $1 AND state = 'approved'",
            batch_id, officer.id, clock.now(),
        )  # fmt: skip
        if not released:
            await tell_state(batch_id)
        await must_have_no_kin_in(batch_id, officer)
        await must_have_handled_nobody_in(batch_id, officer)
        held_back = await hold_back_overtaken(batch, officer)
        check = await must_be_as_drawn_up(batch)
        if not check.payouts:
            raise NobodyLeft
        await must_be_up_to_date(batch_id, batch.county)
        await say_who_is_withheld(batch, officer)
        signed = {"rows_digest": batch.rows_digest, "chain_digest": batch.chain_digest}
        facts = {"payouts": check.payouts, "total_fen": check.total_fen, "held_back": held_back, **signed}
        await journal.record(batch.line(journal.Deed.BATCH_RELEASED, **facts), by=officer.signature)
    return await Batch.get(id=batch_id)
