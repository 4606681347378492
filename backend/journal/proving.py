"""Proving: entries with their links, so that whoever holds them can redo the chain without our database."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend import database
from backend.journal.chaining import TEXT


@dataclass(frozen=True, slots=True)
class Proof:
    """`digest` is SHA-256 of the digest before, followed by the SHA-256 of `text` in UTF-8; hex. None: not chained yet.

    `text` is all of the entry that a reader relies on.
    """

    deed: str
    subject_id: UUID
    facts: str
    text: str
    link: int | None
    before: str | None
    digest: str | None


async def proofs_of(subject_ids: Sequence[UUID]) -> list[Proof]:
    """Every entry about these subjects, in order."""
    found = await database.rows(
        f"""SELECT e.deed, e.subject_id, e.facts::text AS facts, e.text, e.link,
                   encode(e.chain_digest, 'hex') AS digest,
                   CASE WHEN e.link = 1 THEN repeat('0', 64) ELSE encode(b.chain_digest, 'hex') END AS before
            FROM (SELECT *, {TEXT} AS text FROM journal_entry WHERE subject_id = ANY ($1)) AS e
            LEFT JOIN journal_entry b ON b.link = e.link - 1
            ORDER BY e.id""",
        list(subject_ids),
    )
    return [Proof(**row) for row in found]
