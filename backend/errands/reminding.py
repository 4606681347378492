"""Reminding: a cadre hears again of what should have been done by now at somebody's door, once an errand."""

from backend import clock, database, journal
from backend.errands.errand import ErrandKind

_ONE_REMINDER = 0x444F4F52  # "DOOR": a second timetable waits, and then finds what the first one journaled
# Somebody waits for these. What a screening asks to look into is shown on the list, and no more.
AWAITED = sorted(kind.value for kind in ErrandKind if kind is not ErrandKind.ASK_AFTER)

_OVERDUE = """
SELECT e.id, e.county, e.village, e.resident_id, e.kind, e.due_on FROM errand e
WHERE e.done_at IS NULL AND e.due_on < $1 AND e.kind = ANY ($2) AND NOT e.of_children
  AND NOT EXISTS (SELECT 1 FROM journal_entry j WHERE j.subject_id = e.id AND j.deed = $3)
ORDER BY e.due_on, e.id
"""


async def remind_of_errands_overdue() -> int:
    """Journal ERRAND_OVERDUE for each errand past its day that somebody waits for; how many."""
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock($1)", _ONE_REMINDER)
        overdue = await database.rows(_OVERDUE, clock.today(), AWAITED, journal.Deed.ERRAND_OVERDUE.value)
        lines = [
            journal.Line(
                journal.Deed.ERRAND_OVERDUE, each["county"], "errand", each["id"], resident_id=each["resident_id"],
                village=each["village"], facts={"kind": each["kind"], "due_on": each["due_on"].isoformat()},
            )
            for each in overdue
        ]  # fmt: skip
        await journal.record_many(lines, by=journal.Signature(journal.By.CLOCK))
    return len(overdue)
