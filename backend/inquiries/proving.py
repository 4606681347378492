"""Proving a visit: a family member's signature, and pictures taken at this visit that prove no other one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend import clock, database, evidence
from backend.applications import Application
from backend.evidence import Flaw, Photo
from backend.inquiries.visit import Level, Way
from backend.journal import Signature
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable, NotNow
from backend.staff import Officer

WORDS_AT_MOST = 500  # characters

_VISITS_TO_THE_HOME = """
SELECT v.application_id = $2 AS of_the_case, v.level, v.visited_at, v.signature_photo_id, v.recorded_by,
       array(SELECT p.photo_id FROM visit_photo p WHERE p.visit_id = v.id) AS photos
FROM resident own JOIN resident r ON r.household_id = own.household_id
JOIN application a ON a.resident_id = r.id JOIN household_visit v ON v.application_id = a.id
WHERE own.id = $1
"""


class SignatureMissing(NotAcceptable):
    """Nobody of the family signed, or no photo shows it."""

    sentence = "请写明在场签字的家庭成员和关系，并选择签字页照片。"


class VisitPhotoMissing(NotAcceptable):
    """No photo of the visit, one of another family or another day, or one without the time that it was taken."""

    sentence = "请至少选一张这家的入户照片，照片要有拍摄时间，是入户当天拍的；签字页不能是入户以前就传上来的。"


class PhotoOfAnotherVisit(NotAcceptable):
    """A picture that proves another visit to the home, be it sent in anew; `details["photos"]` names them."""

    sentence = (
        "选的照片或者签字页里，有和另一次入户记录是同一张的（重新上传、转发的也算同一张）。"
        "请取消它，选这一次入户拍的；没有别的了，请在这家换个角度再拍一张传上来。"
    )


class VisitRecorded(NotNow):
    """The same visit once more, as when a button was pressed twice."""

    sentence = "这次入户已经登记好了，不用再登记，请返回办件查看。"


class NearerToAnotherVisit(NotAcceptable):
    """On a day with two visits of the case, a photo that was taken nearer to the other."""

    sentence = "有照片的拍摄时间更接近当天的另一次入户。请核对调查时间，或者选这一次入户拍的照片。"


class SentByNobodyThere(NotAcceptable):
    """A photo out of the hand of somebody who was not there and does not record the visit, such as the family's."""

    sentence = "有照片不是这次的调查人或者登记人传的。请把拍照的人选为调查人，或者由登记人上传这次入户的照片。"


class RecordingMissing(NotAcceptable):
    """Nobody was at the door, and nothing shows that anybody was spoken to (policy §18)."""

    sentence = "电话、视频代替上门的，要留下记录：写明和哪位家庭成员通的话、什么关系，并选择通话记录或者视频的截图。"


class PlaceOfPhotoMissing(NotAcceptable):
    """No photo says where in the county it was taken, and nobody says why."""

    sentence = "入户照片都没有县里的拍摄位置，请写明原因（如山里没有信号、家住外县）。"


class EmergencyMissing(NotAcceptable):
    """A visit by phone or video without the emergency that allows it."""

    sentence = "只有紧急情况才能用电话或视频代替上门，请写明是什么紧急情况。"


@dataclass(frozen=True)
class Visited:
    """What the investigators bring home; `answers` by the keys of VISIT_FORM."""

    visited_at: datetime
    investigators: Sequence[Signature]
    answers: Mapping[str, str]
    conclusion: str
    photos: Sequence[UUID] = field(default_factory=tuple)
    way: Way = Way.DOOR
    emergency: str = ""
    signer_name: str = ""
    signer_relation: str = ""
    signature_photo: UUID | None = None
    no_place_because: str = ""

    @property
    def pictures(self) -> list[UUID]:
        """Those of the visit and of the signed page."""
        return [*self.photos, *([self.signature_photo] if self.signature_photo else [])]


