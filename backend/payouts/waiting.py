"""Waiting: how many batches wait for one officer's hand, and how many months came back and wait for their next try."""

from dataclasses import dataclass

from backend import clock, database
from backend.payouts.ageing import LONG_DAYS, waiting_over
from backend.payouts.flag import FlagKind
from backend.payouts.reading import must_see_county
from backend.staff import Officer, Power, has_power


@dataclass(frozen=True)
class MoneyWaiting:
    """Batches by what is to be done next, each counted only for who may do it and has done no other part of it.

    `parts` are townships' parts; `flagged` are persons in batches that no approver can take before somebody decides.
    `unpaid` and `unpaid_long` (over thirty days) are months that came back and were not paid since.
    """

    parts: int = 0
    flagged: int = 0
    to_approve: int = 0
    to_release: int = 0
    to_export: int = 0
    unanswered: int = 0
    unpaid: int = 0
    unpaid_long: int = 0


_PARTS = """
SELECT count(*)::int AS number FROM batch b
WHERE b.county = $1 AND b.state = 'drawn_up' AND b.township_confirms
  AND EXISTS (SELECT FROM payout p
              WHERE p.batch_id = b.id AND p.state <> 'discarded' AND p.village LIKE left($2, 9) || '%')
  AND NOT EXISTS (SELECT FROM batch_confirmation c WHERE c.batch_id = b.id AND c.township = $2)
"""
# An approver's turn comes when the townships have confirmed and nobody flagged is undecided.
_APPROVALS = """
SELECT count(*) FILTER (WHERE b.state = 'drawn_up' AND NOT EXISTS (
           SELECT FROM batch_flag f WHERE f.batch_id = b.id AND f.decision IS NULL AND f.kind <> ALL ($3))
         AND NOT (b.township_confirms AND EXISTS (
           SELECT FROM payout p WHERE p.batch_id = b.id AND p.state <> 'discarded' AND NOT EXISTS (
               SELECT FROM batch_confirmation c
               WHERE c.batch_id = b.id AND c.township = left(p.village, 9) || '000'))))::int AS to_approve,
       count(*) FILTER (WHERE b.state = 'approved')::int AS to_release
FROM batch b
WHERE b.county = $1 AND b.state IN ('drawn_up', 'approved') AND b.drawn_up_by <> $2
  AND NOT EXISTS (SELECT FROM batch_approval a WHERE a.batch_id = b.id AND a.officer_id = $2)
"""
_FILES = """
SELECT count(*) FILTER (WHERE state = 'released')::int AS to_export,
       count(*) FILTER (WHERE state = 'exported')::int AS unanswered
FROM batch WHERE county = $1 AND state IN ('released', 'exported')
"""
_FLAGGED = """
SELECT count(DISTINCT (f.batch_id, f.resident_id))::int AS number FROM batch b JOIN batch_flag f ON f.batch_id = b.id
WHERE b.county = $1 AND b.state = 'drawn_up' AND f.decision IS NULL AND f.kind <> ALL ($2)
"""
_WARNINGS = [each.value for each in FlagKind if each.warns_only]


async def money_waiting(officer: Officer) -> MoneyWaiting:
    """What waits for this officer; nothing for whose role none of it is. OutsideYourPlace for a role of the county's
    that somebody holds at a township."""
    found: dict[str, int] = {}
    if has_power(officer, Power.CONFIRM_BATCH_PART):
        found["parts"] = await _number(_PARTS, officer.county, officer.place)
    if has_power(officer, Power.APPROVE_BATCH):
        must_see_county(officer)
        (row,) = await database.rows(_APPROVALS, officer.county, officer.id, _WARNINGS)
        found |= row
    if has_power(officer, Power.DECIDE_FLAG):
        found["flagged"] = await _number(_FLAGGED, officer.county, _WARNINGS)
    if has_power(officer, Power.HANDLE_BANK_FILES):
        must_see_county(officer)
        (row,) = await database.rows(_FILES, officer.county)
        unpaid, long = await waiting_over(officer.county, clock.today(), LONG_DAYS)
        found |= {**row, "unpaid": unpaid, "unpaid_long": long}
    return MoneyWaiting(**found)


async def _number(question: str, *values: object) -> int:
    (row,) = await database.rows(question, *values)
    return int(row["number"])
