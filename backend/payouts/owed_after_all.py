"""Owed after all (不再多发): what is still asked back of a month, and is not too much for it by today's facts.

An amount is cut and found to be too much, then raised again; somebody called dead is alive. What is open of such a
claim must neither be asked for any more nor held back of other months.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend import database
from backend.entitlements import CLAIM_COLUMNS
from backend.payouts.reckoning import fen_of, rates_of

# Reported claims are not here: they are of a cause that the register does not show.
_OPEN = f"""
SELECT c.overpayment_id, c.payout_id, c.for_month AS month, c.open, c.award_id, {CLAIM_COLUMNS},
       settled.fen - claimed.reported AS paid_fen, claimed.found AS claimed_fen
FROM claim_standing c JOIN award a ON a.id = c.award_id JOIN resident r ON r.id = a.resident_id
CROSS JOIN LATERAL (
    SELECT sum(p.amount_fen + p.withheld_fen)::bigint AS fen FROM payout p
    WHERE p.award_id = c.award_id AND p.for_month = c.for_month AND p.state = 'settled') AS settled
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.fen) FILTER (WHERE o.reported), 0)::bigint AS reported,
           coalesce(sum(m.fen) FILTER (WHERE NOT o.reported), 0)::bigint AS found
    FROM claimed_month m JOIN overpayment o ON o.id = m.overpayment_id
    WHERE o.award_id = c.award_id AND m.for_month = c.for_month) AS claimed
WHERE c.county = $1 AND NOT c.reported AND c.open > 0 AND ($2::uuid[] IS NULL OR c.overpayment_id = ANY ($2))
ORDER BY c.award_id, c.for_month, c.overpayment_id DESC, c.payout_id
"""


@dataclass(frozen=True, slots=True)
class OwedAfterAll:
    """So much of what a debt claims of one payout is claimed no more."""

    debt_id: UUID
    payout_id: UUID
    month: date
    fen: int


async def owed_after_all(county: str, debts: Iterable[UUID] | None = None) -> list[OwedAfterAll]:
    """Of all open claims, or those of these debts; the debt found last gives way first.

    What came back is not here, it is paid again; nor is what batches on their way hold back: it comes back with them.
    A month whose rate the county has not set is left alone.
    """
    rows = await database.rows(_OPEN, county, None if debts is None else list(debts))
    rates = await rates_of(county, (row["month"] for row in rows))
    months: dict[tuple[UUID, date], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        months[row["award_id"], row["month"]].append(row)
    found = []
    for (_, month), its in months.items():
        owed = fen_of(its[0], rates[month])
        if owed is None:
            continue
        beyond = its[0]["claimed_fen"] - max(0, its[0]["paid_fen"] - owed)
        for row in its:
            fen = min(row["open"], beyond)
            if fen > 0:
                found.append(OwedAfterAll(row["overpayment_id"], row["payout_id"], month, fen))
                beyond -= fen
    return found
