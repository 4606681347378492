"""The elders of some villages, a page at a time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import clock, database
from backend.residents.resident import age_on

_PAGE = 50


@dataclass(frozen=True)
class Elder:
    """What a cadre's list shows; names are in full in the cadre's own village (policy §14.4)."""

    id: UUID
    name: str
    sex: str
    birth_date: date
    age: int
    village: str
    has_phone: bool


async def elders_of(villages: list[str], *, at_least: int = 80, after: UUID | None = None) -> list[Elder]:
    """Living, registered residents of `villages` who are at least that old, in id order, at most 50 after `after`."""
    today = clock.today()
    born_by = date(today.year - at_least, today.month, min(today.day, 28) if today.month == 2 else today.day)
    found = await database.rows(
        """SELECT r.id, r.name, r.sex, r.birth_date, r.village,
                  EXISTS (SELECT 1 FROM contact c WHERE c.resident_id = r.id AND c.owner = 'self'
                          AND c.dead_since IS NULL) AS has_phone
           FROM resident r
           WHERE r.village = ANY ($1) AND r.deceased_on IS NULL AND r.registered_here
             AND r.birth_date <= $2 AND ($3::uuid IS NULL OR r.id > $3)
           ORDER BY r.id LIMIT $4""",
        villages, born_by, after, _PAGE,
    )  # fmt: skip
    return [Elder(age=age_on(person["birth_date"], today), **person) for person in found]
