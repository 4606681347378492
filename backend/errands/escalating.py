"""Escalating (督办) errands: one that stays overdue is put before the township's leader, then before the county."""

from datetime import date, timedelta

from backend import clock, database, journal, workdays
from backend.errands.reminding import AWAITED

_ONE_AT_A_TIME = 0x45524541  # "EREA": a second timetable waits, and then finds what the first one journaled
# Before whom, from how many working days past the due date on: as with the steps of a case. No national number.
_LADDER = (("leader", 1), ("county", 3))

_STILL_OPEN = """
SELECT e.id, e.county, e.village, e.resident_id, e.kind, e.due_on FROM errand e
WHERE e.done_at IS NULL AND e.due_on < $1 AND e.kind = ANY ($2)
  AND NOT EXISTS (SELECT 1 FROM journal_entry j WHERE j.subject_id = e.id AND j.deed = $3 AND j.facts ->> 'to' = $4)
ORDER BY e.due_on, e.id
"""


async def escalate_errands() -> int:
    """Journal ERRAND_ESCALATED once for each errand somebody waits for and each rung of the ladder; how many."""
    written = 0
    deed = journal.Deed.ERRAND_ESCALATED
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
        for to, after in _LADDER:
            late = await database.rows(_STILL_OPEN, _due_before(after), AWAITED, deed.value, to)
            lines = [
                journal.Line(
                    deed, each["county"], "errand", each["id"], resident_id=each["resident_id"],
                    village=each["village"],
                    facts={"to": to, "kind": each["kind"], "due_on": each["due_on"].isoformat()},
                )
                for each in late
            ]  # fmt: skip
            await journal.record_many(lines, by=journal.Signature(journal.By.CLOCK))
            written += len(lines)
    return written


def _due_before(count: int) -> date:
    """What was due before this day is `count` working days late today."""
    today = clock.today()
    day = today
    while workdays.after_workdays(day, count).day > today:
        day -= timedelta(days=1)
    return day + timedelta(days=1)
