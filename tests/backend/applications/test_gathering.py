"""Gathering: one's own photos, before submission and after a return, and what is still missing."""

from typing import Any

import pytest

from backend import applications
from backend.applications import NoSuchApplication, PhotoOfAnother, TooManyPhotos, WrongState, attaching
from backend.evidence import NoSuchPhoto
from backend.programmes import PhotoKind
from backend.staff import OutsideYourVillage
from tests.backend.applications.cases import PROGRAMME, a_photo, hand, submitted
from tests.people import OTHER_VILLAGE, a_cadre, a_resident, an_officer, seed_parameters, some_id


async def test_what_is_missing_shrinks_with_every_photo(empty_database: str) -> None:
    resident = await a_resident()
    case = await applications.start(PROGRAMME, resident, by=hand(resident))
    assert [each.title for each in await applications.missing(case)] == ["身份证照片", "户口簿照片", "本人近照"]
    photo = await a_photo(resident, PhotoKind.HOUSEHOLD_BOOKLET)
    for _ in range(2):  # handed in twice is handed in once
        await applications.attach(case.id, photo, hand(resident))
    assert len(await applications.attached(case.id)) == 1
    assert [each.title for each in await applications.missing(case)] == ["身份证照片", "本人近照"]
    await applications.detach(case.id, photo, hand(resident))
    assert len(await applications.missing(case)) == 3


async def test_a_photo_of_someone_else_is_refused(empty_database: str) -> None:
    resident, neighbour = await a_resident(), await a_resident("刘大山")
    case = await applications.start(PROGRAMME, resident, by=hand(resident))
    with pytest.raises(PhotoOfAnother):
        await applications.attach(case.id, await a_photo(neighbour), hand(resident))
    with pytest.raises(NoSuchPhoto):
        await applications.attach(case.id, some_id(), hand(resident))
    with pytest.raises(NoSuchPhoto):
        await applications.detach(case.id, some_id(), hand(resident))


async def test_nobody_adds_papers_to_anothers_case(empty_database: str) -> None:
    resident, neighbour, stranger = await a_resident(), await a_resident("刘大山"), await a_cadre([OTHER_VILLAGE])
    case = await applications.start(PROGRAMME, resident, by=hand(resident))
    photo = await a_photo(resident)
    with pytest.raises(NoSuchApplication):
        await applications.attach(case.id, photo, hand(neighbour))
    with pytest.raises(OutsideYourVillage):
        await applications.attach(case.id, photo, stranger.signature)
    with pytest.raises(NoSuchApplication):
        await applications.attach(some_id(), photo, hand(resident))


async def test_after_submission_the_papers_are_as_they_are(empty_database: str) -> None:
    await seed_parameters()
    resident = await a_resident()
    case = await submitted(resident)
    (first, *_) = await applications.attached(case.id)
    with pytest.raises(WrongState):
        await applications.attach(case.id, await a_photo(resident), hand(resident))
    with pytest.raises(WrongState):
        await applications.detach(case.id, first.photo_id, hand(resident))


async def test_a_case_takes_a_bounded_number_of_photos(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attaching, "_PHOTOS_AT_MOST", 2)
    resident = await a_resident()
    case = await applications.start(PROGRAMME, resident, by=hand(resident))
    photos = [await a_photo(resident) for _ in range(2)]
    for photo in (*photos, photos[0]):  # twice is once, also where there is room for no other
        await applications.attach(case.id, photo, hand(resident))
    with pytest.raises(TooManyPhotos):
        await applications.attach(case.id, await a_photo(resident), hand(resident))


async def test_a_paper_asked_for_again_must_come_anew(empty_database: str, at: Any) -> None:
    await seed_parameters()
    resident, clerk = await a_resident(), await an_officer()
    at("2026-03-02 09:30")
    case = await submitted(resident)
    await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT])
    with pytest.raises(applications.NotComplete) as refused:
        await applications.submit(case.id, by=hand(resident))
    assert [each["kind"] for each in refused.value.details["missing"]] == ["portrait"]
    await applications.attach(case.id, await a_photo(resident, PhotoKind.PORTRAIT), hand(resident))
    again = await applications.submit(case.id, by=hand(resident))
    assert again.case_number == case.case_number
