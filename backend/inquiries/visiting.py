"""Visiting (入户调查): two or more named investigators, a family member's signature, photos with time and place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from backend import applications, clock, database, evidence, journal, staff
from backend.applications import Application, State
from backend.identifiers import new_id
from backend.inquiries.first_opinion import must_not_have_judged
from backend.inquiries.visit import HouseholdVisit, Investigator, Level, VisitPhoto, Way
from backend.inquiries.visit_form import findings_of
from backend.journal import By, Signature
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable
from backend.staff import Cadre, Officer, Power

_AT_LEAST = 2  # investigators a team (民发〔2021〕57号 art. 16)
_WORDS_AT_MOST = 500  # characters
_FAST_CLOCK = timedelta(minutes=10)  # a phone's clock may be that much ahead
# When each level may look: the township from acceptance until the file is at the county, the county from then on.
_STATES = {
    Level.TOWNSHIP: (State.ACCEPTED, State.OBJECTED),
    Level.COUNTY: (State.COUNTY_REVIEW,),
}
_COUNTY_ROLES = (staff.Role.COUNTY_REVIEWER, staff.Role.COUNTY_APPROVER, staff.Role.COUNTY_PAYER)

_USED = """
SELECT 1 FROM household_visit v LEFT JOIN visit_photo p ON p.visit_id = v.id
WHERE v.application_id = $1 AND (v.signature_photo_id = ANY ($2) OR p.photo_id = ANY ($2)) LIMIT 1
"""


class TooFewInvestigators(NotAcceptable):
    """Fewer than two, none of the level, or somebody who does not serve there."""

    sentence = "入户调查至少要有2人，其中至少1人是乡镇（县级核查为县局）工作人员，请重新选择调查人。"


class SignatureMissing(NotAcceptable):
    """Nobody of the family signed, or no photo shows it."""

    sentence = "请写明在场签字的家庭成员和关系，并选择签字页照片。"


class VisitPhotoMissing(NotAcceptable):
    """No photo of the visit, one of another family or another day, or one without the time that it was taken."""

    sentence = "请至少选一张这家的入户照片，照片要有拍摄时间，是入户当天拍的。"


class PhotoOfAnotherVisit(NotAcceptable):
    """A photo or a signed page that proves an earlier visit of the case; each visit has its own."""

    sentence = "选的照片或者签字页已经用在这件申请的另一次入户记录里，请用这一次入户拍的。"


class RecordingMissing(NotAcceptable):
    """Nobody was at the door, and nothing shows that anybody was spoken to (policy §18)."""

    sentence = "电话、视频代替上门的，要留下记录：写明和哪位家庭成员通的话、什么关系，并选择通话记录或者视频的截图。"


class PlaceOfPhotoMissing(NotAcceptable):
    """No photo says where it was taken, and nobody says why."""

    sentence = "入户照片都没有拍摄位置，请写明原因（如山里没有信号）。"


class EmergencyMissing(NotAcceptable):
    """A visit by phone or video without the emergency that allows it."""

    sentence = "只有紧急情况才能用电话或视频代替上门，请写明是什么紧急情况。"


class VisitTimeWrong(NotAcceptable):
    """Before the case was accepted, or in the future."""

    sentence = "调查时间要在受理之后、现在之前，请核对。"


class ConclusionMissing(NotAcceptable):
    """No conclusion, or one that does not fit on the form."""

    sentence = f"请写明调查结论，最多{_WORDS_AT_MOST}个字。"


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


async def record_visit(application_id: UUID, visited: Visited, officer: Officer) -> HouseholdVisit:
    """Keep what a visit found; the officer's level is the visit's, and the officer is one of the investigators or not.

    Refuses with NoSuchPower, OutsideYourPlace, applications.NoSuchApplication and WrongState, staff.YourOwnKin (also
    for an investigator), YouGaveTheOpinion, YouDecided, TooFewInvestigators, SignatureMissing, VisitPhotoMissing,
    PhotoOfAnotherVisit, PlaceOfPhotoMissing, EmergencyMissing, RecordingMissing, VisitTimeWrong, ConclusionMissing and
    FormIncomplete. Source: 民发〔2021〕57号 art. 16, 20.
    """
    staff.must_have(officer, Power.INVESTIGATE)
    level = Level.COUNTY if officer.role in _COUNTY_ROLES else Level.TOWNSHIP
    await applications.visible_to_officer(application_id, officer)
    findings = findings_of(visited.answers)
    if not 0 < len(visited.conclusion.strip()) <= _WORDS_AT_MOST:
        raise ConclusionMissing
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        if case.state not in _STATES[level]:
            await applications.tell_what_happened(case.id, officer.signature)
        _must_be_in_time(visited.visited_at, case)
        investigators = list(dict.fromkeys(visited.investigators))
        await _must_have_no_opinion_yet(investigators, case)
        await _must_be_a_team(investigators, level, case)
        await _must_be_proved(visited, case)
        visit = await _keep(visited, findings, level, case, officer)
        for each in investigators:
            await Investigator.create(id=new_id(), visit_id=visit.id, hand_kind=each.kind.value, hand_id=each.id)
        for photo_id in dict.fromkeys(visited.photos):
            await VisitPhoto.create(id=new_id(), visit_id=visit.id, photo_id=photo_id)
        facts = {"visit_id": visit.id, "level": level.value, "way": visit.way.value, "team": len(investigators)}
        await journal.record(case.line(journal.Deed.HOUSEHOLD_VISITED, **facts), by=officer.signature)
    return visit


async def _keep(
    visited: Visited, findings: dict[str, str | int], level: Level, case: Application, officer: Officer
) -> HouseholdVisit:
    at_door = visited.way is Way.DOOR
    return await HouseholdVisit.create(
        id=new_id(), county=case.county, village=case.village, application_id=case.id, level=level, way=visited.way,
        emergency="" if at_door else visited.emergency.strip(), visited_at=visited.visited_at, findings=findings,
        conclusion=visited.conclusion.strip(), signer_name=visited.signer_name.strip(),
        signer_relation=visited.signer_relation.strip(), signature_photo_id=visited.signature_photo,
        no_place_because=visited.no_place_because.strip(), recorded_by=officer.id, recorded_at=clock.now(),
    )  # fmt: skip


def _must_be_in_time(visited_at: datetime, case: Application) -> None:
    accepted_at = case.accepted_at or case.started_at
    # By the day: a phone's clock, and a form that knows only minutes, must not refuse a visit right after acceptance.
    too_early = clock.in_county_time(visited_at).date() < clock.in_county_time(accepted_at).date()
    if too_early or visited_at > clock.now() + _FAST_CLOCK:
        raise VisitTimeWrong


async def _must_be_a_team(team: Sequence[Signature], level: Level, case: Application) -> None:
    officers = await Officer.filter(id__in=[each.id for each in team if each.kind is By.OFFICER], left_on=None)
    cadres = await Cadre.filter(id__in=[each.id for each in team if each.kind is By.CADRE], left_on=None)
    here = [each for each in officers if each.county == case.county and each.scope.covers(case.village)]
    serving = [each for each in cadres if case.village in await staff.villages_served(each.id)]
    of_the_level = [each for each in here if (each.role in _COUNTY_ROLES) == (level is Level.COUNTY)]
    if len(team) < _AT_LEAST or len(here) + len(serving) < len(team) or not of_the_level:
        raise TooFewInvestigators
    for each in team:
        await staff.must_not_be_kin(each, case.resident_id)


async def _must_have_no_opinion_yet(team: Sequence[Signature], case: Application) -> None:
    for each in await Officer.filter(id__in=[each.id for each in team if each.kind is By.OFFICER]):
        await must_not_have_judged(case.id, each)


async def _must_be_proved(visited: Visited, case: Application) -> None:
    wanted = [*visited.photos, *([visited.signature_photo] if visited.signature_photo else [])]
    await _must_be_of_no_other_visit(wanted, case)
    photos = {each.id: each for each in await evidence.Photo.filter(id__in=wanted, resident_id=case.resident_id)}
    if visited.way is not Way.DOOR:
        if not 0 < len(visited.emergency.strip()) <= _WORDS_AT_MOST:
            raise EmergencyMissing
        if set(wanted) - set(photos):
            raise VisitPhotoMissing
        if not (visited.photos and visited.signer_name.strip() and visited.signer_relation.strip()):
            raise RecordingMissing
        return
    signature = photos.get(visited.signature_photo) if visited.signature_photo else None
    is_signature = signature is not None and signature.kind == PhotoKind.VISIT_SIGNATURE.value
    if not (is_signature and visited.signer_name.strip() and visited.signer_relation.strip()):
        raise SignatureMissing
    taken = [photos.get(each) for each in visited.photos]
    if not taken or not all(each is not None and _is_of_the_visit(each, visited.visited_at) for each in taken):
        raise VisitPhotoMissing
    if all(each is None or each.latitude is None for each in taken) and not visited.no_place_because.strip():
        raise PlaceOfPhotoMissing


def _is_of_the_visit(photo: evidence.Photo, visited_at: datetime) -> bool:
    taken_at = photo.captured_at
    if photo.kind != PhotoKind.HOME_VISIT.value or taken_at is None:
        return False
    return clock.in_county_time(taken_at).date() == clock.in_county_time(visited_at).date()


async def _must_be_of_no_other_visit(wanted: Sequence[UUID], case: Application) -> None:
    """The case is locked, so that no second visit is recorded meanwhile."""
    used = await database.row(_USED, case.id, wanted)
    if used is not None:
        raise PhotoOfAnotherVisit
