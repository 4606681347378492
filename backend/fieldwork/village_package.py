"""Village package: what a cadre's phone carries into the mountains, of the own village alone, and not for long."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend import applications, clock, database, errands, journal, postings, residents, sealing
from backend.applications import CaseLine
from backend.errands import ErrandView
from backend.journal import Deed, Line
from backend.postings import CarriedNotice
from backend.privacy import last_four
from backend.staff import Cadre

_DAYS = 7  # that a phone may keep it: a lost phone tells of a village for no longer
# Nothing about young children is kept on a phone: files about them are their named handlers' (policy §14.4).
_YOUNGEST = 14

_PEOPLE = """
SELECT r.id, r.name, r.sex, r.birth_date, r.identity_sealed, r.household_id,
       EXISTS (SELECT 1 FROM contact c WHERE c.resident_id = r.id AND c.owner = 'self' AND c.dead_since IS NULL)
           AS has_phone
FROM resident r
WHERE r.county = $1 AND r.village = $2 AND r.deceased_on IS NULL AND r.registered_here AND r.birth_date <= $3
ORDER BY r.id
"""

_YOUNGER = """
SELECT (SELECT count(*) FROM resident r WHERE r.county = $1 AND r.village = $2 AND r.deceased_on IS NULL
                                          AND r.registered_here AND r.birth_date > $3)::int AS people,
       (SELECT count(*) FROM errand e JOIN resident r ON r.id = e.resident_id
        WHERE e.village = $2 AND e.done_at IS NULL AND NOT e.of_children AND r.birth_date > $3)::int AS errands
"""


@dataclass(frozen=True)
class Villager:
    """What tells one person from another at the door, and no more; of the ID number the last four (policy §14.4)."""

    id: UUID
    name: str
    sex: str
    birth_date: date
    identity_last_four: str
    household_id: UUID
    has_phone: bool


@dataclass(frozen=True)
class LeftOut:
    """How much of the village the phone does not carry, because it is about children; all else is in the package."""

    people: int
    cases: int
    errands: int

    @property
    def sentence(self) -> str:
        """What the cadre reads; blank where nothing is left out."""
        if not (self.people or self.cases or self.errands):
            return ""
        return (
            f"不满{_YOUNGEST}周岁孩子的资料不带在手机上（{self.people}人，没办完的申请{self.cases}件、任务{self.errands}个），"
            "请在有信号的地方查看。"
        )


@dataclass(frozen=True)
class VillagePackage:
    """`version` is the same as long as what is in it is, and its days are: a phone that has it need not load it."""

    village: str
    version: str
    expires_at: datetime
    people: list[Villager]
    cases: list[CaseLine]
    errands: list[ErrandView]
    notices: list[CarriedNotice]
    left_out: LeftOut


async def village_package(village: str, cadre: Cadre, *, known: str | None = None) -> VillagePackage | None:
    """The package of a village that the cadre serves; None if `known` is its version. OutsideYourVillage.

    Journaled when it is given out: who carried which village's people, when, and until when.
    """
    await cadre.must_serve(village)
    today = clock.today()
    born_by = date(today.year - _YOUNGEST, today.month, min(today.day, 28))
    found = await database.rows(_PEOPLE, cadre.county, village, born_by)
    people = [_villager(each) for each in found]
    cases, young_cases = await applications.carried_cases(village, cadre.id, born_by)
    to_do = await errands.open_errands([village], born_by=born_by, limit=None)
    (younger,) = await database.rows(_YOUNGER, cadre.county, village, born_by)
    left_out = LeftOut(younger["people"], young_cases, younger["errands"])
    notices = await postings.carried_notices(village)
    expires_at = datetime.combine(today + timedelta(days=_DAYS), time.min, clock.COUNTY_TIME)
    version = hashlib.sha256(repr((expires_at, people, cases, to_do, notices, left_out)).encode()).hexdigest()[:32]
    if version == known:
        return None
    async with database.transaction():
        facts = {"people": len(people), "expires_at": expires_at.isoformat()}
        line = Line(Deed.VILLAGE_PACKAGE_GIVEN, cadre.county, "cadre", cadre.id, village=village, facts=facts)
        await journal.record(line, by=cadre.signature)
    return VillagePackage(village, version, expires_at, people, cases, to_do, notices, left_out)


def _villager(found: dict[str, Any]) -> Villager:
    number = sealing.unseal(found.pop("identity_sealed"), residents.IDENTITY)
    return Villager(**found, identity_last_four=last_four(number))
