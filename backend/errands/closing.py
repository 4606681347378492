"""Closing an errand that nobody need run any more: it leaves the lists, stays on file, and says why."""

from collections.abc import Sequence

from backend import clock, database
from backend.errands.errand import NEEDLESS
from backend.journal import Deed, Line, Signature, record_many


async def close_needless(causes: Sequence[str], *, words: str, by: Signature) -> int:
    """Close what these causes raised and nobody has done yet, in the caller's transaction; how many.

    `words` are kept as its note, and are what a cadre reads who finishes it all the same.
    """
    closed = await database.rows(
        """UPDATE errand SET done_at = $2, outcome = $3, note = $4 WHERE because = ANY ($1) AND done_at IS NULL
           RETURNING id, county, village, resident_id, kind""",
        list(causes), clock.now(), NEEDLESS, words,
    )  # fmt: skip
    await record_many(
        [
            Line(
                Deed.ERRAND_CALLED_OFF, each["county"], "errand", each["id"], resident_id=each["resident_id"],
                village=each["village"], facts={"kind": each["kind"], "outcome": NEEDLESS},
            )
            for each in closed
        ],
        by=by,
    )  # fmt: skip
    return len(closed)


async def ask_for_less(causes: Sequence[str], *, reason: str) -> int:
    """Have something else said at the door than what these causes asked for, in the caller's transaction; how many.

    For what is partly done already, such as news that was read while the number is still to be put right.
    """
    return await database.execute(
        "UPDATE errand SET reason = $2 WHERE because = ANY ($1) AND done_at IS NULL", list(causes), reason
    )
