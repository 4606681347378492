"""Reminding: people hear in time that their award is looked at again, or held back if nothing is done."""

from backend import clock, database, journal
from backend.entitlements.coming_of_age import call_rechecks_of_age
from backend.entitlements.rechecking import recheck_terms

_ONE_REMINDER = 0x41574152  # "AWAR": a second timetable waits, and then finds what the first one journaled
# Ours, no rule sets them: time enough to look for papers, and time enough for a cadre to come by once more.
_BEFORE_RECHECK, _BEFORE_SUSPENSION = 30, 10  # days

_TOLD = """SELECT FROM journal_entry j
    WHERE j.subject_id = a.id AND j.deed = $2 AND j.facts ->> 'due_on' = d.due_on::text"""
_RECHECKS = f"""
SELECT a.id, a.county, a.village, a.resident_id, a.programme, d.due_on FROM award a
JOIN resident r ON r.id = a.resident_id AND r.deceased_on IS NULL
JOIN unnest($3::text[], $4::int[]) AS term (programme, months) ON term.programme = a.programme
CROSS JOIN LATERAL (
    SELECT coalesce(a.recheck_due_on, (a.from_month + make_interval(months => term.months))::date) AS due_on) AS d
WHERE a.stopped_from IS NULL AND NOT a.read_only AND d.due_on BETWEEN $1 AND $1 + {_BEFORE_RECHECK}
  AND NOT EXISTS ({_TOLD}) ORDER BY a.id
"""
# A visit that saw the person and is not heeded yet is as good as the certification.
_SUSPENSIONS = f"""
SELECT a.id, a.county, a.village, a.resident_id, a.programme, d.due_on FROM award a
JOIN resident r ON r.id = a.resident_id AND r.deceased_on IS NULL
CROSS JOIN LATERAL (SELECT a.certification_due_on AS due_on) AS d
WHERE a.stopped_from IS NULL AND a.suspended_from IS NULL AND NOT a.read_only
  AND d.due_on BETWEEN $1 AND $1 + {_BEFORE_SUSPENSION} AND NOT EXISTS ({_TOLD})
  AND NOT EXISTS (SELECT FROM errand e WHERE e.resident_id = a.resident_id AND e.kind = 'certify_life'
                  AND e.outcome = 'done' AND starts_with(e.because, 'certification:' || a.id || ':' || d.due_on))
ORDER BY a.id
"""


async def remind_of_rechecks() -> int:
    """Journal RECHECK_DUE, 30 days ahead and once for each due date; how many. What is overdue is the office's.

    Before that the re-checks of who comes of age are called to their day.
    """
    await call_rechecks_of_age()
    terms = recheck_terms(clock.today())
    return await _record(journal.Deed.RECHECK_DUE, _RECHECKS, list(terms), list(terms.values()))


async def warn_of_suspension() -> int:
    """Journal SUSPENSION_COMING for whoever is still not certified ten days before the due date; how many."""
    return await _record(journal.Deed.SUSPENSION_COMING, _SUSPENSIONS)


async def _record(deed: journal.Deed, query: str, *given: object) -> int:
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock($1)", _ONE_REMINDER)
        due = await database.rows(query, clock.today(), deed.value, *given)
        lines = [
            journal.Line(
                deed, each["county"], "award", each["id"], resident_id=each["resident_id"], village=each["village"],
                facts={"programme": each["programme"], "due_on": each["due_on"].isoformat()},
            )
            for each in due
        ]  # fmt: skip
        await journal.record_many(lines, by=journal.Signature(journal.By.CLOCK))
    return len(due)
