"""Deciding a flag (核定): a named officer says, with a reason, whether who was flagged is paid all the same."""

from dataclasses import replace
from uuid import UUID

from backend import clock, database, journal, staff
from backend.payouts.approving import tell_state
from backend.payouts.flag import FlagDecision, FlagKind
from backend.payouts.reading import get_batch
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.staff import Officer, Power

_REASON_AT_MOST = 500  # characters


class NoSuchFlag(NotFound):
    """Nothing of this kind was noticed of this person in this batch."""

    sentence = "没有找到这条核查提示，请刷新后再看。"


class FlagDecided(NotNow):
    """A colleague was faster; what was decided once stays."""

    sentence = "这条核查提示已经核定过了，请刷新后再看。"


class FlagReasonMissing(NotAcceptable):
    """Money does not go, or not go, for no reason."""

    sentence = "请写明照发或者不发的理由（500字以内）。"


async def decide_flag(
    batch_id: UUID, resident_id: UUID, kind: FlagKind, decision: FlagDecision, reason: str, officer: Officer
) -> None:
    """Decide for all months of one person what was noticed of them.

    Who is not paid this time is taken out of the batch with all those months, their other flags are decided by it, and
    what is owed stays owed: the next run asks again. Refuses with NoSuchPower, OutsideYourPlace, NoSuchBatch,
    FlagReasonMissing, staff.YourOwnKin, WrongBatchState, NoSuchFlag and FlagDecided.
    """
    staff.must_have(officer, Power.DECIDE_FLAG)
    batch = await get_batch(batch_id, officer)
    reason = reason.strip()
    if not 0 < len(reason) <= _REASON_AT_MOST:
        raise FlagReasonMissing
    async with database.transaction():
        # Approvers and deciders wait here for each other: nothing is taken out of what somebody approves meanwhile.
        held = await database.rows("SELECT id FROM batch WHERE id = $1 AND state = 'drawn_up' FOR UPDATE", batch_id)
        if not held:
            await tell_state(batch_id)
        flags = await database.rows(
            "SELECT payout_id, decision FROM batch_flag WHERE batch_id = $1 AND resident_id = $2 AND kind = $3",
            batch_id, resident_id, kind.value,
        )  # fmt: skip
        if not flags:
            raise NoSuchFlag
        payouts = [flag["payout_id"] for flag in flags if flag["decision"] is None]
        if not payouts:
            raise FlagDecided
        await staff.must_not_be_kin(officer.signature, resident_id)
        await database.execute(
            """UPDATE batch_flag SET decision = $2, reason = $3, decided_by = $4, decided_at = $5
               WHERE payout_id = ANY ($1) AND decision IS NULL AND (kind = $6 OR $2 = 'withhold')""",
            payouts, decision.value, reason, officer.id, clock.now(), kind.value,
        )  # fmt: skip
        if decision is FlagDecision.WITHHOLD:
            await database.execute("UPDATE payout SET state = 'discarded' WHERE id = ANY ($1)", payouts)
        line = batch.line(
            journal.Deed.BATCH_FLAG_DECIDED, flag=kind.value, decision=decision.value, payouts=len(payouts)
        )
        await journal.record(replace(line, resident_id=resident_id), by=officer.signature)
