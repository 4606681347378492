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
_CASES_AT_MOST = 500

_PEOPLE = """
SELECT r.id, r.name, r.sex, r.birth_date, r.identity_sealed, r.household_id,
       EXISTS (SELECT 1 FROM contact c WHERE c.resident_id = r.id AND c.owner = 'self' AND c.dead_since IS NULL)
           AS has_phone
FROM resident r
WHERE r.county = $1 AND r.village = $2 AND r.deceased_on IS NULL AND r.registered_here AND r.birth_date <= $3
ORDER BY r.id
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
class VillagePackage:
    """`version` is the same as long as what is in it is, and its days are: a phone that has it need not load it."""

    village: str
    version: str
    expires_at: datetime
    people: list[Villager]
    cases: list[CaseLine]
    errands: list[ErrandView]
    notices: list[CarriedNotice]


async def village_package(village: str, cadre: Cadre, *, known: str | None = None) -> VillagePackage | None:
    """The package of a village that the cadre serves; None if `known` is its version. OutsideYourVillage.

    Journaled when it is given out: who carried which village's people, when, and until when.
    """
    await cadre.must_serve(village)
    today = clock.today()
    born_by = date(today.year - _YOUNGEST, today.month, min(today.day, 28))
    found = await database.rows(_PEOPLE, cadre.county, village, born_by)
    people = [_villager(each) for each in found]
    listed = await applications.of_villages([village], cadre=cadre.id, limit=_CASES_AT_MOST)
    young = await _born_after(born_by, [each.resident_id for each in listed])
    cases = [each for each in listed if each.state.is_running and each.resident_id not in young]
    to_do = await errands.open_errands([village], born_by=born_by, limit=None)
    notices = await postings.carried_notices(village)
    expires_at = datetime.combine(today + timedelta(days=_DAYS), time.min, clock.COUNTY_TIME)
    version = hashlib.sha256(repr((expires_at, people, cases, to_do, notices)).encode()).hexdigest()[:32]
    if version == known:
        return None
    async with database.transaction():
        facts = {"people": len(people), "expires_at": expires_at.isoformat()}
        line = Line(Deed.VILLAGE_PACKAGE_GIVEN, cadre.county, "cadre", cadre.id, village=village, facts=facts)
        await journal.record(line, by=cadre.signature)
    return VillagePackage(village, version, expires_at, people, cases, to_do, notices)


async def _born_after(day: date, resident_ids: list[UUID]) -> set[UUID]:
    young = residents.Resident.filter(id__in=resident_ids, birth_date__gt=day)
    return {each.id for each in await young}


def _villager(found: dict[str, Any]) -> Villager:
    number = sealing.unseal(found.pop("identity_sealed"), residents.IDENTITY)
    return Villager(**found, identity_last_four=last_four(number))
