"""The poster says what the notice shows and no more, and photos of the board prove that it hung."""

from typing import Any

import pytest

from backend import evidence, postings
from backend.identifiers import new_id
from backend.journal import Deed, Entry
from backend.postings import NoSuchNotice, NotABoardPhoto, Posting, Side
from backend.programmes import PhotoKind
from backend.settings import settings
from backend.staff import OutsideYourVillage
from tests.backend.applications.cases import a_jpeg, accepted
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, a_cadre, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_a_poster_is_printed_for_ones_own_places_with_or_without_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    clerk, elder = await an_officer(), await a_resident()
    notice = await postings.post([(await accepted(elder, clerk)).id], clerk)
    plain = await postings.poster(notice.id, clerk)
    monkeypatch.setattr(settings(), "public_address", "https://benefits.example.cn/")
    coded = await postings.poster(notice.id, clerk)
    assert plain.startswith(b"%PDF")
    assert len(coded) != len(plain)
    with pytest.raises(NoSuchNotice):
        await postings.poster(notice.id, await an_officer(place=OTHER_TOWNSHIP))


async def test_photos_of_the_board_prove_its_start_and_its_end(at: Any) -> None:
    clerk, elder, cadre = await an_officer(), await a_resident(), await a_cadre()
    notice = await postings.post([(await accepted(elder, clerk)).id], clerk)

    async def photo(kind: PhotoKind = PhotoKind.NOTICE_BOARD) -> Any:
        whose = await postings.whose_board(notice.id, cadre)
        taken = await evidence.receive(a_jpeg(), upload_id=new_id(), resident=whose, kind=kind, by=cadre.signature)
        return taken.photo.id

    first = await photo()
    assert (await postings.prove_board(notice.id, first, cadre)).side is Side.START
    await postings.prove_board(notice.id, first, cadre)
    with pytest.raises(NotABoardPhoto):
        await postings.prove_board(notice.id, await photo(PhotoKind.PORTRAIT), cadre)
    with pytest.raises(OutsideYourVillage):
        await postings.prove_board(notice.id, first, await a_cadre([OTHER_VILLAGE]))
    at(f"{(await Posting.get()).ends_on} 17:00")
    assert (await postings.prove_board(notice.id, await photo(), cadre)).side is Side.END
    assert [each.side for each in (await postings.board_photos([notice.id]))[notice.id]] == [Side.START, Side.END]
    assert await Entry.filter(deed=Deed.BOARD_PROVED.value).count() == 2
