"""Repaying (退回), and dropping a claim (撤销) that turned out to be none."""

from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import database
from backend.recoveries.noting import (
    NothingLeft,
    hold,
    left_of,
    must_be_in_time,
    must_fit,
    note,
    sound_reason,
    was_told,
)
from backend.recoveries.overpayment import FactKind, Overpayment, RecoveryFact
from backend.refusals import NotAcceptable, NotNow
from backend.staff import Officer, Power

_RECEIPT_AT_MOST = 60  # characters


class ReceiptMissing(NotAcceptable):
    """Money without a receipt cannot be proved."""

    sentence = f"请填写银行回单或收据的编号，最多{_RECEIPT_AT_MOST}个字。"


class ReceiptUsedBefore(NotNow):
    """The same receipt is in the books."""

    sentence = "这张回单已经登记过了，不能重复登记，请核对编号。"


async def repay(overpayment_id: UUID, fen: int, on: date, receipt: str, officer: Officer) -> int:
    """`fen` came back; what is left of the debt.

    Refuses as `noting.hold`, and with MoreThanTheDebt, DayImpossible, ReceiptMissing, ReceiptUsedBefore.
    """
    receipt = receipt.strip()
    if not 0 < len(receipt) <= _RECEIPT_AT_MOST:
        raise ReceiptMissing
    try:
        async with database.transaction():
            overpayment, left = await hold(overpayment_id, officer, Power.RECOVER)
            must_fit(fen, left)
            must_be_in_time(on, overpayment)
            await note(overpayment, FactKind.REPAID, officer.signature, fen=fen, on=on, receipt=receipt)
    except IntegrityError as used:
        raise ReceiptUsedBefore from used
    return left - fen


async def drop(overpayment_id: UUID, officer: Officer, *, reason: str) -> Overpayment:
    """The claim was none, such as a wrong date put right: what is left of it is spending again.

    A report may be dropped when nothing is left of it, too, once: what came back of it is then owed again. Of what the
    register found it sees that by itself. Refuses as `noting.hold`, and with ReasonMissing.
    """
    reason = sound_reason(reason)
    async with database.transaction():
        overpayment, left = await hold(overpayment_id, officer, Power.RECOVER, ended_too=True)
        if not await is_standing_report(overpayment):
            if not await left_of(overpayment.id):
                raise NothingLeft
            must_fit(left, left)
        await note(
            overpayment, FactKind.DROPPED, officer.signature, fen=left or None, reason=reason,
            was_told=await was_told(overpayment.id),
        )  # fmt: skip
    return overpayment


async def is_standing_report(overpayment: Overpayment) -> bool:
    """Whether an officer reported it and none has dropped it since, however much of it has come back."""
    dropped = RecoveryFact.filter(overpayment_id=overpayment.id, kind=FactKind.DROPPED)
    return overpayment.reported and not await dropped.exists()
