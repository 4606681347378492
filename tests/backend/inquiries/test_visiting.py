"""A visit counts only with a team, a signature and photos; and where the law wants one, nothing goes on without it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from backend import clock, entitlements, inquiries, postings, staff
from backend.applications import WrongState
from backend.inquiries import HouseholdVisit, Level, Way
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.refusals import Refusal
from backend.residents import Resident
from backend.staff import Relation, Relative, Role
from tests.backend.applications.cases import a_photo, accepted, in_county_review, submitted
from tests.backend.inquiries.visits import ANSWERS, a_visit_photo, visited, what_was_found
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, a_cadre, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_a_visit_is_kept_with_everyone_who_was_there() -> None:
    clerk = await an_officer()
    case = await accepted(await a_resident(), clerk)
    visit = await visited(case, clerk)
    (read,) = await inquiries.visits_of(case.id)
    assert (visit.level, visit.way) == (Level.TOWNSHIP, Way.DOOR)
    assert read.investigators == ["赵敏", "李建国"]
    assert ("住房", "自有") in read.findings
    (entry,) = await Entry.filter(deed=Deed.HOUSEHOLD_VISITED.value)
    assert (entry.subject_id, entry.facts["team"]) == (case.id, 2)


WRONG: list[tuple[str, Any, type[Refusal]]] = [
    ("investigators", lambda v: v.investigators[:1], inquiries.TooFewInvestigators),
    ("investigators", lambda v: [v.investigators[0]] * 2, inquiries.TooFewInvestigators),
    ("investigators", lambda v: [v.investigators[1]] * 2, inquiries.TooFewInvestigators),
    ("signer_name", lambda v: " ", inquiries.SignatureMissing),
    ("signature_photo", lambda v: None, inquiries.SignatureMissing),
    ("signature_photo", lambda v: v.photos[0], inquiries.SignatureMissing),
    ("photos", lambda v: [], inquiries.VisitPhotoMissing),
    ("way", lambda v: Way.PHONE, inquiries.EmergencyMissing),
    ("visited_at", lambda v: clock.now() + timedelta(hours=1), inquiries.VisitTimeWrong),
    ("visited_at", lambda v: clock.now() - timedelta(days=1), inquiries.VisitTimeWrong),
    ("conclusion", lambda v: "", inquiries.ConclusionMissing),
    ("conclusion", lambda v: "长" * 501, inquiries.ConclusionMissing),
    ("answers", lambda v: {**ANSWERS, "house": "castle"}, inquiries.FormIncomplete),
    ("answers", lambda v: {**ANSWERS, "able_to_work": "一"}, inquiries.FormIncomplete),
    ("answers", lambda v: {}, inquiries.FormIncomplete),
]


@pytest.mark.parametrize(("field", "wrong", "refusal"), WRONG)
async def test_a_visit_that_lacks_something_is_none(field: str, wrong: Any, refusal: type[Refusal]) -> None:
    clerk = await an_officer()
    case = await accepted(await a_resident(), clerk)
    right = await what_was_found(case, clerk)
    with pytest.raises(refusal):
        await inquiries.record_visit(case.id, await what_was_found(case, clerk, **{field: wrong(right)}), clerk)
    assert not await HouseholdVisit.all().exists()


async def test_photos_are_of_this_family_and_say_when_and_where() -> None:
    clerk = await an_officer()
    elder, other = await a_resident(), await a_resident("刘大山")
    case = await accepted(elder, clerk)
    untimed = await a_photo(elder, PhotoKind.HOME_VISIT)
    for photo in (untimed, await a_visit_photo(other, clerk)):
        with pytest.raises(inquiries.VisitPhotoMissing):
            await inquiries.record_visit(case.id, await what_was_found(case, clerk, photos=[photo]), clerk)
    nowhere = await what_was_found(case, clerk, photos=[await a_visit_photo(elder, clerk, place=False)])
    with pytest.raises(inquiries.PlaceOfPhotoMissing):
        await inquiries.record_visit(case.id, nowhere, clerk)
    told = await what_was_found(case, clerk, photos=nowhere.photos, no_place_because="山里没有信号")
    await inquiries.record_visit(case.id, told, clerk)


async def test_in_an_emergency_a_call_will_do() -> None:
    clerk = await an_officer()
    case = await accepted(await a_resident(), clerk)
    screenshot = await a_photo(await Resident.get(id=case.resident_id), PhotoKind.HOME_VISIT)
    by_phone = await what_was_found(
        case, clerk, way=Way.PHONE, emergency="山洪断路", photos=[screenshot], signature_photo=None
    )
    for lacking in ({"photos": []}, {"signer_name": " "}, {"signer_relation": ""}):
        with pytest.raises(inquiries.RecordingMissing):
            await inquiries.record_visit(case.id, replace(by_phone, **lacking), clerk)
    assert (await inquiries.record_visit(case.id, by_phone, clerk)).emergency == "山洪断路"


async def test_each_visit_has_photos_of_its_own_day_and_a_signature_of_its_own(at: Any) -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    elder = await a_resident()
    case = await accepted(elder, clerk)
    portrait = await a_photo(elder, PhotoKind.PORTRAIT)
    earlier = await a_visit_photo(elder, clerk, taken_at=clock.now() - timedelta(days=1))
    for photo in (portrait, earlier):
        with pytest.raises(inquiries.VisitPhotoMissing):
            await inquiries.record_visit(case.id, await what_was_found(case, clerk, photos=[photo]), clerk)
    first = await what_was_found(case, clerk)
    await inquiries.record_visit(case.id, first, clerk)
    await postings.post([case.id], await an_officer(name="钱敏"))
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    for again in ({"photos": first.photos}, {"signature_photo": first.signature_photo}):
        with pytest.raises(inquiries.PhotoOfAnotherVisit):
            await inquiries.record_visit(case.id, await what_was_found(case, reviewer, **again), reviewer)
    assert (await visited(case, reviewer)).level is Level.COUNTY


async def test_a_team_serves_the_place_and_has_no_kin_there() -> None:
    clerk, elsewhere = await an_officer(), await an_officer(place=OTHER_TOWNSHIP)
    elder = await a_resident()
    case = await accepted(elder, clerk)
    strangers = [elsewhere.signature, (await a_cadre([OTHER_VILLAGE])).signature]
    for stranger in strangers:
        found = await what_was_found(case, clerk, investigators=[clerk.signature, stranger])
        with pytest.raises(inquiries.TooFewInvestigators):
            await inquiries.record_visit(case.id, found, clerk)
    with pytest.raises(staff.OutsideYourPlace):
        await inquiries.record_visit(case.id, await what_was_found(case, clerk), elsewhere)
    kin = await an_officer(name="王敏")
    await staff.declare_own_kin(kin, [Relative(Relation.PARENT, elder.name, elder.identity_number)])
    found = await what_was_found(case, clerk, investigators=[clerk.signature, kin.signature])
    with pytest.raises(staff.YourOwnKin):
        await inquiries.record_visit(case.id, found, clerk)


async def test_the_township_looks_before_and_the_county_after_the_notice() -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    early, late = await submitted(await a_resident()), await in_county_review(await a_resident("刘大山"), clerk)
    for case, officer in ((early, clerk), (early, reviewer), (late, clerk)):
        with pytest.raises(WrongState):
            await inquiries.record_visit(case.id, await what_was_found(case, officer), officer)
    assert (await visited(late, reviewer)).level is Level.COUNTY
    payer = await an_officer(Role.COUNTY_PAYER)
    found = await what_was_found(late, payer)
    with pytest.raises(staff.NoSuchPower):
        await inquiries.record_visit(late.id, found, payer)


async def test_who_was_at_the_door_gives_no_opinion() -> None:
    clerk, colleague = await an_officer(), await an_officer(name="钱敏")
    case = await accepted(await a_resident(), clerk)
    await visited(case, clerk)
    with pytest.raises(inquiries.YouInvestigated):
        await postings.post([case.id], clerk)
    await postings.post([case.id], colleague)


async def test_a_relatives_case_is_confirmed_only_after_the_county_looked_itself() -> None:
    clerk, cadre = await an_officer(), await a_cadre()
    case = await in_county_review(await a_resident(), clerk)
    number = (await Resident.get(id=case.resident_id)).identity_number
    # Declared after the case was accepted: it is matched again before the decision.
    await staff.declare_kin_of_cadre(cadre.id, [Relative(Relation.PARENT, "王秀英", number)], clerk)
    looks, decides = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_REVIEWER, name="周敏")
    with pytest.raises(inquiries.CountyVisitFirst):
        await entitlements.grant(case.id, decides)
    await visited(case, looks)
    with pytest.raises(inquiries.YouInvestigated):
        await entitlements.grant(case.id, looks)
    assert (await entitlements.grant(case.id, decides)).from_month == date(2026, 3, 1)
