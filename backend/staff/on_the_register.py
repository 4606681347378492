"""Staff on the register: which residents are officers or cadres in office, or their declared close relatives."""

from dataclasses import dataclass
from uuid import UUID

from backend import database
from backend.staff.kin_declaration import Relation

# Three ways by which somebody who works for the county is known as a resident: they declared themselves, their own
# phone is the cadre's, or they signed in as both. A phone alone proves nothing: families share one.
_ON_THE_REGISTER = f"""
SELECT r.id, d.relation
FROM kin_declaration k
JOIN declared_relative d ON d.declaration_id = k.id
JOIN resident r ON r.county = d.county AND r.identity_index = d.identity_index
LEFT JOIN officer o ON k.declarer_kind = 'officer' AND o.id = k.declarer_id
LEFT JOIN cadre c ON k.declarer_kind = 'cadre' AND c.id = k.declarer_id
WHERE k.county = $1 AND k.superseded_at IS NULL AND coalesce(o.left_on, c.left_on) IS NULL
UNION
SELECT r.id, '{Relation.SELF.value}'
FROM cadre c
JOIN contact t ON t.county = c.county AND t.phone_index = c.phone_index AND t.owner = 'self'
JOIN resident r ON r.id = t.resident_id AND r.name = c.name
WHERE c.county = $1 AND c.left_on IS NULL
UNION
SELECT w.resident_id, '{Relation.SELF.value}'
FROM wechat_account w JOIN cadre c ON c.id = w.cadre_id AND c.left_on IS NULL
WHERE w.county = $1 AND w.resident_id IS NOT NULL
"""


@dataclass(frozen=True)
class OnTheRegister:
    """Residents who are staff in office, and close relatives (近亲属) of staff who are not staff themselves."""

    staff: frozenset[UUID]
    kin: frozenset[UUID]


async def staff_on_the_register(county: str) -> OnTheRegister:
    """Whom of the residents the county knows to be staff or staff's close relatives; a few thousand at most."""
    found = await database.rows(_ON_THE_REGISTER, county)
    staff = frozenset(each["id"] for each in found if each["relation"] == Relation.SELF.value)
    return OnTheRegister(staff, frozenset(each["id"] for each in found) - staff)
