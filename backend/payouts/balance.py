"""Balance (应发、已发、追回): of each month of an award, what is owed, what went out for it, and what came back."""

from dataclasses import dataclass
from datetime import date

from backend import clock, database, entitlements
from backend.entitlements import Award
from backend.payouts.reckoning import fen_of, rates_of

_MONTHS = f"""
SELECT {entitlements.CLAIM_COLUMNS}, owed.month::date AS month, coalesce(paid.fen, 0)::bigint AS paid_fen,
       coalesce(paid.claimed, 0)::bigint AS claimed_fen, coalesce(paid.back, 0)::bigint AS back_fen,
       coalesce(paid.again, 0)::bigint AS again_fen
FROM award a JOIN resident r ON r.id = a.resident_id
CROSS JOIN LATERAL generate_series(
    least(greatest(a.from_month, a.paid_here_from),
          (SELECT min(for_month) FROM payout WHERE award_id = a.id))::timestamp,
    $2::timestamp, interval '1 month') AS owed (month)
LEFT JOIN LATERAL (
    SELECT sum(p.amount_fen + p.withheld_fen) AS fen, sum(back.fen) AS back,
           sum(back.again) AS again,
           sum((SELECT sum(m.fen) FROM claimed_month m WHERE m.payout_id = p.id)) AS claimed
    FROM payout p LEFT JOIN came_back($3) AS back ON back.payout_id = p.id
    WHERE p.award_id = a.id AND p.for_month = owed.month::date
      AND p.state NOT IN ('bounced', 'discarded')) AS paid ON true
WHERE a.id = $1 ORDER BY owed.month DESC LIMIT 120
"""


@dataclass(frozen=True)
class MonthBalance:
    """Fen of one month: `owed` None where no rate is set; `paid` or on its way, held back against a debt included.

    `claimed` was found or reported to be too much, of it `back` has come back, and of that `again` counts as not paid.
    """

    month: date
    owed: int | None
    paid: int
    claimed: int
    back: int
    again: int

    @property
    def left(self) -> int:
        """Still to be paid; below zero what is paid beyond what is owed and not back yet."""
        return (self.owed or 0) - self.paid + self.again


async def balance_of(award: Award) -> list[MonthBalance]:
    """The award's months up to the present one, newest first, at most 120; for whoever was given the award."""
    rows = await database.rows(_MONTHS, award.id, entitlements.month_of(clock.today()), award.county)
    rates = await rates_of(award.county, (row["month"] for row in rows))
    return [
        MonthBalance(
            row["month"],
            fen_of(row, rates[row["month"]]),
            row["paid_fen"],
            row["claimed_fen"],
            row["back_fen"],
            row["again_fen"],
        )
        for row in rows
    ]
