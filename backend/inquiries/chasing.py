"""Chasing (催回复): batches in which departments still owe answers about cases that wait for them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend import clock, database, staff, workdays
from backend.staff import Officer, Power

# Working days from the request; no national number binds the departments, this is when the county is alarmed (§18).
REPLY_WITHIN = 3
_AT_MOST = 100

_OWED = """
SELECT b.id, b.number, b.made_at, count(*) AS people,
       sum(jsonb_array_length(b.items) - s.answered)::int AS answers
FROM check_batch b JOIN check_request r ON r.batch_id = b.id
JOIN check_authorisation w ON w.id = r.authorisation_id JOIN application a ON a.id = r.application_id
CROSS JOIN LATERAL (SELECT count(*) AS answered FROM check_result c WHERE c.request_id = r.id) s
WHERE b.county = $1 AND w.revoked_at IS NULL AND a.state IN ('accepted', 'objected')
  AND s.answered < jsonb_array_length(b.items)
GROUP BY b.id ORDER BY b.made_at, b.id LIMIT $2
"""


@dataclass(frozen=True)
class Owed:
    """So many answers about so many people are missing in a batch."""

    batch_id: UUID
    number: str
    people: int
    answers: int
    due_on: date

    @property
    def late(self) -> bool:
        """Whether the departments should have answered by now."""
        return self.due_on < clock.today()


async def replies_owed(officer: Officer) -> list[Owed]:
    """The county's batches that wait for answers, the oldest first; NoSuchPower.

    Who took their letter back, and whose case no longer waits, is not waited for.
    """
    staff.must_have(officer, Power.RUN_CHECKS)
    return [
        Owed(each["id"], each["number"], each["people"], each["answers"], _due(each["made_at"]))
        for each in await database.rows(_OWED, officer.county, _AT_MOST)
    ]


def _due(made_at: datetime) -> date:
    return workdays.after_workdays(clock.in_county_time(made_at).date(), REPLY_WITHIN).day
