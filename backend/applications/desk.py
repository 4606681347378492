"""Desk: how many steps wait at one officer's own desk, late or close, and what came up to it as overdue elsewhere."""

from dataclasses import dataclass
from uuid import UUID

from backend import clock, database, workdays
from backend.applications.application import State
from backend.applications.children import withheld_from
from backend.applications.deadlines import WARN_BEFORE
from backend.applications.due import LATE_AFTER
from backend.applications.worklist import turn_of
from backend.programmes import OF_CHILDREN
from backend.staff import Officer, Power, Role, must_have


@dataclass(frozen=True)
class Desk:
    """Cases by how their step stands; `escalated` are others' steps that were put before this officer's level."""

    overdue: int
    close: int  #: due within two working days
    escalated: int


_OWN = f"""
SELECT count(*) FILTER (WHERE late_after < $4) AS overdue,
       count(*) FILTER (WHERE late_after BETWEEN $4 AND $5) AS close
FROM (SELECT {LATE_AFTER} AS late_after FROM application a
      WHERE a.county = $1 AND a.village LIKE $2 AND a.state = ANY ($3) AND a.step_due_on IS NOT NULL
        AND {LATE_AFTER} <= $5 AND ($7::boolean IS NULL OR (a.programme = ANY ($6)) = $7)) AS waiting
"""
# Once: what came before this level since then, and still stands as it did.
_ESCALATED = f"""
SELECT count(*) AS number FROM journal_entry j JOIN application a ON a.id = j.subject_id
WHERE j.county = $1 AND j.village LIKE $2 AND j.id > $3 AND j.deed = 'applications.step_escalated'
  AND j.facts ->> 'to' = $4 AND a.state = j.facts ->> 'state' AND ({LATE_AFTER})::text = j.facts ->> 'due_on'
  AND NOT a.programme = ANY ($5)
"""
# None of the cases are children's for the clerk, all of them for the leader; the county's desk has both.
_WHOSE_CHILDREN = {Role.TOWNSHIP_CLERK: False, Role.TOWNSHIP_LEADER: True}
#: Which rung of the ladder comes before whom.
RUNGS = {Role.TOWNSHIP_LEADER: "leader", Role.COUNTY_REVIEWER: "county"}


async def at_desk(officer: Officer, since: UUID) -> Desk:
    """What waits at this desk today; `escalated` after the journal's entry `since`. Refuses with NoSuchPower.

    Children's cases wait for the leader and nobody else at the township (policy §14.4).
    """
    must_have(officer, Power.SEE_CASES)
    role, today = Role(officer.role), clock.today()
    (own,) = await database.rows(
        _OWN, officer.county, officer.scope.like, [each.value for each in _states(role)], today,
        workdays.after_workdays(today, WARN_BEFORE).day, list(OF_CHILDREN), _WHOSE_CHILDREN.get(role),
    )  # fmt: skip
    escalated = 0
    if role in RUNGS:
        (found,) = await database.rows(
            _ESCALATED, officer.county, officer.scope.like, since, RUNGS[role], withheld_from(officer)
        )
        escalated = found["number"]
    return Desk(own["overdue"], own["close"], escalated)


def _states(role: Role) -> tuple[State, ...]:
    """With a child's case the leader does what is otherwise the clerk's. While a notice hangs nothing waits at the
    township but the law's day: longer must be asked for before it.
    """
    at_township = role in (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER)
    return (*turn_of(Role.TOWNSHIP_CLERK), State.POSTED) if at_township else turn_of(role)
