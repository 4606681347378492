"""Verifying: every batch that was ever drawn up, redone from its rows and held against what was signed for it."""

from dataclasses import dataclass
from uuid import UUID

from backend import database, journal
from backend.payouts.batch import Batch
from backend.payouts.chain import check_chain

_SIGNED = (journal.Deed.BATCH_APPROVED.value, journal.Deed.BATCH_RELEASED.value)


@dataclass(frozen=True)
class AlteredBatch:
    """`line` is the first line that is not as it was drawn up; 0 where only the number or the sum of them is not."""

    number: str
    line: int


@dataclass(frozen=True)
class BatchesVerified:
    """How many batches and payouts were redone, those taken out by a decision not counted; which were altered."""

    batches: int
    payouts: int
    altered: list[AlteredBatch]


async def verify_batches() -> BatchesVerified:
    """Redo the chain of every batch, one after the other, so that memory holds one at a time.

    Who rewrites rows, links and digests alike is found by the journal, whose own chain holds what was signed.
    """
    ids = [row["id"] for row in await database.rows("SELECT id FROM batch ORDER BY drawn_up_at, id")]
    counted, altered = 0, []
    for batch_id in ids:
        batch = await Batch.get(id=batch_id)
        check = await check_chain(batch)
        counted += check.payouts
        if check.broken_at is not None or not await _as_signed(batch_id):
            altered.append(AlteredBatch(batch.number, check.broken_at or 0))
    return BatchesVerified(len(ids), counted, altered)


async def _as_signed(batch_id: UUID) -> bool:
    """Approvals of older rules name no chain; what they name must fit all the same."""
    return not await database.rows(
        """SELECT FROM journal_entry j JOIN batch b ON b.id = j.subject_id
           WHERE j.subject_id = $1 AND j.deed = ANY ($2)
             AND (coalesce(j.facts->>'rows_digest', b.rows_digest) <> b.rows_digest
                  OR j.facts->>'chain_digest' IS DISTINCT FROM b.chain_digest AND j.facts ? 'chain_digest') LIMIT 1""",
        batch_id, list(_SIGNED),
    )  # fmt: skip
