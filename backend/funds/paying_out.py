"""Paying out: what the bank did with a batch's committed money, and what was never sent."""

from uuid import UUID

from backend.funds.allocation import largest_remainder
from backend.funds.balances import of_batch
from backend.funds.booking import Move, book, hold_ledger
from backend.funds.fund import FundAccount
from backend.funds.voucher import VoucherKind
from backend.journal import Signature


async def pay_out(county: str, batch_id: UUID, programme: str, fen: int, by: Signature) -> None:
    """`fen` of a batch have arrived: committed becomes paid, from the batch's sources as they stand."""
    await _draw(county, batch_id, programme, fen, by, VoucherKind.PAID_OUT, FundAccount.PAID)


async def give_back(county: str, batch_id: UUID, programme: str, fen: int, by: Signature) -> None:
    """`fen` of a batch bounced: the money is the funds' again. It stays owed, and the next batch commits it anew."""
    await _draw(county, batch_id, programme, fen, by, VoucherKind.BOUNCED_BACK, FundAccount.AVAILABLE)


async def release(county: str, batch_id: UUID, programme: str, by: Signature, fen: int | None = None) -> None:
    """`fen` of what a batch holds, or all of it, is the funds' again: it was given up before it went to the bank."""
    await _draw(county, batch_id, programme, fen, by, VoucherKind.RELEASED, FundAccount.AVAILABLE)


async def _draw(
    county: str, batch_id: UUID, programme: str, fen: int | None, by: Signature, kind: VoucherKind, into: FundAccount
) -> None:
    """Move `fen`, or all, out of what the batch holds, in proportion; to the last fen when all has been drawn.

    A batch that was approved before the county kept this ledger holds nothing, and nothing is booked for it.
    """
    await hold_ledger(county)
    held = await of_batch(batch_id, FundAccount.COMMITTED)
    if not held or fen == 0:
        return
    parts = largest_remainder(sum(held.values()) if fen is None else fen, list(held.values()))
    moves = [Move(fund, FundAccount.COMMITTED, into, part, programme) for fund, part in zip(held, parts, strict=True)]
    await book(county, kind, moves, by=by, batch_id=batch_id)
