"""The poster says what the notice shows and no more, and photos of the board prove that it hung."""

from datetime import date
from typing import Any

import pytest

from backend import applications, clock, errands, evidence, journal, postings
from backend.errands import ErrandKind
from backend.identifiers import new_id
from backend.journal import Deed, Entry
from backend.postings import NoSuchNotice, NotABoardPhoto, Posting, Side
from backend.postings.poster import printed
from backend.programmes import Enactment, PhotoKind, enact
from backend.settings import settings
from backend.staff import OutsideYourVillage, Role
from tests.backend.applications.cases import a_jpeg, accepted, another_jpeg, hand
from tests.backend.evidence.spoiled import a_page, jpeg
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.papers import words_on
from tests.people import (
    COUNTY,
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    VILLAGE,
    a_cadre,
    a_resident,
    an_officer,
    seed_parameters,
    some_id,
)


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_a_poster_is_printed_for_ones_own_places_with_or_without_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    clerk, elder = await an_officer(), await a_resident()
    notice = await postings.post([(await accepted(elder, clerk)).id], clerk)
    plain = await postings.poster(notice.id, clerk)
    monkeypatch.setattr(settings(), "public_address", "https://benefits.example.cn/")
    monkeypatch.setattr(settings(), "county_phone", "0379-12349")
    coded = await postings.poster(notice.id, clerk)
    assert plain.startswith(b"%PDF")
    assert len(coded) != len(plain)
    assert ("0379-12349" in words_on(coded), "电话：" in words_on(plain)) == (True, False)
    with pytest.raises(NoSuchNotice):
        await postings.poster(notice.id, await an_officer(place=OTHER_TOWNSHIP))


@pytest.mark.parametrize(("delegated", "says"), [(False, "拟报县民政局审核确认"), (True, "拟由乡镇人民政府审核确认")])
async def test_a_poster_says_who_will_decide(delegated: bool, says: str) -> None:
    if delegated:
        since = date(2026, 1, 1)
        switch = Enactment(f"{COUNTY}000000", "dibao.delegated", "yes", since, None, "嵩民〔2026〕2号", True)
        await enact(switch, by=journal.Signature(journal.By.IMPORT))
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), clerk)
    await visited(case, clerk)
    await opined(case, leader)
    notice = await postings.post([case.id], leader)
    assert says in words_on(await postings.poster(notice.id, clerk))


async def test_a_bare_board_sends_a_cadre_whom_only_the_photo_relieves(at: Any) -> None:
    clerk, cadre = await an_officer(), await a_cadre()
    proved, _ = [await postings.post([(await accepted(await a_resident(), clerk)).id], clerk) for _ in range(2)]
    assert await postings.ask_for_board_photos() == 0, "it has been hung today"
    at("2026-03-03 08:40")
    assert [await postings.ask_for_board_photos() for _ in range(2)] == [2, 0]
    (first, second) = await errands.open_errands([VILLAGE])
    assert (first.kind, first.due_on.isoformat()) == (ErrandKind.PROVE_BOARD, "2026-03-04")
    assert "3月2日张榜，还没有张榜的照片" in first.reason
    with pytest.raises(errands.BoardPhotoFirst):
        await errands.finish(first.id, cadre, outcome=errands.Outcome.DONE)
    whose = await postings.whose_board(proved.id, cadre)
    sent = {"resident": whose, "kind": PhotoKind.NOTICE_BOARD, "by": cadre.signature}
    photo = await evidence.receive(a_jpeg(), upload_id=new_id(), **sent)
    await postings.prove_board(proved.id, photo.photo.id, cadre)
    (left,) = await errands.open_errands([VILLAGE])
    assert left.id == second.id
    done = await errands.Errand.get(id=first.id)
    assert (done.outcome, done.photo_id, done.done_by) == ("done", photo.photo.id, cadre.id)
    at("2026-03-10 00:05")  # it is over: the start can no longer be proved, the end still can
    await postings.end_due(clock.today())
    assert await postings.ask_for_board_photos() == 2
    assert {each.reason[-9:] for each in await errands.open_errands([VILLAGE])} == {"还没有期满的照片。"}


async def test_photos_of_the_board_prove_its_start_and_its_end(at: Any) -> None:
    clerk, elder, cadre = await an_officer(), await a_resident(), await a_cadre()
    notice = await postings.post([(await accepted(elder, clerk)).id], clerk)

    async def photo(kind: PhotoKind = PhotoKind.NOTICE_BOARD, content: bytes = b"") -> Any:
        whose = await postings.whose_board(notice.id, cadre)
        sent = content or another_jpeg()
        taken = await evidence.receive(sent, upload_id=new_id(), resident=whose, kind=kind, by=cadre.signature)
        return taken.photo.id

    board = a_page(4).resize((640, 480))
    first = await photo(content=jpeg(board))
    assert (await postings.prove_board(notice.id, first, cadre)).side is Side.START
    await postings.prove_board(notice.id, first, cadre)
    with pytest.raises(NotABoardPhoto):
        await postings.prove_board(notice.id, await photo(PhotoKind.PORTRAIT), cadre)
    with pytest.raises(OutsideYourVillage):
        await postings.prove_board(notice.id, first, await a_cadre([OTHER_VILLAGE]))
    with pytest.raises(postings.NoSuchNotice):
        await postings.prove_board(some_id(), first, cadre)
    at(f"{(await Posting.get()).ends_on} 17:00")
    for again in (jpeg(board), jpeg(board, 60)):
        with pytest.raises(postings.BoardPictureUsed):
            await postings.prove_board(notice.id, await photo(content=again), cadre)
    assert (await postings.prove_board(notice.id, await photo(), cadre)).side is Side.END
    assert [each.side for each in (await postings.board_photos([notice.id]))[notice.id]] == [Side.START, Side.END]
    assert await Entry.filter(deed=Deed.BOARD_PROVED.value).count() == 2


async def test_a_poster_printed_anew_names_nobody_who_is_posted_no_more(at: Any) -> None:
    clerk, elder, other = await an_officer(), await a_resident(), await a_resident("刘大山")
    back, stays = await accepted(elder, clerk), await accepted(other, clerk)
    posting = await postings.post([back.id, stays.id], clerk)
    await applications.withdraw(back.id, hand(elder))
    (notice,) = await postings.postings_for(clerk)
    assert [line.shown_name for line in printed(notice)] == ["刘*山"]
    line = await postings.line_of(stays.id)
    assert line is not None
    objection = await postings.object_to(line.id, "不对", (await a_cadre()).signature)
    await postings.answer(objection.id, clerk, upheld=True, answer="属实")
    (notice,) = await postings.postings_for(clerk)
    assert printed(notice) == []
    at("2026-03-10 00:10")
    await postings.end_due(clock.today())
    (notice,) = await postings.postings_for(clerk)
    assert [line.shown_name for line in printed(notice)] == ["刘*山"], "what hung is kept, but for who took it back"
    assert (await postings.poster(posting.id, clerk)).startswith(b"%PDF")
