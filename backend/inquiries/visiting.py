"""Visiting (入户调查): two or more named investigators, a family member's signature, photos with time and place."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from backend import applications, clock, database, journal, staff
from backend.applications import Application, State
from backend.identifiers import new_id
from backend.inquiries.first_opinion import must_not_have_judged
from backend.inquiries.proving import WORDS_AT_MOST, PhotoOfAnotherVisit, Visited, must_be_proved
from backend.inquiries.visit import HouseholdVisit, Investigator, Level, VisitPhoto, Way
from backend.inquiries.visit_form import findings_of
from backend.journal import By, Signature
from backend.refusals import NotAcceptable
from backend.staff import Cadre, Officer, Power

_AT_LEAST = 2  # investigators a team (民发〔2021〕57号 art. 16)
_FAST_CLOCK = timedelta(minutes=10)  # a phone's clock may be that much ahead
# When each level may look: the township from acceptance until the file is at the county, the county from then on.
_STATES = {
    Level.TOWNSHIP: (State.ACCEPTED, State.OBJECTED),
    Level.COUNTY: (State.COUNTY_REVIEW,),
}
_COUNTY_ROLES = (staff.Role.COUNTY_REVIEWER, staff.Role.COUNTY_APPROVER, staff.Role.COUNTY_PAYER)


class TooFewInvestigators(NotAcceptable):
    """Fewer than two, none of the level, or somebody who does not serve there."""

    sentence = "入户调查至少要有2人，其中至少1人是乡镇（县级核查为县局）工作人员，请重新选择调查人。"


class VisitTimeWrong(NotAcceptable):
    """Before the case was accepted, of the county's before the file came there, or in the future."""

    sentence = "调查时间要在受理之后、现在之前（县级核查要在案卷送到县里之后），请核对。"


class ConclusionMissing(NotAcceptable):
    """No conclusion, or one that does not fit on the form."""

    sentence = f"请写明调查结论，最多{WORDS_AT_MOST}个字。"


async def record_visit(application_id: UUID, visited: Visited, officer: Officer) -> HouseholdVisit:
    """Keep what a visit found; the officer's level is the visit's, and the officer is one of the investigators or not.

    Refuses with NoSuchPower, OutsideYourPlace, applications.NoSuchApplication and WrongState, staff.YourOwnKin (also
    for an investigator), YouGaveTheOpinion, YouDecided, TooFewInvestigators, VisitTimeWrong, ConclusionMissing and
    FormIncomplete, and with every refusal of `proving`, of which PhotoOfAnotherVisit goes on record.
    Source: 民发〔2021〕57号 art. 16, 20.
    """
    staff.must_have(officer, Power.INVESTIGATE)
    level = Level.COUNTY if officer.role in _COUNTY_ROLES else Level.TOWNSHIP
    await applications.visible_to_officer(application_id, officer)
    findings = findings_of(visited.answers)
    if not 0 < len(visited.conclusion.strip()) <= WORDS_AT_MOST:
        raise ConclusionMissing
    try:
        return await _record(application_id, visited, findings, level, officer)
    except PhotoOfAnotherVisit as again:
        await _note_refused_pictures(application_id, level, again.details["photos"], officer)
        raise


async def _record(
    application_id: UUID, visited: Visited, findings: dict[str, str | int], level: Level, officer: Officer
) -> HouseholdVisit:
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        if case.state not in _STATES[level]:
            await applications.tell_what_happened(case.id, officer.signature)
        await _must_be_in_time(visited.visited_at, case, level)
        investigators = list(dict.fromkeys(visited.investigators))
        await _must_have_no_opinion_yet(investigators, case)
        await _must_be_a_team(investigators, level, case)
        await must_be_proved(visited, case, level, officer)
        visit = await _keep(visited, findings, level, case, officer)
        for each in investigators:
            await Investigator.create(id=new_id(), visit_id=visit.id, hand_kind=each.kind.value, hand_id=each.id)
        for photo_id in dict.fromkeys(visited.photos):
            await VisitPhoto.create(id=new_id(), visit_id=visit.id, photo_id=photo_id)
        facts = {"visit_id": visit.id, "level": level.value, "way": visit.way.value, "team": len(investigators)}
        await journal.record(case.line(journal.Deed.HOUSEHOLD_VISITED, **facts), by=officer.signature)
    return visit


async def _note_refused_pictures(application_id: UUID, level: Level, photos: list[str], officer: Officer) -> None:
    """That somebody tried; the visit itself is not kept."""
    async with database.transaction():
        case = await Application.get(id=application_id)
        line = case.line(journal.Deed.VISIT_PICTURES_REFUSED, level=level.value, photos=photos)
        await journal.record(line, by=officer.signature)


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


async def _must_be_in_time(visited_at: datetime, case: Application, level: Level) -> None:
    earliest = case.accepted_at or case.started_at
    if level is Level.COUNTY:
        earliest = await applications.stood_since(case) or earliest
    # By the day: a phone's clock, and a form that knows only minutes, must not refuse a visit right after acceptance.
    too_early = clock.in_county_time(visited_at).date() < clock.in_county_time(earliest).date()
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
