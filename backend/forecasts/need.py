"""Need: what every running award will cost, month by month, by the changes that are known today.

Known are ages that reach another band, awards that stop or are suspended from a month on, deaths, and standards that
hold from a later date. Nobody new is guessed at.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from backend import database, entitlements, programmes
from backend.eligibility import StandardsNotSet
from backend.entitlements import Claim

_CLAIM = (
    "read_only", "from_month", "paid_here_from", "suspended_from", "stopped_from", "monthly_fen", "birth_date",
    "deceased_on",
)  # fmt: skip
Need = dict[str, dict[date, int]]  #: programme → month → fen


async def need(county: str, months: Sequence[date]) -> Need:
    """Fen owed for each of the months, by programme, less what is in an approved batch or paid.

    A month whose standard is not set counts as nothing. For 32,000 awards about a second, off the event loop.
    """
    awards = await database.rows(
        f"""SELECT a.programme, {", ".join(f"a.{column}" for column in _CLAIM[:6])}, r.birth_date, r.deceased_on
            FROM award a JOIN resident r ON r.id = a.resident_id
            WHERE a.county = $1 AND NOT a.read_only AND (a.stopped_from IS NULL OR a.stopped_from > $2)""",
        county, months[0],
    )  # fmt: skip
    rates = {month: await programmes.parameters_on(county, month) for month in months}
    owed = await asyncio.to_thread(_owed, awards, months, rates)
    for row in await database.rows(
        """SELECT p.programme, p.for_month, sum(p.amount_fen)::bigint AS fen
           FROM payout p JOIN batch b ON b.id = p.batch_id
           WHERE p.county = $1 AND p.for_month = ANY ($2) AND b.state IN ('approved', 'exported', 'closed')
             AND p.state NOT IN ('bounced', 'discarded') GROUP BY 1, 2""",
        county, list(months),
    ):  # fmt: skip
        left = owed[row["programme"]][row["for_month"]] - row["fen"]
        owed[row["programme"]][row["for_month"]] = max(0, left)
    return {programme: dict(by_month) for programme, by_month in owed.items()}


def _owed(
    awards: Sequence[dict[str, Any]], months: Sequence[date], rates: Mapping[date, Mapping[str, object]]
) -> defaultdict[str, defaultdict[date, int]]:
    owed: defaultdict[str, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
    for award in awards:
        claim = Claim(*(award[column] for column in _CLAIM))
        by_month = owed[award["programme"]]
        for month in months:
            try:
                by_month[month] += entitlements.fen_for(claim, month, rates[month])
            except StandardsNotSet:
                by_month[month] += 0
    return owed
