"""The photos of a case (案卷照片): what each is, what is wrong with it, and for whom else the same one came."""

from uuid import UUID

from backend import applications, evidence, places, residents
from backend.applications import Application
from backend.evidence import Flaw
from backend.privacy import masked_name
from backend.programmes import PhotoKind

_FLAWS = {
    Flaw.DARK: "偏暗",
    Flaw.GLARE: "有反光",
    Flaw.BLURRED: "模糊",
    Flaw.CUT_OFF: "可能没拍全",
    Flaw.FROM_THE_FUTURE: "拍摄时间在将来，按收到时间算",
    Flaw.PLACE_OUTSIDE: "不在本县拍的，请核实",
    Flaw.VISITED_BEFORE: "和以前登记过的入户照片是同一张",
}


def flaws_of(photo: evidence.Photo) -> list[str]:
    """In the words of the pages."""
    return [_FLAWS[Flaw(flaw)] for flaw in photo.flaws]


async def photos_of(application: Application) -> list[dict[str, object]]:
    """As they were taken, for an officer who may see the case."""
    handed_in = {each.photo_id: PhotoKind(each.kind) for each in await applications.attached(application.id)}
    mandate = await applications.mandate_of(application.id)
    if mandate is not None:
        handed_in[mandate.photo_id] = PhotoKind.MANDATE
    found = await evidence.Photo.filter(id__in=list(handed_in)).order_by("id")
    doubts = await _doubts([photo.id for photo in found])
    return [
        {
            "id": photo.id,
            "title": applications.PAPER_TITLES[handed_in[photo.id]],
            "captured_at": photo.captured_at,
            "flaws": flaws_of(photo),
            "doubts": doubts.get(photo.id, []),
        }
        for photo in found
    ]


async def _doubts(photo_ids: list[UUID]) -> dict[UUID, list[dict[str, object]]]:
    """By photo of the case: whose photo is the same, where that person lives, and what an officer found."""
    shown: dict[UUID, list[dict[str, object]]] = {}
    for doubt in await evidence.doubts_about(photo_ids):
        own, other = doubt.photo_id, doubt.like_photo_id
        if own not in photo_ids:
            own, other = other, own
        photo = await evidence.get_photo(other)
        person = await residents.get_resident(photo.resident_id)
        told = {
            "id": doubt.id, "name": masked_name(person.name), "village": await places.name_of(photo.village),
            "received_at": photo.received_at, "reason": doubt.reason,
        }  # fmt: skip
        shown.setdefault(own, []).append(told)
    return shown
