"""Coming of age (满18周岁): a child's aid ends, or goes on while they study; somebody looks which (policy §6.1)."""

from datetime import timedelta

from backend import clock, database
from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.month import month_of
from backend.entitlements.noting import hold, note
from backend.journal import By, Signature
from backend.programmes import OF_CHILDREN

_AHEAD = timedelta(days=30)  # as with every re-check; ours, no rule sets it
_OF_AGE = "of_age"

# A re-check that is due before is done first: with it the next one lies beyond the day, and is called back to it.
_COMING = """
SELECT a.id, greatest(day.of_age, $2) AS due_on FROM award a
JOIN resident r ON r.id = a.resident_id AND r.deceased_on IS NULL
CROSS JOIN LATERAL (SELECT (r.birth_date + interval '18 years')::date AS of_age) AS day
WHERE a.programme = ANY ($1) AND a.stopped_from IS NULL AND NOT a.read_only AND day.of_age <= $2::date + $3::int
  AND ($5::uuid IS NULL OR a.id = $5)
  AND coalesce(a.rechecked_on < day.of_age, true) AND coalesce(a.recheck_due_on > greatest(day.of_age, $2), true)
  AND NOT EXISTS (SELECT FROM award_fact f WHERE f.award_id = a.id AND f.kind = 'recheck_called' AND f.reason = $4)
ORDER BY a.id
"""


async def call_rechecks_of_age() -> int:
    """Call the re-check of a child's aid to the day on which its person comes of age, 30 days ahead; how many.

    For the timetable: each is called once. The handlers find it due; the guardian hears of it as of every re-check.
    """
    given = list(OF_CHILDREN), clock.today(), _AHEAD.days, _OF_AGE
    called = 0
    for each in await database.rows(_COMING, *given, None):
        async with database.transaction():
            award = await hold(each["id"])
            if not await database.rows(_COMING, *given, award.id):  # changed since the query
                continue
            due_on = each["due_on"]
            fact = Fact(FactKind.RECHECK_CALLED, month_of(due_on), reason=_OF_AGE)
            await note(award, fact, Signature(By.CLOCK), due_on=due_on)
            await database.execute(
                "UPDATE award SET recheck_due_on = $2, recheck_spread = false WHERE id = $1", award.id, due_on
            )
            called += 1
    return called
