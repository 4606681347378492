"""Overtaken (编制以后有变): whom life overtook on the way to the bank is held back, by rule, with the reason in view.

One death in a county must not hold up everybody's month, and one expired agreement must not be paid because all others
wait. The rows stay in the batch's chain and count no more; their months stay owed, and the next run looks again. By the
journal whoever is not paid this time hears of it, be it that an officer decided so.
"""

from typing import Any

from backend import clock, database, funds, journal
from backend.payouts.asking_for_agreement import ask_for_agreements
from backend.payouts.batch import Batch
from backend.payouts.chain import must_be_as_drawn_up
from backend.payouts.flag import FlagDecision, FlagKind
from backend.staff import Officer

_REASONS = {
    FlagKind.DIED: "复核以后登记了去世，这一笔没有交给银行。去世当月及以前没发的，请按规定另行办理。",
    FlagKind.ACCOUNT_CLOSED: "复核以后更换或者停用了收款账户，这一笔没有交给银行，下一批发到新账户。",
    FlagKind.AGREEMENT_OVER: "代领协议已到期或者终止，这一笔没有交给银行。续签协议或者登记本人账户以后，下一批补发。",
}
WITHHELD = "withheld"  #: why a row is held back that no rule held back: an officer decided so, with a reason on file
# What an officer decided to pay all the same was known before the approval; an agreement in force was no flag.
#: Why a payout `p` of a person `r` at an account `acc` must not go any more; NULL where it may. $3 is today.
WHY_OVERTAKEN = """CASE
    WHEN r.deceased_on IS NOT NULL AND acc.only_for IS NULL THEN 'died'
    WHEN acc.only_for IS NULL
         AND coalesce((SELECT bool_and(g.state <> 'in_force' OR g.until < $3) FROM payee_agreement g
                       WHERE g.account_id = acc.id), acc.holder_name <> r.name)
         AND NOT EXISTS (SELECT FROM batch_flag f WHERE f.payout_id = p.id AND f.kind = 'holder_differs'
                         AND f.decision = 'pay') THEN 'agreement_over'
    WHEN acc.closed_at IS NOT NULL THEN 'account_closed' END"""


async def overtaken(batch: Batch) -> list[dict[str, Any]]:
    """The rows that must not go to the bank any more, each with its kind."""
    return await database.rows(
        f"""SELECT * FROM (
                SELECT p.id, p.resident_id, p.village, p.for_month, p.amount_fen, {WHY_OVERTAKEN} AS kind
                FROM payout p JOIN resident r ON r.id = p.resident_id JOIN account acc ON acc.id = p.account_id
                WHERE p.batch_id = $1 AND p.county = $2 AND p.state = 'drawn_up') AS found
            WHERE kind IS NOT NULL ORDER BY id""",
        batch.id, batch.county, clock.today(),
    )  # fmt: skip


async def hold_back_overtaken(batch: Batch, officer: Officer) -> int:
    """Take them out of a batch that is approved or released, inside the deed that holds it; how many rows.

    Refuses with BatchChanged.
    """
    rows = await overtaken(batch)
    if not rows:
        return 0
    await must_be_as_drawn_up(batch)  # before the reason is believed: an account may have been rewritten in place
    ids, kinds = [row["id"] for row in rows], [row["kind"] for row in rows]
    await database.execute(
        """INSERT INTO batch_flag (payout_id, kind, batch_id, county, resident_id, raised_at, decision, reason,
                                   decided_at)
           SELECT held.id, held.kind, $1, $2, held.resident_id, $3, $4, held.why, $3
           FROM unnest($5::uuid[], $6::text[], $7::uuid[], $8::text[]) AS held (id, kind, resident_id, why)""",
        batch.id, batch.county, clock.now(), FlagDecision.WITHHOLD.value, ids, kinds,
        [row["resident_id"] for row in rows], [_REASONS[FlagKind(kind)] for kind in kinds],
    )  # fmt: skip
    await database.execute("UPDATE payout SET state = 'discarded' WHERE id = ANY ($1)", ids)
    held_fen = sum(row["amount_fen"] for row in rows)
    await funds.release(batch.county, batch.id, batch.programme, officer.signature, held_fen)
    await journal.record_many([_line(batch, row) for row in rows], by=officer.signature)
    await ask_for_agreements(batch)
    return len(rows)


async def say_who_is_withheld(batch: Batch, officer: Officer) -> None:
    """Whom an officer decided not to pay goes on record as the batch leaves without them: until then it may be drawn up
    anew. Inside the deed that holds it."""
    rows = await database.rows(
        """SELECT DISTINCT ON (p.id) p.id, p.resident_id, p.village, p.for_month, p.amount_fen, $3::text AS kind
           FROM batch_flag f JOIN payout p ON p.id = f.payout_id AND p.county = $2 AND p.state = 'discarded'
           WHERE f.batch_id = $1 AND f.decision = 'withhold' AND f.decided_by IS NOT NULL ORDER BY p.id""",
        batch.id, batch.county, WITHHELD,
    )  # fmt: skip
    await journal.record_many([_line(batch, row) for row in rows], by=officer.signature)


def _line(batch: Batch, row: dict[str, Any]) -> journal.Line:
    return journal.Line(
        journal.Deed.PAYOUT_HELD_BACK, batch.county, "payout", row["id"], resident_id=row["resident_id"],
        village=row["village"],
        facts={
            "why": row["kind"], "amount_fen": row["amount_fen"], "month": row["for_month"].isoformat(),
            "programme": batch.programme, "batch_id": batch.id,
        },
    )  # fmt: skip
