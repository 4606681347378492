"""Approving (复核): a second officer looks at exactly the rows that the first one drew up."""

from uuid import UUID

from backend import clock, database, funds, journal, staff
from backend.payouts.batch import Batch, WrongBatchState
from backend.payouts.outdated import must_be_up_to_date
from backend.payouts.payout import Payout
from backend.payouts.reading import get_batch
from backend.payouts.row_digest import DigestRow, digest_of
from backend.refusals import NotAllowed, NotNow
from backend.staff import Officer, Power


class CannotApproveOwnBatch(NotAllowed):
    """Maker and checker are two people (policy §10.3)."""

    sentence = "这个批次是您编制的，按规定要由另一位同事复核。"


class OwnKinInBatch(NotAllowed):
    """The batch pays somebody of the approver's household, or of a relative's (policy §18)."""

    sentence = "这个批次里有您备案的近亲属，按规定您要回避，请交给另一位同事复核。"


class BatchChanged(NotNow):
    """The rows are not those that were drawn up: somebody wrote to the tables behind the house's back."""

    sentence = "批次明细与编制时不一致，不能复核。请作废后重新编制，并报告系统管理员。"


async def approve(batch_id: UUID, officer: Officer) -> Batch:
    """Approve a batch that another officer drew up.

    Refuses with NoSuchPower, OutsideYourPlace, NoSuchBatch, CannotApproveOwnBatch, OwnKinInBatch, WrongBatchState,
    BatchChanged and BatchOutdated; where the county enforces its budget with funds.FundsShort and AllocationNotSet.
    Of two officers at once one approves.
    """
    staff.must_have(officer, Power.APPROVE_BATCH)
    batch = await get_batch(batch_id, officer)
    if batch.drawn_up_by == officer.id:
        raise CannotApproveOwnBatch
    async with database.transaction():
        approved = await database.execute(
            """UPDATE batch SET state = 'approved', approved_by = $2, approved_at = $3
               WHERE id = $1 AND state = 'drawn_up' AND drawn_up_by <> $2""",
            batch_id, officer.id, clock.now(),
        )  # fmt: skip
        if not approved:
            await tell_state(batch_id)
        rows = await Payout.filter(batch_id=batch_id).order_by("line").values_list(*DigestRow._fields)
        kin = await staff.kin_of(officer.signature)
        if kin and await Payout.filter(batch_id=batch_id, resident_id__in=kin).exists():
            raise OwnKinInBatch
        if digest_of(DigestRow(*row) for row in rows) != batch.rows_digest:
            raise BatchChanged
        await must_be_up_to_date(batch_id, batch.county)
        total = sum(DigestRow(*row).amount_fen for row in rows)
        await funds.commit_batch(batch.county, batch.id, batch.programme, total, officer.signature)
        line = batch.line(journal.Deed.BATCH_APPROVED, rows_digest=batch.rows_digest)
        await journal.record(line, by=officer.signature)
    return await Batch.get(id=batch_id)


async def tell_state(batch_id: UUID) -> None:
    """Raise WrongBatchState with where the batch now stands."""
    state = (await Batch.get(id=batch_id)).state
    raise WrongBatchState(f"这个批次现在是「{state.shown}」，不能这样办，请刷新后再看。", state=state.value)
