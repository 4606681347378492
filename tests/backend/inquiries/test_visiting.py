"""A visit counts only with a team, a signature and photos; and where the law wants one, nothing goes on without it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from backend import clock, entitlements, evidence, inquiries, postings, staff
from backend.applications import WrongState
from backend.inquiries import HouseholdVisit, Level, Way
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.refusals import Refusal
from backend.residents import Resident
from backend.staff import Relation, Relative, Role
from tests.backend.applications.cases import a_photo, accepted, in_county_review, submitted
from tests.backend.evidence.spoiled import a_page, jpeg
from tests.backend.inquiries.visits import ANSWERS, a_visit_photo, visited, what_was_found
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, a_cadre, a_household, a_resident, an_officer, seed_parameters


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
    nowhere = await what_was_found(case, clerk, photos=[await a_visit_photo(elder, clerk, place=None)])
    with pytest.raises(inquiries.PlaceOfPhotoMissing):
        await inquiries.record_visit(case.id, nowhere, clerk)
    told = await what_was_found(case, clerk, photos=nowhere.photos, no_place_because="山里没有信号")
    await inquiries.record_visit(case.id, told, clerk)


async def test_in_an_emergency_a_call_will_do() -> None:
    clerk = await an_officer()
    case = await accepted(await a_resident(), clerk)
    elder = await Resident.get(id=case.resident_id)
    screenshot = await a_photo(elder, PhotoKind.HOME_VISIT, by=clerk.signature)
    by_phone = await what_was_found(
        case, clerk, way=Way.PHONE, emergency="山洪断路", photos=[screenshot], signature_photo=None
    )
    another_s = await a_photo(await a_resident("刘大山"), PhotoKind.HOME_VISIT, by=clerk.signature)
    with pytest.raises(inquiries.VisitPhotoMissing):
        await inquiries.record_visit(case.id, replace(by_phone, photos=[screenshot, another_s]), clerk)
    theirs = await a_photo(elder, PhotoKind.HOME_VISIT)
    with pytest.raises(inquiries.SentByNobodyThere):
        await inquiries.record_visit(case.id, replace(by_phone, photos=[theirs]), clerk)
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
    with pytest.raises(inquiries.VisitRecorded):
        await inquiries.record_visit(case.id, first, clerk)
    assert not await Entry.filter(deed=Deed.VISIT_PICTURES_REFUSED.value).exists(), "a button pressed twice is no try"
    await postings.post([case.id], await an_officer(name="钱敏"))
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    for again in ({"photos": first.photos}, {"signature_photo": first.signature_photo}):
        with pytest.raises(inquiries.PhotoOfAnotherVisit):
            await inquiries.record_visit(case.id, await what_was_found(case, reviewer, **again), reviewer)
    assert (await visited(case, reviewer)).level is Level.COUNTY


async def test_the_same_picture_sent_in_anew_proves_no_second_visit(at: Any) -> None:
    """As that file or sent on by another phone, with its own time and place: told at once, refused, on record."""
    clerk, reviewer, elder = await an_officer(), await an_officer(Role.COUNTY_REVIEWER), await a_resident()
    room, sheet, corner = (a_page(number).resize((640, 480)) for number in (1, 2, 3))
    case = await accepted(elder, clerk)
    page = await a_visit_photo(elder, clerk, PhotoKind.VISIT_SIGNATURE, content=jpeg(sheet))
    there = {"photos": [await a_visit_photo(elder, clerk, content=jpeg(room))], "signature_photo": page}
    await inquiries.record_visit(case.id, await what_was_found(case, clerk, **there), clerk)
    await postings.post([case.id], await an_officer(name="钱敏"))
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    anew = [await a_visit_photo(elder, reviewer, content=jpeg(room, quality)) for quality in (85, 60)]
    signed = await a_visit_photo(elder, reviewer, PhotoKind.VISIT_SIGNATURE, content=jpeg(sheet.resize((500, 375))))
    for again in ({"photos": anew[:1]}, {"photos": anew[1:]}, {"signature_photo": signed}):
        with pytest.raises(inquiries.PhotoOfAnotherVisit, match="PhotoOfAnotherVisit") as refused:
            await inquiries.record_visit(case.id, await what_was_found(case, reviewer, **again), reviewer)
        assert "换个角度再拍一张" in refused.value.shown
    noted = await Entry.filter(deed=Deed.VISIT_PICTURES_REFUSED.value).order_by("id")
    assert [each.facts["photos"] for each in noted] == [[str(each)] for each in (*anew, signed)]
    assert noted[0].by_id == reviewer.id
    another = await a_visit_photo(elder, reviewer, content=jpeg(corner))
    remarked = {each.id: "visited_before" in each.flaws for each in await evidence.Photo.filter(resident_id=elder.id)}
    assert [each for each, odd in remarked.items() if odd] == [*anew, signed]
    found = await what_was_found(case, reviewer, photos=[another])
    assert (await inquiries.record_visit(case.id, found, reviewer)).level is Level.COUNTY


async def test_one_visit_on_a_day_is_to_everybody_at_home_and_to_no_other_day(at: Any) -> None:
    clerk, home = await an_officer(), await a_household()
    elder, spouse = await a_resident(household=home), await a_resident("王大山", household=home)
    room = jpeg(a_page(1).resize((640, 480)))
    hers, his = await accepted(elder, clerk), await accepted(spouse, clerk)
    for case, person in ((hers, elder), (his, spouse)):
        photos = [await a_visit_photo(person, clerk, content=room)]
        await inquiries.record_visit(case.id, await what_was_found(case, clerk, photos=photos), clerk)
    at("2026-03-03 09:30")
    photos = [await a_visit_photo(spouse, clerk, content=room)]
    with pytest.raises(inquiries.PhotoOfAnotherVisit):
        await inquiries.record_visit(his.id, await what_was_found(his, clerk, photos=photos), clerk)


async def test_time_place_and_hand_are_of_this_visit(at: Any) -> None:
    clerk, elder, stranger = await an_officer(), await a_resident(), await a_cadre(name="孙立")
    case = await accepted(elder, clerk)

    async def refused(kind: type[Refusal], **instead: Any) -> None:
        with pytest.raises(kind):
            await inquiries.record_visit(case.id, await what_was_found(case, clerk, **instead), clerk)

    signed_before = await a_visit_photo(elder, clerk, PhotoKind.VISIT_SIGNATURE)
    of_the_morning = await a_visit_photo(elder, clerk)
    await visited(case, clerk)
    at("2026-03-02 16:00")
    await refused(inquiries.NearerToAnotherVisit, photos=[of_the_morning])
    await refused(inquiries.SentByNobodyThere, photos=[await a_visit_photo(elder, stranger)])
    abroad = await a_visit_photo(elder, clerk, content=jpeg(a_page(1).resize((640, 480))), place=(39.9, 116.4))
    await refused(inquiries.PlaceOfPhotoMissing, photos=[abroad])
    at("2026-03-03 09:30")
    await refused(inquiries.VisitPhotoMissing, signature_photo=signed_before)
    await visited(case, clerk)


async def test_the_county_looks_itself_once_the_file_has_come(at: Any) -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    case = await accepted(await a_resident(), clerk)
    await postings.post([case.id], clerk)
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    before = clock.now() - timedelta(days=1)
    with pytest.raises(inquiries.VisitTimeWrong):
        await inquiries.record_visit(case.id, await what_was_found(case, reviewer, visited_at=before), reviewer)
    await visited(case, reviewer)


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