async def must_be_proved(visited: Visited, case: Application, level: Level, officer: Officer) -> None:
    """Of a case that is locked, so that no second visit is recorded meanwhile. Refuses with every class above."""
    visits = await database.rows(_VISITS_TO_THE_HOME, case.resident_id, case.id)
    if any(_is_the_same(each, visited, officer) for each in visits):
        raise VisitRecorded
    others = [each for each in visits if _is_another(each, visited, level)]
    await _must_prove_no_other(visited, others)
    found = await Photo.filter(id__in=visited.pictures, resident_id=case.resident_id)
    photos = {each.id: each for each in found}
    if visited.way is Way.DOOR:
        _must_be_of_the_door(visited, photos)
    else:
        _must_be_recorded(visited, photos)
    if any(_day(each.captured_at or each.received_at) < _day(visited.visited_at) for each in found):
        raise VisitPhotoMissing
    here = {(each.kind.value, each.id) for each in (*visited.investigators, officer.signature)}
    if not {(each.by_kind, each.by_id) for each in found} <= here:
        raise SentByNobodyThere
    _must_be_nearest(visited, [photos[each] for each in visited.photos], others)


def _is_the_same(visit: Mapping[str, Any], visited: Visited, officer: Officer) -> bool:
    """Nobody is put on record for pressing a button twice."""
    pictures = {*visit["photos"], *([visit["signature_photo_id"]] if visit["signature_photo_id"] else [])}
    by_them = (visit["of_the_case"], visit["recorded_by"], visit["visited_at"])
    return by_them == (True, officer.id, visited.visited_at) and pictures == set(visited.pictures)


def _is_another(visit: Mapping[str, Any], visited: Visited, level: Level) -> bool:
    """One visit on a day is to everybody at home: what proves it in a case of theirs may prove it in another."""
    if visit["of_the_case"]:
        return True
    return bool(visit["level"] != level.value) or _day(visit["visited_at"]) != _day(visited.visited_at)


async def _must_prove_no_other(visited: Visited, others: Sequence[Mapping[str, Any]]) -> None:
    used = {photo for each in others for photo in (*each["photos"], each["signature_photo_id"]) if photo}
    same = await evidence.same_pictures(visited.pictures, used)
    if same:
        raise PhotoOfAnotherVisit(photos=sorted(str(each) for each in same))


def _must_be_recorded(visited: Visited, photos: Mapping[UUID, Photo]) -> None:
    if not 0 < len(visited.emergency.strip()) <= WORDS_AT_MOST:
        raise EmergencyMissing
    if set(visited.pictures) - set(photos):
        raise VisitPhotoMissing
    if not (visited.photos and visited.signer_name.strip() and visited.signer_relation.strip()):
        raise RecordingMissing


def _must_be_of_the_door(visited: Visited, photos: Mapping[UUID, Photo]) -> None:
    signature = photos.get(visited.signature_photo) if visited.signature_photo else None
    is_signature = signature is not None and signature.kind == PhotoKind.VISIT_SIGNATURE.value
    if not (is_signature and visited.signer_name.strip() and visited.signer_relation.strip()):
        raise SignatureMissing
    taken = [photos.get(each) for each in visited.photos]
    if not taken or not all(each is not None and _is_of_the_day(each, visited.visited_at) for each in taken):
        raise VisitPhotoMissing
    if not any(each is not None and _is_placed(each) for each in taken) and not visited.no_place_because.strip():
        raise PlaceOfPhotoMissing


def _is_placed(photo: Photo) -> bool:
    return photo.latitude is not None and Flaw.PLACE_OUTSIDE.value not in photo.flaws


def _is_of_the_day(photo: Photo, visited_at: datetime) -> bool:
    taken_at = photo.captured_at
    return photo.kind == PhotoKind.HOME_VISIT.value and taken_at is not None and _day(taken_at) == _day(visited_at)


def _must_be_nearest(visited: Visited, photos: Sequence[Photo], others: Sequence[Mapping[str, Any]]) -> None:
    moments = [each["visited_at"] for each in others if each["of_the_case"]]
    for taken_at in [each.captured_at for each in photos if each.captured_at]:
        if any(abs(taken_at - other) < abs(taken_at - visited.visited_at) for other in moments):
            raise NearerToAnotherVisit


def _day(moment: datetime) -> date:
    return clock.in_county_time(moment).date()
