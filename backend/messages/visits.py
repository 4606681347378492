"""Visits (上门告知): what could be told by no phone at all, so that there is no message of it, only somebody's way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend import database
from backend.errands import Errand
from backend.staff import Officer, Power, must_have, youngest_shown

PAGE = 50

# Such an errand names the entry and the person: `notice:<entry>:<resident>`. The door may be a guardian's.
_VISITS = f"""
SELECT e.id, e.raised_at AS at, e.village, about.name AS person, e.reason, e.outcome
FROM errand e JOIN resident about ON about.id = split_part(e.because, ':', 3)::uuid
WHERE e.county = $1 AND e.village LIKE $2 AND e.kind = 'deliver_message' AND e.because LIKE 'notice:%'
  AND about.birth_date <= $3 AND ($4::uuid IS NULL OR e.id < $4)
ORDER BY e.id DESC LIMIT {PAGE}
"""


@dataclass(frozen=True)
class Visit:
    """`id` is the errand's; `reason` what the cadre is asked to say; `outcome` blank while it is open."""

    id: UUID
    at: datetime
    village: str
    person: str
    reason: str
    outcome: str


async def visits(officer: Officer, after: UUID | None = None) -> list[Visit]:
    """At most 50 of the officer's places, newest first, older than `after`. Refuses with NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    found = await database.rows(_VISITS, officer.county, officer.scope.like, youngest_shown(officer), after)
    return [
        Visit(
            each["id"], each["at"], each["village"], each["person"], each["reason"],
            Errand(outcome=each["outcome"]).outcome_shown,
        )
        for each in found
    ]  # fmt: skip


def told_of(errand: Errand) -> tuple[UUID, UUID] | None:
    """The entry and the person that an errand is about; None where it is for another reason."""
    kind, _, named = errand.because.partition(":")
    entry, _, person = named.partition(":")
    return (UUID(entry), UUID(person)) if kind == "notice" else None
