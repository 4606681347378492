"""One photo handed in for two people is found, however it was sent on; like cards of two people are not."""

import asyncio
import io

import pytest
from PIL import Image, ImageEnhance

from backend import evidence, journal
from backend.evidence import NoSuchDoubt, PhotoDoubt, ReasonMissing
from backend.evidence.likeness import BYTES, bands, fingerprint, is_near, is_same
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import NoSuchPower, Role
from tests.backend.evidence.spoiled import a_page, jpeg
from tests.people import OTHER_TOWNSHIP, a_household, a_resident, an_officer

SENT_ON = {
    "as it was": lambda picture: picture,
    "at a messenger's quality": lambda picture: Image.open(io.BytesIO(jpeg(picture, 30))),
    "at half size": lambda picture: picture.resize((640, 480)),
    "brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.1),
}


async def handed_in(resident: Resident, picture: Image.Image, kind: PhotoKind = PhotoKind.IDENTITY_CARD) -> None:
    by = Signature(By.RESIDENT, resident.id)
    await evidence.receive(jpeg(picture), upload_id=new_id(), resident=resident, kind=kind, by=by)


@pytest.mark.parametrize("way", SENT_ON)
async def test_a_photo_sent_on_is_found(empty_database: str, way: str) -> None:
    one, other = await a_resident(), await a_resident()
    await handed_in(one, a_page())
    await handed_in(other, SENT_ON[way](a_page()))
    (doubt,) = await PhotoDoubt.all()
    first, second = await evidence.get_photo(doubt.like_photo_id), await evidence.get_photo(doubt.photo_id)
    assert (first.resident_id, second.resident_id) == (one.id, other.id)
    assert await journal.Entry.filter(deed=Deed.PHOTO_DOUBTED.value).count() == 1


async def test_like_cards_of_two_people_are_two(empty_database: str) -> None:
    for seed in range(6):
        await handed_in(await a_resident(), a_page(seed))
    assert await PhotoDoubt.all().count() == 0


async def test_the_same_person_may_hand_it_in_again(empty_database: str) -> None:
    person = await a_resident()
    await handed_in(person, a_page())
    await handed_in(person, a_page())
    assert await PhotoDoubt.all().count() == 0


@pytest.mark.parametrize(("kind", "doubts"), [(PhotoKind.HOUSEHOLD_BOOKLET, 0), (PhotoKind.IDENTITY_CARD, 1)])
async def test_one_household_shares_its_booklet_and_no_card(empty_database: str, kind: PhotoKind, doubts: int) -> None:
    household = await a_household()
    one, other = await a_resident(household=household), await a_resident(household=household)
    await handed_in(one, a_page(), kind)
    await handed_in(other, a_page(), kind)
    assert await PhotoDoubt.all().count() == doubts


async def test_two_at_once_do_not_miss_each_other(empty_database: str) -> None:
    one, other = await a_resident(), await a_resident()
    await asyncio.gather(handed_in(one, a_page()), handed_in(other, a_page()))
    assert await PhotoDoubt.all().count() == 1


async def test_a_doubt_is_cleared_once_with_words_by_who_may(empty_database: str) -> None:
    one, other = await a_resident(), await a_resident()
    await handed_in(one, a_page())
    await handed_in(other, a_page())
    (doubt,) = await PhotoDoubt.all()
    clerk = await an_officer()
    with pytest.raises(ReasonMissing):
        await evidence.clear_doubt(doubt.id, clerk, reason="  好 ")
    with pytest.raises(NoSuchPower):
        await evidence.clear_doubt(doubt.id, await an_officer(Role.AUDITOR), reason="同一位监护人的证件")
    stranger = await an_officer(place=OTHER_TOWNSHIP)
    with pytest.raises(NoSuchDoubt):
        await evidence.clear_doubt(doubt.id, stranger, reason="同一位监护人的证件")
    results = await asyncio.gather(
        *(evidence.clear_doubt(doubt.id, clerk, reason="同一位监护人的证件") for _ in range(3)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in results) == ["DoubtNotOpen", "DoubtNotOpen", "NoneType"]
    assert await journal.Entry.filter(deed=Deed.PHOTO_DOUBT_CLEARED.value).count() == 1


def test_what_is_flat_is_like_nothing() -> None:
    grey = fingerprint(Image.new("RGB", (640, 480), "grey"))
    assert grey == bytes(BYTES)
    assert bands(grey) == []
    assert not is_near(grey, grey)
    assert not is_same(a_page(1), a_page(2))
