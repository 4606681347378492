"""Troubled phones (要核实的号码): of one village, whose number is out of use, in doubt, another's too, or missing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from backend import database, sealing
from backend.places import Place
from backend.privacy import masked_phone
from backend.refusals import NotFound
from backend.residents import PHONE
from backend.staff import Officer, Power, must_have, youngest_shown


class NoSuchVillage(NotFound):
    """Not on the map, or none of the officer's places."""

    sentence = "没有找到这个村，请返回号码质量重新选择。"


class PhoneTrouble(StrEnum):
    """What is to be put right."""

    DEAD = "dead"
    DOUBTED = "doubted"
    STOPPED = "stopped"
    CLAIMED = "claimed"
    NONE = "none"

    @property
    def shown(self) -> str:
        """As the list says it."""
        return _SHOWN[self]


_SHOWN = {
    PhoneTrouble.DEAD: "打不通，已停用",
    PhoneTrouble.DOUBTED: "核对两次没有回",
    PhoneTrouble.STOPPED: "本人退订",
    PhoneTrouble.CLAIMED: "和别人同号",
    PhoneTrouble.NONE: "没有登记号码",
}


@dataclass(frozen=True)
class TroubledPhone:
    """One number of one person; `phone` masked, blank where there is none. `others` are those of the officer's places
    who call it theirs, too."""

    resident_id: UUID
    person: str
    phone: str
    trouble: PhoneTrouble
    since: datetime | None
    others: str


# Of whom `phones` counts: people of the village with a running award. The first of the troubles that fits.
_TROUBLED = """
WITH person AS (
    SELECT DISTINCT r.id, r.name FROM award a JOIN resident r ON r.id = a.resident_id
    WHERE a.county = $1 AND r.village = $2 AND a.stopped_from IS NULL AND r.deceased_on IS NULL AND r.birth_date <= $4
)
SELECT p.id AS resident_id, p.name AS person, c.phone_sealed, others.names AS others,
       CASE WHEN c.id IS NULL THEN 'none' WHEN c.dead_since IS NOT NULL THEN 'dead'
            WHEN c.doubted_since IS NOT NULL THEN 'doubted' WHEN c.opted_out_at IS NOT NULL THEN 'stopped'
            WHEN others.many > 0 THEN 'claimed' END AS trouble,
       coalesce(c.dead_since, c.doubted_since, c.opted_out_at) AS since
FROM person p LEFT JOIN contact c ON c.resident_id = p.id
CROSS JOIN LATERAL (
    SELECT count(*) AS many, coalesce(string_agg(r.name, '、' ORDER BY r.name) FILTER (
               WHERE r.village LIKE $3 AND r.birth_date <= $4), '') AS names
    FROM contact o JOIN resident r ON r.id = o.resident_id AND r.deceased_on IS NULL AND r.id <> p.id
    WHERE c.owner = 'self' AND o.phone_index = c.phone_index AND o.owner = 'self' AND o.dead_since IS NULL) AS others
WHERE c.id IS NULL OR c.dead_since IS NOT NULL OR c.doubted_since IS NOT NULL OR c.opted_out_at IS NOT NULL
   OR others.many > 0
ORDER BY p.name, p.id, c.priority, c.id LIMIT 1000
"""


async def troubled_phones(village: str, officer: Officer) -> list[TroubledPhone]:
    """By name; a child's only for who handles children's affairs. Refuses with NoSuchPower and NoSuchVillage."""
    must_have(officer, Power.SEE_CASES)
    if not officer.scope.covers(village) or not await Place.exists(code=village):
        raise NoSuchVillage
    found = await database.rows(_TROUBLED, officer.county, village, officer.scope.like, youngest_shown(officer))
    return [
        TroubledPhone(
            each["resident_id"], each["person"],
            masked_phone(sealing.unseal(each["phone_sealed"], PHONE)) if each["phone_sealed"] else "",
            PhoneTrouble(each["trouble"]), each["since"], each["others"],
        )
        for each in found
    ]  # fmt: skip
