"""Overdue letters: how many of a place should have been delivered by now."""

from backend import applications, clock, database
from backend.staff import Officer, Power, must_have

_OVERDUE = """
SELECT count(*) AS number FROM decision_letter l JOIN application a ON a.id = l.application_id
WHERE l.county = $1 AND l.village LIKE $2 AND l.delivered_at IS NULL AND l.due_on < $3 AND NOT a.programme = ANY ($4)
  AND NOT EXISTS (SELECT 1 FROM decision_letter newer WHERE newer.application_id = l.application_id AND newer.id > l.id)
"""


async def overdue_letters(officer: Officer) -> int:
    """Of the officer's places. Refuses with NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    (found,) = await database.rows(
        _OVERDUE, officer.county, officer.scope.like, clock.today(), applications.withheld_from(officer)
    )
    return int(found["number"])
