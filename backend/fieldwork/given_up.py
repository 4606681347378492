"""Given up (不再等的离线办理): what cadres did without a signal and never sent whole, as their officers see it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend import database
from backend.errands import Errand
from backend.fieldwork.giving_up import TITLES
from backend.journal import Deed
from backend.staff import Officer, Power, must_have, youngest_shown

GIVEN_UP_A_PAGE = 50

# Whose it is stands in the journal: the item itself keeps nothing. The errand that asked for the rest names the cadre,
# the person and a month. What names nobody is for the officers of the cadre's villages.
_GIVEN_UP = f"""
SELECT f.id, f.kind, f.captured_at, f.finished_at AS given_up_at, c.name AS cadre_name, r.name AS person_name,
       coalesce(r.village, (SELECT min(v.village) FROM cadre_village v
                            WHERE v.cadre_id = f.cadre_id AND v.village LIKE $2)) AS village,
       asked.id AS errand_id, asked.due_on, asked.outcome
FROM field_item f JOIN cadre c ON c.id = f.cadre_id
CROSS JOIN LATERAL (SELECT j.resident_id FROM journal_entry j WHERE j.subject_id = f.id AND j.deed = $3
                    ORDER BY j.id DESC LIMIT 1) AS told
LEFT JOIN resident r ON r.id = told.resident_id
LEFT JOIN LATERAL (SELECT e.id, e.due_on, e.outcome FROM errand e
                   WHERE e.resident_id = r.id AND e.raised_at < f.finished_at
                     AND e.because LIKE 'field_items:' || replace(f.cadre_id::text, '-', '') || ':%'
                   ORDER BY e.raised_at DESC LIMIT 1) AS asked ON true
WHERE f.county = $1 AND f.state = 'given_up' AND ($5::uuid IS NULL OR f.id < $5)
  AND CASE WHEN r.id IS NULL
           THEN EXISTS (SELECT FROM cadre_village v WHERE v.cadre_id = f.cadre_id AND v.village LIKE $2)
           ELSE r.village LIKE $2 AND r.birth_date <= $4 END
ORDER BY f.id DESC LIMIT {GIVEN_UP_A_PAGE}
"""


@dataclass(frozen=True)
class GivenUp:
    """One item; `person_name` None where it named nobody whom we know, and then there is no errand either.

    `outcome`: of the errand that asked for the rest, as staff read it; blank while it is open.
    """

    id: UUID
    kind: str
    captured_at: datetime
    given_up_at: datetime
    cadre_name: str
    person_name: str | None
    village: str
    errand_id: UUID | None
    due_on: date | None
    outcome: str

    @property
    def kind_title(self) -> str:
        """What it was to be."""
        return TITLES[self.kind]


async def given_up_for(officer: Officer, after: UUID | None = None) -> list[GivenUp]:
    """At most GIVEN_UP_A_PAGE of the officer's places that were not sent again, newest first, older than `after`.

    Names are in full in the officer's own places (policy §14.4). Refuses with NoSuchPower.
    """
    must_have(officer, Power.SEE_CASES)
    found = await database.rows(
        _GIVEN_UP, officer.county, officer.scope.like, Deed.FIELD_ITEM_GIVEN_UP.value, youngest_shown(officer), after
    )
    return [GivenUp(**{**each, "outcome": Errand(outcome=each["outcome"]).outcome_shown}) for each in found]
