"""Writing off (核销): what cannot come back is given up by two officers, with a reason."""

from uuid import UUID

from backend import database
from backend.recoveries.noting import hold, must_fit, note, sound_reason
from backend.recoveries.overpayment import FactKind, Overpayment, RecoveryFact
from backend.refusals import NotAllowed, NotNow
from backend.staff import Officer, Power


class CannotApproveOwnWriteOff(NotAllowed):
    """Maker and checker are two people (policy §10.3)."""

    sentence = "这笔核销是您申请的，按规定要由另一位同事审批。"


class NoWriteOffProposed(NotNow):
    """Nothing waits for a decision."""

    sentence = "这笔多发没有待审批的核销申请，请刷新后再看。"


class WriteOffWaiting(NotNow):
    """One proposal at a time."""

    sentence = "这笔多发已经有一份核销申请在等审批，请先等审批结果。"


async def propose_write_off(overpayment_id: UUID, fen: int, officer: Officer, *, reason: str) -> Overpayment:
    """Ask that `fen` be written off.

    Refuses as `noting.hold`, and with MoreThanTheDebt, ReasonMissing and WriteOffWaiting.
    """
    reason = sound_reason(reason)
    async with database.transaction():
        overpayment, left = await hold(overpayment_id, officer, Power.RECOVER)
        if await waiting(overpayment.id) is not None:
            raise WriteOffWaiting
        must_fit(fen, left)
        await note(overpayment, FactKind.WRITE_OFF_PROPOSED, officer.signature, fen=fen, reason=reason)
    return overpayment


async def decide_write_off(overpayment_id: UUID, officer: Officer, *, approved: bool, reason: str) -> Overpayment:
    """Another officer decides on the proposal that waits.

    What came back in between is not written off with it. Refuses as `noting.hold`, and with ReasonMissing,
    NoWriteOffProposed and CannotApproveOwnWriteOff; MoreThanTheDebt while batches on their way hold back all of it.
    Of two officers at once one decides.
    """
    reason = sound_reason(reason)
    async with database.transaction():
        overpayment, left = await hold(overpayment_id, officer, Power.APPROVE_WRITE_OFF)
        proposed = await waiting(overpayment.id)
        if proposed is None or proposed.fen is None:
            raise NoWriteOffProposed
        if proposed.by_id == officer.id:
            raise CannotApproveOwnWriteOff
        if approved:
            fen = min(proposed.fen, left)
            must_fit(fen, left)
            await note(overpayment, FactKind.WRITTEN_OFF, officer.signature, fen=fen, reason=reason)
        else:
            await note(overpayment, FactKind.WRITE_OFF_DECLINED, officer.signature, reason=reason)
    return overpayment


async def waiting(overpayment_id: UUID) -> RecoveryFact | None:
    """The proposal that nobody has decided on."""
    kinds = (FactKind.WRITE_OFF_PROPOSED, FactKind.WRITTEN_OFF, FactKind.WRITE_OFF_DECLINED)
    last = await RecoveryFact.filter(overpayment_id=overpayment_id, kind__in=kinds).order_by("-id").first()
    return last if last is not None and last.kind is FactKind.WRITE_OFF_PROPOSED else None
