"""Approving (复核): other officers look at exactly the rows that the first one drew up, as many as its sum asks for."""

from uuid import UUID

from backend import clock, cycle_collector, database, funds, inquiries, journal, staff
from backend.payouts.batch import Batch, WrongBatchState
from backend.payouts.chain import must_be_as_drawn_up
from backend.payouts.closed_month import must_be_open
from backend.payouts.confirming import must_be_confirmed
from backend.payouts.flagging import raise_flags
from backend.payouts.flags import must_have_no_open_flags
from backend.payouts.outdated import must_be_up_to_date
from backend.payouts.payout import Payout
from backend.payouts.reading import get_batch
from backend.refusals import NotAllowed, NotNow
from backend.staff import Officer, Power


class CannotApproveOwnBatch(NotAllowed):
    """Maker and checker are two people (policy §10.3)."""

    sentence = "这个批次是您编制的，按规定要由另一位同事复核。"


class OwnKinInBatch(NotAllowed):
    """The batch pays somebody of the approver's household, or of a relative's (policy §18)."""

    sentence = "这个批次里有您备案的近亲属，按规定您要回避，请交给另一位同事复核。"


class HandledInBatch(NotAllowed):
    """Who investigated, gave the first opinion in or decided a case does not let its money go (policy §18)."""

    sentence = "这个批次里有您调查、提出初审意见或审核确认过的人，按规定要由另一位同事办理这一步。"


class NobodyLeft(NotNow):
    """Everyone in the batch was taken out by a decision."""

    sentence = "这个批次里的人这次都不发，没有可以复核的，请作废。"


class ApprovedByYou(NotNow):
    """Where a sum asks for two approvers, they are two people."""

    sentence = "您已经复核过这个批次。按金额还要由另一位同事复核。"


@cycle_collector.resting()
async def approve(batch_id: UUID, officer: Officer) -> Batch:
    """Approve a batch that another officer drew up; it is approved when as many have as its sum asks for.

    Refuses with NoSuchPower, OutsideYourPlace, NoSuchBatch, CannotApproveOwnBatch, OwnKinInBatch,
    HandledInBatch, MonthClosed, WrongBatchState, ApprovedByYou, NotConfirmedYet, FlagsOpen, NobodyLeft, BatchChanged
    and BatchOutdated; where the county enforces its budget with funds.FundsShort and AllocationNotSet. Of two
    officers at once where one is asked for, one approves.
    """
    staff.must_have(officer, Power.APPROVE_BATCH)
    batch = await get_batch(batch_id, officer)
    if batch.drawn_up_by == officer.id:
        raise CannotApproveOwnBatch
    await must_be_open(batch.county, batch.month)
    await _look_again(batch)
    async with database.transaction():
        # Approvers wait here for each other, so that each counts those before.
        held = await database.rows("SELECT id FROM batch WHERE id = $1 AND state = 'drawn_up' FOR UPDATE", batch_id)
        if not held:
            await tell_state(batch_id)
        await must_have_no_kin_in(batch_id, officer)
        await must_have_handled_nobody_in(batch_id, officer)
        added = await database.execute(
            "INSERT INTO batch_approval (batch_id, officer_id, county, approved_at) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT DO NOTHING",
            batch_id, officer.id, batch.county, clock.now(),
        )  # fmt: skip
        if not added:
            raise ApprovedByYou
        await must_be_confirmed(batch)
        await must_have_no_open_flags(batch)
        check = await must_be_as_drawn_up(batch)
        if not check.payouts:
            raise NobodyLeft
        await must_be_up_to_date(batch_id, batch.county)
        approvals = await database.rows("SELECT officer_id FROM batch_approval WHERE batch_id = $1", batch_id)
        if len(approvals) >= batch.approvers_needed:
            await _complete(batch, officer)
            await funds.commit_batch(batch.county, batch.id, batch.programme, check.total_fen, officer.signature)
        signed = {"rows_digest": batch.rows_digest, "chain_digest": batch.chain_digest}
        facts = {**signed, "approvals": len(approvals), "needed": batch.approvers_needed}
        await journal.record(batch.line(journal.Deed.BATCH_APPROVED, **facts), by=officer.signature)
    return await Batch.get(id=batch_id)


async def _look_again(batch: Batch) -> None:
    """What became known since the drawing up is flagged, and stays so though the approval is refused for it."""
    async with database.transaction():
        if await database.rows("SELECT id FROM batch WHERE id = $1 AND state = 'drawn_up' FOR UPDATE", batch.id):
            await raise_flags(batch)


async def _complete(batch: Batch, officer: Officer) -> None:
    await database.execute(
        "UPDATE batch SET state = 'approved', approved_by = $2, approved_at = $3 WHERE id = $1 AND state = 'drawn_up'",
        batch.id, officer.id, clock.now(),
    )  # fmt: skip


async def must_have_no_kin_in(batch_id: UUID, officer: Officer) -> None:
    """OwnKinInBatch if the batch pays anybody on the officer's part of the register of relatives."""
    kin = await staff.kin_of(officer.signature)
    if kin and await Payout.filter(batch_id=batch_id, resident_id__in=kin).exclude(state="discarded").exists():
        raise OwnKinInBatch


async def must_have_handled_nobody_in(batch_id: UUID, officer: Officer) -> None:
    """HandledInBatch if the batch pays an award on whose case the officer worked, in this role or an earlier one.

    To have proposed or approved a funeral aid is such work.
    """
    handled = await inquiries.handled_by(officer)
    if await database.rows(
        """SELECT FROM payout p JOIN award a ON a.id = p.award_id
           WHERE p.batch_id = $1 AND p.state <> 'discarded' AND (
               a.application_id = ANY ($2) OR a.after_death AND EXISTS (
                   SELECT FROM funeral_aid f WHERE f.award_id = a.id AND $3 IN (f.proposed_by, f.decided_by)))
           LIMIT 1""",
        batch_id, handled, officer.id,
    ):  # fmt: skip
        raise HandledInBatch


async def tell_state(batch_id: UUID) -> None:
    """Raise WrongBatchState with where the batch now stands."""
    state = (await Batch.get(id=batch_id)).state
    raise WrongBatchState(f"这个批次现在是「{state.shown}」，不能这样办，请刷新后再看。", state=state.value)
