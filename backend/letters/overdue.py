"""Letters that wait: how many of a place are to be delivered, and how many should have been by now."""

from backend import applications, clock, database
from backend.staff import Officer, Power, must_have

_WAITING = """
SELECT count(*) FILTER (WHERE l.due_on < $3)::int AS overdue,
       count(*) FILTER (WHERE l.due_on >= $3 OR l.due_on IS NULL)::int AS in_time
FROM decision_letter l LEFT JOIN application a ON a.id = l.application_id LEFT JOIN award w ON w.id = l.award_id
WHERE l.county = $1 AND l.village LIKE $2 AND l.delivered_at IS NULL
  AND NOT coalesce(a.programme, w.programme) = ANY ($4)
  AND NOT EXISTS (SELECT 1 FROM decision_letter newer WHERE newer.application_id = l.application_id AND newer.id > l.id)
"""


async def letters_waiting(officer: Officer) -> tuple[int, int]:
    """Of the officer's places: in time, and overdue. Refuses with NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    (found,) = await database.rows(
        _WAITING, officer.county, officer.scope.like, clock.today(), applications.withheld_from(officer)
    )
    return found["in_time"], found["overdue"]


async def overdue_letters(officer: Officer) -> int:
    """Of the officer's places. Refuses with NoSuchPower."""
    return (await letters_waiting(officer))[1]
