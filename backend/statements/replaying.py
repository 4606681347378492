"""Replaying (从台账重放): the state of awards, money and ledger made of the journal's entries alone, beside the tables.

What the journal does not hold it cannot tell: names, births and accounts, which are personal data. So what is compared
is how each award stands from month to month (the amount, or that age decides), what settled for each month, what was
claimed of it and has come back, and each account of each fund. Entries of older houses that say less are counted, not
compared.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import asyncpg

from backend import database, entitlements
from backend.entitlements import Standing

_PAGE = 2_000  # awards
_NAMED = 100  # of what differs


@dataclass(frozen=True)
class Differing:
    """Something that stands otherwise in the tables than the journal tells: what it is, and which."""

    what: str
    which: str


@dataclass(frozen=True)
class Replayed:
    """How many awards, months paid, debts and accounts of funds were made again; `untold` awards began before it."""

    awards: int
    untold: int
    months: int
    debts: int
    balances: int
    differing: list[Differing]


async def replay(county: str) -> Replayed:
    """Make the county's state of the journal alone, and name what the tables say otherwise; one moment for all.

    On a connection of its own, for a county's years take longer than any page may wait.
    """
    async with (
        database.dedicated_connection() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        awards, untold, differing = await _awards(connection, county)
        sums = {}
        for what, query in (("month", _MONTHS), ("debt", _DEBTS), ("balance", _BALANCES)):
            found = await connection.fetch(query, county)
            sums[what] = len(found)
            differing += [Differing(what, each["which"]) for each in found if each["told"] != each["kept"]]
    return Replayed(awards, untold, sums["month"], sums["debt"], sums["balance"], differing[:_NAMED])


async def _awards(connection: asyncpg.Connection, county: str) -> tuple[int, int, list[Differing]]:
    """How many were told again, how many the journal does not tell the beginning of, and which stand otherwise."""
    deeds, after, told, untold = [deed.value for deed in entitlements.RETOLD], None, 0, 0
    deleted = await connection.fetch(_DELETED, county, deeds)
    differing = [Differing("award", str(each["id"])) for each in deleted]
    while page := await connection.fetch(_AWARDS, county, deeds, after, _PAGE):
        for row in page:
            standing = entitlements.retold(json.loads(row["entries"] or "[]"))
            told, untold = told + (standing is not None), untold + (standing is None)
            if standing is not None and _told(standing) != _kept(row):
                differing.append(Differing("award", str(row["id"])))
        after = page[-1]["id"]
    return told, untold, differing


_State = tuple[int | None, list[tuple[str, int | None]], date | None, date | None, str | None]

_AWARDS = """
SELECT a.id, a.monthly_fen, a.steps, a.suspended_from, a.stopped_from, a.stop_reason,
       (SELECT json_agg(json_build_array(j.deed, j.facts) ORDER BY j.id) FROM journal_entry j
        WHERE j.subject_id = a.id AND j.deed = ANY ($2)) AS entries
FROM award a WHERE a.county = $1 AND ($3::uuid IS NULL OR a.id > $3) ORDER BY a.id LIMIT $4
"""
_DELETED = """
SELECT DISTINCT j.subject_id AS id FROM journal_entry j
WHERE j.county = $1 AND j.subject_kind = 'award' AND j.deed = ANY ($2)
  AND NOT EXISTS (SELECT FROM award a WHERE a.id = j.subject_id AND a.county = j.county) ORDER BY 1
"""
_MONTHS = """
WITH said AS (
    SELECT facts ->> 'award_id' AS award, facts ->> 'month' AS month, subject_id,
           (facts ->> 'amount_fen')::bigint + (facts ->> 'withheld_fen')::bigint AS fen
    FROM journal_entry WHERE county = $1 AND deed = 'payouts.settled'),
