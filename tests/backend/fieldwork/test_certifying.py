"""A voice that an officer knew certifies, and the cadre need not go; a picture does if it was taken now."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from backend import clock, entitlements, evidence, fieldwork
from backend.entitlements import Award
from backend.errands import Errand, ErrandKind, NoSuchErrand, NotAPhotoOfThisPerson, Outcome, raise_errand
from backend.fieldwork import KnownBy, PhotoNotFresh, Said
from backend.identifiers import new_id
from backend.journal import By, Deed, Entry, Signature
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import NoSuchPower, OutsideYourVillage, Role
from tests.backend.applications.cases import hand
from tests.backend.evidence.pictures import with_exif
from tests.backend.evidence.spoiled import a_page, jpeg
from tests.backend.evidence.test_likeness import SENT_ON
from tests.backend.fieldwork.offline import an_item, sha256, upload
from tests.backend.payouts.awards import an_award
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, a_cadre, a_resident, an_officer, seed_parameters


async def test_a_known_voice_certifies_and_calls_the_visit_off(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder, clerk = await a_resident(), await an_officer()
    await an_award(elder, certification_due_on=date(2026, 3, 20))
    visit, other = [
        await raise_errand(
            kind, elder, reason="见到本人", because=kind.value, due_on=date(2026, 3, 20), by=Signature(By.CLOCK)
        )
        for kind in (ErrandKind.CERTIFY_LIFE, ErrandKind.CALL_BACK)
    ]
    assert visit is not None
    assert other is not None
    for errand, officer in ((visit, await an_officer(place=OTHER_TOWNSHIP)), (other, clerk)):
        with pytest.raises(NoSuchErrand):
            await fieldwork.certify_by_voice(errand.id, officer, known_by=KnownBy.VOICE)
    with pytest.raises(NoSuchPower):
        await fieldwork.certify_by_voice(visit.id, await an_officer(Role.AUDITOR), known_by=KnownBy.VOICE)
    await fieldwork.certify_by_voice(visit.id, clerk, known_by=KnownBy.ANSWERS)
    award = await Award.get()
    assert (award.certified_on, award.certification_due_on) == (date(2026, 3, 2), date(2027, 3, 2))
    assert [each.id for each in await Errand.all()] == [other.id]
    assert (await Entry.get(deed=Deed.LIFE_HEARD.value)).facts == {"known_by": "answers"}


async def portrait(elder: Resident, picture: Image.Image, *, by: Signature | None = None, **given: Any) -> UUID:
    kind = given.pop("kind", PhotoKind.PORTRAIT)
    received = await evidence.receive(
        jpeg(picture), upload_id=new_id(), resident=elder, kind=kind, by=by or hand(elder), **given
    )
    return received.photo.id


async def a_visit(elder: Resident) -> Errand:
    await an_award(elder, certification_due_on=date(2026, 3, 20))
    assert await entitlements.warn_of_certification_due() == 1
    return await Errand.get()


@pytest.mark.parametrize("way", SENT_ON)
async def test_last_years_picture_proves_nothing_of_this_year(empty_database: str, at: Any, way: str) -> None:
    at("2025-03-02 09:30")
    await seed_parameters()
    elder = await a_resident()
    await portrait(elder, a_page())
    at("2026-03-02 09:30")
    await an_award(elder, certification_due_on=date(2026, 3, 20))
    with pytest.raises(PhotoNotFresh):
        await fieldwork.certify_by_photo(elder, await portrait(elder, SENT_ON[way](a_page())), hand(elder))
    assert (await Award.get()).certified_on is None
    await fieldwork.certify_by_photo(elder, await portrait(elder, a_page(7)), hand(elder))
    assert (await Award.get()).certified_on == date(2026, 3, 2)


async def test_a_visit_saw_the_person_if_its_portrait_was_taken_there(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder, cadre, stranger = await a_resident(), await a_cadre(), await a_cadre([OTHER_VILLAGE])
    visit, by, now = await a_visit(elder), cadre.signature, clock.now()
    told_by_a_stranger = await portrait(elder, a_page(1))
    for photo in (
        await portrait(elder, a_page(2), by=by, kind=PhotoKind.IDENTITY_CARD),
        await portrait(elder, a_page(3), by=by, captured_at=now - timedelta(days=2)),
    ):
        with pytest.raises(PhotoNotFresh):
            await fieldwork.finish_errand(visit.id, cadre, outcome=Outcome.DONE, photo_id=photo)
    with pytest.raises(OutsideYourVillage):
        await fieldwork.finish_errand(visit.id, stranger, outcome=Outcome.DONE, photo_id=told_by_a_stranger)
    of_another = await portrait(await a_resident("刘大山"), a_page(4), by=by)
    with pytest.raises(NotAPhotoOfThisPerson):
        await fieldwork.finish_errand(visit.id, cadre, outcome=Outcome.DONE, photo_id=of_another)
    there = await portrait(elder, a_page(5), by=by, captured_at=now - timedelta(days=3))
    done_at = now - timedelta(days=3)
    await fieldwork.finish_errand(visit.id, cadre, outcome=Outcome.DONE, photo_id=there, done_at=done_at)
    assert await entitlements.certify_visited() == 1
    assert (await Award.get()).certified_on == date(2026, 2, 27), "the day on which the person was seen"


async def test_a_phone_whose_clock_is_days_off_can_prove_a_visit(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder, cadre, content = await a_resident(), await a_cadre(), with_exif("2026:02:24 09:30:00")
    visit, wrong = await a_visit(elder), clock.now() - timedelta(days=6)
    photo = an_item("photo", at=wrong, resident_id=elder.id, shows="portrait", sha256=sha256(content))
    done = an_item("errand", at=wrong, errand_id=visit.id, outcome=Outcome.DONE, photo=photo.id)
    await fieldwork.sync([photo, done], cadre, phone_time=wrong)
    await upload(content, cadre)
    assert (await Errand.get()).outcome == "done"


async def test_who_was_met_without_an_errand_is_certified_for_that_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder, cadre, there, old = await a_resident(), await a_cadre(), jpeg(a_page(1)), jpeg(a_page(2))
    await an_award(elder, certification_due_on=date(2026, 9, 20))
    met = clock.now() - timedelta(days=3)
    photos = [
        an_item("photo", at=taken, resident_id=elder.id, shows="portrait", sha256=sha256(content))
        for content, taken in ((there, met), (old, met - timedelta(days=9)))
    ]
    now, then = [an_item("certify", at=met, resident_id=elder.id, photo=photo.id) for photo in photos]
    assert [each.said for each in await fieldwork.sync([now, then], cadre)] == [Said.WAITING] * 2
    await fieldwork.sync(photos, cadre)
    for content in (old, there):
        await upload(content, cadre)
    told = await fieldwork.sync([now, then], cadre)
    assert (told[0].said, told[1].code) == (Said.ALREADY_DONE, "fieldwork.PhotoNotFresh")
    assert ((await Award.get()).certified_on, (await Award.get()).certification_due_on) == (
        date(2026, 2, 27), date(2027, 2, 27),
    )  # fmt: skip
    assert (await Entry.get(deed=Deed.LIFE_CERTIFIED.value)).by_id == cadre.id


async def test_a_photo_of_before_proves_no_way_to_the_door(empty_database: str, at: Any) -> None:
    at("2026-02-20 09:30")
    await seed_parameters()
    elder, cadre = await a_resident(), await a_cadre()
    old = await portrait(elder, a_page(1), by=cadre.signature, kind=PhotoKind.HOME_VISIT)
    at("2026-03-02 09:30")
    errand = await raise_errand(
        ErrandKind.DELIVER_MESSAGE, elder, reason="请上门告诉老人", because="message:1", due_on=date(2026, 3, 9),
        by=Signature(By.CLOCK),
    )  # fmt: skip
    assert errand is not None
    again = await portrait(elder, SENT_ON["at half size"](a_page(1)), by=cadre.signature, kind=PhotoKind.HOME_VISIT)
    album = await portrait(
        elder, a_page(2), by=cadre.signature, kind=PhotoKind.HOME_VISIT, captured_at=clock.now() - timedelta(days=9)
    )
    for photo in (old, again, album):
        with pytest.raises(fieldwork.PhotoOfBefore):
            await fieldwork.finish_errand(errand.id, cadre, outcome=Outcome.DONE, photo_id=photo)
    there = await portrait(elder, a_page(3), by=cadre.signature, kind=PhotoKind.HOME_VISIT)
    await fieldwork.finish_errand(errand.id, cadre, outcome=Outcome.DONE, photo_id=there)
    assert (await Errand.get()).outcome == "done"
