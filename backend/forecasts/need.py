"""Need: what every running award will cost, month by month, by the changes that are known today.

Known are ages that reach another band, awards that stop or are suspended from a month on, deaths, and standards that
hold from a later date. Nobody new is guessed at.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend import database, entitlements, programmes
from backend.eligibility import StandardsNotSet
from backend.entitlements import CLAIM_COLUMNS, Claim, claim_in

Need = dict[str, dict[date, int]]  #: programme → month → fen


async def need(county: str, months: Sequence[date]) -> Need:
    """Fen owed for each of the months, by programme, less what is in an approved batch or paid.

    A month whose standard is not set counts as nothing. For 32,000 awards about a second, off the event loop.
    """
    awards = await database.rows(
        f"""SELECT a.id, a.programme, {CLAIM_COLUMNS}
            FROM award a JOIN resident r ON r.id = a.resident_id
            WHERE a.county = $1 AND NOT a.read_only AND (a.stopped_from IS NULL OR a.stopped_from > $2)""",
        county, months[0],
    )  # fmt: skip
    # A row an award, not a row a month: half a million rows would take longer than the reckoning.
    live = await database.rows(
        """SELECT award_id, array_agg(for_month) AS months, array_agg(fen) AS fen
           FROM (SELECT p.award_id, p.for_month, sum(p.amount_fen + p.withheld_fen)::bigint AS fen
                 FROM payout p JOIN batch b ON b.id = p.batch_id
                 WHERE p.county = $1 AND p.for_month BETWEEN $2 AND $3
                   AND b.state IN ('approved', 'exported', 'closed') AND p.state NOT IN ('bounced', 'discarded')
                 GROUP BY 1, 2) AS by_month GROUP BY 1""",
        county, months[0], months[-1],
    )  # fmt: skip
    rates = {month: await programmes.parameters_on(county, month) for month in months}
    covered = {row["award_id"]: dict(zip(row["months"], row["fen"], strict=True)) for row in live}
    return await asyncio.to_thread(_need, awards, covered, months, rates)


def _need(
    awards: Sequence[dict[str, Any]],
    covered: Mapping[UUID, Mapping[date, int]],
    months: Sequence[date],
    rates: Mapping[date, Mapping[str, object]],
) -> Need:
    needed: Need = {}
    alike: dict[Claim, list[int]] = {}  # most awards share their terms; the day of birth makes no difference
    for award in awards:
        born = award["birth_date"]
        claim = claim_in(award if (born.month, born.day) == (2, 29) else {**award, "birth_date": born.replace(day=1)})
        if claim not in alike:
            alike[claim] = [_owed(claim, month, rates[month]) for month in months]
        by_month = needed.setdefault(award["programme"], dict.fromkeys(months, 0))
        paid = covered.get(award["id"], {})
        for month, owed in zip(months, alike[claim], strict=True):
            # By award: what one person was paid too much pays nobody else.
            by_month[month] += max(0, owed - paid.get(month, 0))
    return needed


def _owed(claim: Claim, month: date, rates: Mapping[str, object]) -> int:
    try:
        return entitlements.fen_for(claim, month, rates)
    except StandardsNotSet:
        return 0