told AS (SELECT award, month, sum(fen)::bigint AS fen FROM said WHERE award IS NOT NULL GROUP BY 1, 2),
kept AS (
    SELECT award_id::text AS award, for_month::text AS month, sum(amount_fen + withheld_fen)::bigint AS fen
    FROM payout WHERE county = $1 AND state = 'settled'
      AND NOT EXISTS (SELECT FROM said WHERE said.subject_id = payout.id AND said.award IS NULL) GROUP BY 1, 2)
SELECT award || ' ' || month AS which, told.fen AS told, kept.fen AS kept
FROM told FULL JOIN kept USING (award, month) ORDER BY 1
"""
# Of a debt: what is claimed of each payout, and what each kind of fact took off it.
_DEBTS = """
WITH found AS (
    SELECT subject_id AS debt, part ->> 0 AS about,
           sum((part ->> 2)::bigint * CASE deed WHEN 'recoveries.released' THEN -1 ELSE 1 END)::bigint AS fen
    FROM journal_entry, jsonb_array_elements(facts -> 'payouts') AS part
    WHERE county = $1 AND deed IN ('recoveries.found', 'recoveries.released') GROUP BY 1, 2),
told AS (
    SELECT debt, about, fen FROM found
    UNION ALL
    SELECT subject_id, replace(deed, 'recoveries.', ''), sum((facts ->> 'fen')::bigint)::bigint
    FROM journal_entry WHERE county = $1 AND subject_id IN (SELECT debt FROM found)
      AND deed IN ('recoveries.repaid', 'recoveries.offset', 'recoveries.dropped', 'recoveries.released',
                   'recoveries.written_off')
    GROUP BY 1, 2),
older AS (
    SELECT subject_id AS debt FROM journal_entry
    WHERE county = $1 AND deed = 'recoveries.found' AND NOT facts ? 'payouts'),
kept AS (
    SELECT m.overpayment_id AS debt, m.payout_id::text AS about, m.fen
    FROM claimed_month m JOIN overpayment o ON o.id = m.overpayment_id
    WHERE o.county = $1 AND o.id NOT IN (SELECT debt FROM older)
    UNION ALL
    SELECT f.overpayment_id, f.kind, sum(f.fen)::bigint FROM recovery_fact f
    WHERE f.county = $1 AND f.overpayment_id NOT IN (SELECT debt FROM older)
      AND f.kind IN ('repaid', 'offset', 'dropped', 'released', 'written_off') GROUP BY 1, 2)
SELECT debt || ' ' || about AS which, told.fen AS told, kept.fen AS kept
FROM told FULL JOIN kept USING (debt, about) ORDER BY 1
"""
_BALANCES = """
WITH told AS (
    SELECT (line ->> 0)::int AS year, line ->> 1 AS pool, line ->> 2 AS source, line ->> 3 AS account,
           coalesce(line ->> 4, '') AS programme, sum((line ->> 5)::bigint)::bigint AS fen
    FROM journal_entry, jsonb_array_elements(facts -> 'lines') AS line
    WHERE county = $1 AND subject_kind = 'voucher' GROUP BY 1, 2, 3, 4, 5),
kept AS (
    SELECT f.year, f.pool, f.source, l.account, coalesce(l.programme, '') AS programme, sum(l.fen)::bigint AS fen
    FROM voucher_line l JOIN fund f ON f.id = l.fund_id WHERE l.county = $1 GROUP BY 1, 2, 3, 4, 5)
SELECT concat_ws(' ', year, pool, source, account, programme) AS which, told.fen AS told, kept.fen AS kept
FROM told FULL JOIN kept USING (year, pool, source, account, programme) ORDER BY 1
"""


def _kept(row: Mapping[str, Any]) -> _State:
    steps = [(month, fen) for month, fen in json.loads(row["steps"] or "[]")]
    return row["monthly_fen"], steps, row["suspended_from"], row["stopped_from"], row["stop_reason"]


def _told(standing: Standing) -> _State:
    steps = [(month.isoformat(), fen) for month, fen in standing.steps]
    return standing.fen, steps, standing.suspended_from, standing.stopped_from, standing.stop_reason
