"""Looking back: what came of errands, as those who sent somebody read it, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend import database
from backend.errands.errand import ErrandKind, Outcome
from backend.staff import Officer, Power, has_power, must_have, youngest_shown

FINISHED_A_PAGE = 50

_FINISHED = f"""
SELECT e.id, e.resident_id, r.name AS person_name, r.deceased_on, e.village, e.kind, e.done_at, e.outcome,
       coalesce(e.note, '') AS note, e.photo_id IS NOT NULL AS has_photo, coalesce(c.name, o.name, '') AS hand
FROM errand e JOIN resident r ON r.id = e.resident_id LEFT JOIN cadre c ON c.id = e.done_by
LEFT JOIN officer o ON o.id = e.done_by_officer
WHERE e.outcome <> 'needless' AND e.county = $1 AND e.village LIKE $2 AND r.birth_date <= $3
  AND (NOT e.of_children OR $7)
  AND ($4::text IS NULL OR e.outcome = $4)
  AND ($5::timestamptz IS NULL OR (e.done_at, e.id) < ($5, $6::uuid))
ORDER BY e.done_at DESC, e.id DESC LIMIT {FINISHED_A_PAGE}
"""


@dataclass(frozen=True)
class FinishedErrand:
    """One line; `note` and `hand`, who did it, blank where there is none."""

    id: UUID
    resident_id: UUID
    person_name: str
    deceased_on: date | None
    village: str
    kind: ErrandKind
    done_at: datetime
    outcome: Outcome
    note: str
    has_photo: bool
    hand: str


async def finished_errands(
    officer: Officer, outcome: Outcome | None = None, *, after: tuple[datetime, UUID] | None = None
) -> list[FinishedErrand]:
    """At most FINISHED_A_PAGE of the officer's places, of one `outcome` if given, older than `after`; NoSuchPower.

    `after` is by value, when and which: what was done may be open again by the next page.
    """
    must_have(officer, Power.SEE_CASES)
    found = await database.rows(
        _FINISHED, officer.county, officer.scope.like, youngest_shown(officer), outcome, *(after or (None, None)),
        has_power(officer, Power.HANDLE_CHILDREN),
    )  # fmt: skip
    return [
        FinishedErrand(**{**each, "kind": ErrandKind(each["kind"]), "outcome": Outcome(each["outcome"])})
        for each in found
    ]
