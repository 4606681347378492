"""Staff on the register: which residents are officers or cadres in office, or their declared close relatives."""

from dataclasses import dataclass
from uuid import UUID

from backend import database
from backend.staff.kin_declaration import Relation

#: Handlers in office who are known to be residents, whatever they have declared: their own phone is the work phone, and
#: the name is theirs, or they signed in as both. A phone alone proves nothing: families share one.
SELVES = """
SELECT c.county, 'cadre' AS kind, c.id AS handler_id, c.name, r.id AS resident_id, r.household_id
FROM cadre c
JOIN contact t ON t.county = c.county AND t.phone_index = c.phone_index AND t.owner = 'self'
JOIN resident r ON r.id = t.resident_id AND r.name = c.name AND r.deceased_on IS NULL
WHERE c.left_on IS NULL
UNION
SELECT c.county, 'cadre', c.id, c.name, r.id, r.household_id
FROM wechat_account w
JOIN cadre c ON c.id = w.cadre_id AND c.left_on IS NULL
JOIN resident r ON r.id = w.resident_id AND r.deceased_on IS NULL
UNION
SELECT o.county, 'officer', o.id, o.name, r.id, r.household_id
FROM officer o
JOIN contact t ON t.county = o.county AND t.phone_index = o.phone_index AND t.owner = 'self'
JOIN resident r ON r.id = t.resident_id AND r.name = o.name AND r.deceased_on IS NULL
WHERE o.left_on IS NULL
"""
_ON_THE_REGISTER = f"""
SELECT r.id, d.relation
FROM kin_declaration k
JOIN declared_relative d ON d.declaration_id = k.id
JOIN resident r ON r.county = d.county AND r.identity_index = d.identity_index
LEFT JOIN officer o ON k.declarer_kind = 'officer' AND o.id = k.declarer_id
LEFT JOIN cadre c ON k.declarer_kind = 'cadre' AND c.id = k.declarer_id
WHERE k.county = $1 AND k.superseded_at IS NULL AND coalesce(o.left_on, c.left_on) IS NULL
UNION
SELECT s.resident_id, '{Relation.SELF.value}' FROM ({SELVES}) s WHERE s.county = $1
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
