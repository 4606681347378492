"""Reading what was inquired in a case, for officers who were let see the case before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend import applications
from backend.applications import Application
from backend.evidence import Photo
from backend.inquiries.visit import HouseholdVisit, Investigator, Level, VisitPhoto
from backend.inquiries.visit_form import read_out
from backend.journal import By, Signature
from backend.programmes import PhotoKind
from backend.staff import Cadre, Officer, Power, cadres_of, has_power

_PHOTOS_SHOWN = 24


@dataclass(frozen=True)
class VisitRead:
    """A visit with the names of who was there, and its photos."""

    visit: HouseholdVisit
    investigators: list[str]
    findings: list[tuple[str, str]]
    photos: list[UUID]


async def visits_of(application_id: UUID) -> list[VisitRead]:
    """The visits of a case, oldest first."""
    visits = await HouseholdVisit.filter(application_id=application_id).order_by("id")
    there = await Investigator.filter(visit_id__in=[each.id for each in visits]).order_by("id")
    photos = await VisitPhoto.filter(visit_id__in=[each.id for each in visits]).order_by("id")
    names = await _names([each.hand for each in there])
    return [
        VisitRead(
            visit,
            [names[each.hand] for each in there if each.visit_id == visit.id],
            read_out(visit.findings),
            [each.photo_id for each in photos if each.visit_id == visit.id],
        )
        for visit in visits
    ]


async def possible_investigators(case: Application) -> list[Officer | Cadre]:
    """Who may go to the door: officers with the power whose places cover the village, and the village's cadres."""
    officers = await Officer.filter(county=case.county, left_on=None).order_by("place", "id")
    able = [each for each in officers if has_power(each, Power.INVESTIGATE) and each.scope.covers(case.village)]
    return [*able, *await cadres_of(case.village)]


async def photos_to_choose(case: Application) -> list[Photo]:
    """The person's photos of a visit, the newest first, as cadres and officers sent them in."""
    kinds = [PhotoKind.HOME_VISIT.value, PhotoKind.VISIT_SIGNATURE.value]
    return await Photo.filter(resident_id=case.resident_id, kind__in=kinds).order_by("-id").limit(_PHOTOS_SHOWN)


async def investigated_by(application_id: UUID, officer: Officer) -> bool:
    """Whether the officer was at the door in any visit of the case, or asked the registers about its people."""
    return bool((await applications.part_of(officer, application_id)).investigated)


async def handled_by(officer: Officer) -> list[UUID]:
    """The cases that the officer investigated, gave a first opinion in, or decided, be it by an amendment."""
    part = await applications.part_of(officer)
    return list(part.investigated | part.opined | part.decided)


async def was_visited(application_id: UUID, level: Level) -> bool:
    """Whether the level has looked at the door, or by phone in an emergency."""
    return await HouseholdVisit.filter(application_id=application_id, level=level).exists()


async def _names(hands: Sequence[Signature]) -> dict[Signature, str]:
    officers = await Officer.filter(id__in=[each.id for each in hands if each.kind is By.OFFICER])
    cadres = await Cadre.filter(id__in=[each.id for each in hands if each.kind is By.CADRE])
    names = {each.signature: each.name for each in officers}
    return names | {each.signature: each.name for each in cadres}
