"""Suspects: settled payouts that could be more than is owed, narrowed down in SQL so that Python judges few.

A county of 32,000 payees settles two million months in five years; nearly all of them are right.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend import database
from backend.eligibility import StandardsNotSet
from backend.entitlements import CLAIM_COLUMNS, bands_in

_COLUMNS = f"""
SELECT p.id AS payout_id, p.batch_id, p.award_id, p.resident_id, p.programme, p.village, p.for_month, p.amount_fen,
       p.withheld_fen, p.part, {CLAIM_COLUMNS},
       coalesce((SELECT sum(m.fen) FROM claimed_month m WHERE m.payout_id = p.id), 0)::bigint AS claimed
FROM payout p JOIN award a ON a.id = p.award_id JOIN resident r ON r.id = p.resident_id
CROSS JOIN LATERAL (SELECT CASE WHEN a.steps IS NULL THEN a.monthly_fen ELSE (
    SELECT span.fen FROM award_spans(a) AS span
    WHERE span.begins <= p.for_month AND coalesce(p.for_month < span.before, true)) END AS fen) AS fixed
WHERE p.county = $1 AND p.state = 'settled'"""
# Whatever could lower what `entitlements.fen_for` gives must be named here; a test holds both against each other.
# A month may settle in parts; whoever has one of several parts is judged, with all of them.
_SUSPECT = f"""
WITH band AS (SELECT * FROM unnest($3::int[], $4::bigint[]) AS given (age, fen))
{_COLUMNS} AND p.for_month = $2 AND (
    a.read_only OR p.for_month < greatest(a.from_month, a.paid_here_from) OR p.for_month >= a.suspended_from
    OR p.for_month >= a.stopped_from OR (p.for_month > r.deceased_on AND NOT a.after_death)
    OR p.amount_fen + p.withheld_fen > fixed.fen
    OR EXISTS (SELECT FROM payout more WHERE more.award_id = p.award_id AND more.for_month = p.for_month
               AND more.part > 0 AND more.state = 'settled')
    OR (fixed.fen IS NULL AND p.amount_fen + p.withheld_fen > coalesce(
        (SELECT max(band.fen) FROM band WHERE band.age <=
             extract(year FROM p.for_month) - extract(year FROM r.birth_date)
             - (extract(month FROM p.for_month) < extract(month FROM r.birth_date))::int), 0))
    OR (fixed.fen IS NULL AND to_char(r.birth_date, 'MMDD') = '0229'))"""

Rates = Mapping[str, object]


async def settled_months(county: str) -> list[date]:
    """Months that anything settled for, oldest first."""
    found = await database.rows(
        """SELECT month::date FROM generate_series(
               (SELECT min(for_month) FROM payout WHERE county = $1 AND state = 'settled')::timestamp,
               (SELECT max(for_month) FROM payout WHERE county = $1 AND state = 'settled')::timestamp,
               interval '1 month') AS each (month)""",
        county,
    )
    return [each["month"] for each in found]


async def suspects(county: str, month: date, rates: Rates, resident_id: UUID | None) -> list[dict[str, Any]]:
    """A month's settled payouts that may be too much, by award; of one person where told."""
    bands = _bands(rates)
    ages, amounts = [age for age, _ in bands], [fen for _, fen in bands]
    given = [county, month, ages, amounts]
    if resident_id is None:
        return await database.rows(f"{_SUSPECT} ORDER BY p.award_id", *given)
    return await database.rows(f"{_SUSPECT} AND p.resident_id = $5 ORDER BY p.award_id", *given, resident_id)


async def one_payout(county: str, payout_id: UUID, villages: str) -> dict[str, Any] | None:
    """One settled payout in the same columns; None where there is none in these villages (`LIKE`)."""
    return await database.row(f"{_COLUMNS} AND p.id = $2 AND p.village LIKE $3", county, payout_id, villages)


def _bands(rates: Rates) -> list[tuple[int, int]]:
    try:
        return bands_in(rates)
    except StandardsNotSet:
        return []
