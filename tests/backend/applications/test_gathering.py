"""Gathering: one's own photos, before submission and after a return, and what is still missing."""

from datetime import date
from typing import Any

import pytest

from backend import applications, eligibility
from backend.applications import NoSuchApplication, PhotoOfAnother, TooManyPhotos, WrongState, attaching
from backend.evidence import NoSuchPhoto
from backend.programmes import CATALOGUE, PhotoKind
from backend.staff import OutsideYourVillage
from tests.backend.applications.cases import PROGRAMME, a_photo, hand, submitted
from tests.people import OTHER_VILLAGE, a_cadre, a_resident, an_officer, seed_parameters, some_id


async def test_what_is_missing_shrinks_with_every_photo(empty_database: str) -> None:
    resident = await a_resident()
    case = await applications.start("temporary_expenditure", resident, by=hand(resident))
    signed, spent = "核对授权书照片（一起生活的成年人都签字）", "必需支出的票据照片"
    assert [each.title for each in await applications.missing(case)] == [signed, spent]
    photo = await a_photo(resident, PhotoKind.SPENDING_PROOF)
    for _ in range(2):  # handed in twice is handed in once
        await applications.attach(case.id, photo, hand(resident))
    assert len(await applications.attached(case.id)) == 1
    assert [each.title for each in await applications.missing(case)] == [signed]
    await applications.detach(case.id, photo, hand(resident))
    assert len(await applications.missing(case)) == 2


# The papers of the rule files that stand for a photo of the form.
_BY_KIND = {
    PhotoKind.IDENTITY_CARD: "居民身份证", PhotoKind.HOUSEHOLD_BOOKLET: "户口簿", PhotoKind.BANK_CARD: "社会保障卡账户",
}  # fmt: skip


@pytest.mark.parametrize("programme", CATALOGUE)
def test_nobody_is_asked_for_what_government_data_holds(programme: str) -> None:
    """As the page of the policy tells people, so the form is (民发〔2021〕57号 art. 10, policy §1.7)."""
    held = {each.name for each in eligibility.procedure(programme, date(2026, 3, 2)).materials if each.held}
    asked = {_BY_KIND[kind] for kind in CATALOGUE[programme].required_kinds if kind in _BY_KIND}
    assert not asked & held


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
