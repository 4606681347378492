"""Receiving (平台回执): the provincial platform says which lines it has; it moves no money and closes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend import clock, database
from backend.payouts.batch import Batch
from backend.payouts.return_lines import ReturnLine


@dataclass(frozen=True)
class Received:
    """How many lines and fen of a batch the platform said it has, and how many of them it has not paid or returned."""

    lines: int
    fen: int
    waiting: int


async def receive(batch: Batch, lines: Sequence[ReturnLine]) -> int:
    """Note, inside the present transaction, the lines that were not noted before; how many those are."""
    return await database.execute(
        """INSERT INTO payout_receipt (payout_id, batch_id, county, received_on)
           SELECT payout.id, payout.batch_id, payout.county, $4
           FROM payout WHERE batch_id = $1 AND county = $2 AND serial = ANY ($3) AND state = 'sent'
           ON CONFLICT DO NOTHING""",
        batch.id, batch.county, [line.serial for line in lines], clock.today(),
    )  # fmt: skip


async def received(batch_id: UUID) -> Received | None:
    """For whoever was given the batch; None where no platform has said anything."""
    row = await database.row(
        """SELECT count(*)::int AS lines, coalesce(sum(p.amount_fen), 0)::bigint AS fen,
                  (count(*) FILTER (WHERE p.state = 'sent'))::int AS waiting
           FROM payout_receipt r JOIN payout p ON p.id = r.payout_id WHERE r.batch_id = $1""",
        batch_id,
    )
    return Received(**row) if row and row["lines"] else None
