"""Counting what is late at the doors, for whoever has to see to it."""

from uuid import UUID

from backend import clock, database

_ESCALATED = """
SELECT count(*) AS number FROM journal_entry j JOIN errand e ON e.id = j.subject_id
WHERE j.county = $1 AND j.village LIKE $2 AND j.id > $3 AND j.deed = 'errands.escalated' AND j.facts ->> 'to' = $4
  AND e.done_at IS NULL AND (NOT e.of_children OR $5)
"""
_LATE = """
SELECT count(*) AS number FROM errand
WHERE county = $1 AND village LIKE $2 AND done_at IS NULL AND due_on < $3 AND of_children = $4
"""


async def escalated_since(county: str, village_like: str, since: UUID, to: str, *, children: bool = False) -> int:
    """How many came before `to` after the journal's entry `since`, and are still open; children's with `children`."""
    (found,) = await database.rows(_ESCALATED, county, village_like, since, to, children)
    return int(found["number"])


async def late_in(county: str, village_like: str, *, of_children: bool = False) -> int:
    """How many open errands of these places are past their day: the cadres', or those about children's aid."""
    (found,) = await database.rows(_LATE, county, village_like, clock.today(), of_children)
    return int(found["number"])
