"""Kinship: in which households those who handle cases live, or relatives whom they declared, matched by blind index."""

from dataclasses import dataclass
from uuid import UUID

from backend import database
from backend.journal import By, Signature
from backend.refusals import NotAllowed
from backend.staff.kin_declaration import Relation
from backend.staff.on_the_register import SELVES


class YourOwnKin(NotAllowed):
    """Whoever handles a case is no relative of the household (policy §1.9, §18)."""

    sentence = "这是您自己家，或者这家有您备案的近亲属，按规定您要回避，请交给另一位同事办理。"


@dataclass(frozen=True)
class Kinship:
    """That `resident_id` is `relation` of somebody who handles cases, and who that is."""

    resident_id: UUID
    relation: Relation
    handler: Signature
    handler_name: str


_KINSHIPS = f"""
SELECT r.id AS resident_id, d.relation, k.declarer_kind, k.declarer_id, coalesce(o.name, c.name, '—') AS name
FROM resident me
JOIN resident r ON r.household_id = me.household_id
JOIN declared_relative d ON d.county = r.county AND d.identity_index = r.identity_index
JOIN kin_declaration k ON k.id = d.declaration_id AND k.superseded_at IS NULL
LEFT JOIN officer o ON k.declarer_kind = 'officer' AND o.id = k.declarer_id
LEFT JOIN cadre c ON k.declarer_kind = 'cadre' AND c.id = k.declarer_id
WHERE me.id = $1 AND coalesce(o.left_on, c.left_on) IS NULL
UNION
SELECT s.resident_id, '{Relation.SELF.value}', s.kind, s.handler_id, s.name FROM ({SELVES}) s
WHERE s.household_id = (SELECT household_id FROM resident WHERE id = $1)
ORDER BY 1, 3, 4
"""
# A relative named twice by one officer lives in one household all the same, so rows need not be distinct.
_OWN_KIN = f"""
SELECT r.id
FROM kin_declaration k
JOIN declared_relative d ON d.declaration_id = k.id
JOIN resident named ON named.county = d.county AND named.identity_index = d.identity_index
JOIN resident r ON r.household_id = named.household_id
WHERE k.declarer_kind = $1 AND k.declarer_id = $2 AND k.superseded_at IS NULL
UNION ALL
SELECT r.id FROM ({SELVES}) s JOIN resident r ON r.household_id = s.household_id
WHERE s.kind = $1 AND s.handler_id = $2
"""
_DECLARED_AS = """
SELECT coalesce(o.name, c.name) AS name, d.relation FROM declared_relative d
JOIN kin_declaration k ON k.id = d.declaration_id AND k.superseded_at IS NULL
LEFT JOIN officer o ON k.declarer_kind = 'officer' AND o.id = k.declarer_id
LEFT JOIN cadre c ON k.declarer_kind = 'cadre' AND c.id = k.declarer_id
WHERE d.county = $1 AND d.identity_index = $2 AND coalesce(o.left_on, c.left_on) IS NULL
ORDER BY 1, 2
"""


async def kinships_of(resident_id: UUID) -> list[Kinship]:
    """Everyone in the person's household who is a close relative of an officer or cadre in office, or is one."""
    return [
        Kinship(
            each["resident_id"],
            Relation(each["relation"]),
            Signature(By(each["declarer_kind"]), each["declarer_id"]),
            each["name"],
        )
        for each in await database.rows(_KINSHIPS, resident_id)
    ]


async def declared_as_kin(county: str, identity_index: bytes) -> list[tuple[str, Relation]]:
    """Which officers and cadres in office declared whoever has this ID number, by name, and as what."""
    found = await database.rows(_DECLARED_AS, county, identity_index)
    return [(each["name"], Relation(each["relation"])) for each in found]


async def kin_of(handler: Signature) -> list[UUID]:
    """The residents who share a household with `handler`, or with a relative whom they declared; a handful."""
    return [each["id"] for each in await database.rows(_OWN_KIN, handler.kind.value, handler.id)]


async def must_not_be_kin(handler: Signature, resident_id: UUID) -> None:
    """YourOwnKin where the handler, or a relative whom the handler declared, lives in the person's household."""
    if resident_id in await kin_of(handler):
        raise YourOwnKin
