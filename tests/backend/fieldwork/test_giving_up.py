"""Nothing that a cadre recorded vanishes without a word: somebody is asked, and the journal tells of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend import clock, evidence, fieldwork
from backend.applications import Application, State
from backend.errands import Errand, ErrandKind
from backend.fieldwork import FieldItem, ItemState, Said, TooMuchAhead
from backend.journal import Deed, Entry
from backend.settings import settings
from tests.backend.evidence.pictures import a_picture
from tests.backend.fieldwork.offline import OfflineCase, an_item, sha256, upload, whole
from tests.people import VILLAGE, a_cadre, a_resident, seed_parameters


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_what_waits_is_asked_for_at_the_persons_and_given_up_a_fortnight_later(at: Any) -> None:
    cadre, offline = await a_cadre(name="李建国"), OfflineCase(await a_resident())
    await fieldwork.sync(offline.items, cadre)
    for content in offline.files[1:]:
        await upload(content, cadre)
    at("2026-04-16 09:30")
    assert (await fieldwork.ask_for_the_rest(), await fieldwork.give_up_waiting()) == (0, 0), "45 days"
    at("2026-04-17 12:00")
    assert await fieldwork.ask_for_the_rest() == 2, "the photo without its file, and the submission"
    errand = await Errand.get()
    assert (errand.kind, errand.resident_id) == (ErrandKind.COLLECT_PAPERS.value, offline.elder.id)
    assert (errand.village, errand.due_on.isoformat()) == (VILLAGE, "2026-05-01")
    assert errand.reason == (
        "李建国3月2日用手机办的（照片、提交申请）一直没有传全。请让李建国打开小程序同步；手机上已经没有的，请重新办理。"
        "过了5月1日系统不再等。"
    )
    assert await Entry.filter(deed=Deed.ERRAND_RAISED.value, resident_id=offline.elder.id).count() == 1
    assert (await fieldwork.ask_for_the_rest(), await fieldwork.give_up_waiting()) == (0, 0), "asked once"
    at("2026-05-01 12:01")
    assert await fieldwork.give_up_waiting() == 2
    lines = await Entry.filter(deed=Deed.FIELD_ITEM_GIVEN_UP.value).order_by("id")
    assert {each.facts["item_id"] for each in lines} == {str(offline.photos[0].id), str(offline.submit.id)}
    assert {(each.resident_id, each.village) for each in lines} == {(offline.elder.id, VILLAGE)}
    assert lines[0].facts["waited_for"] == [f"file:{sha256(offline.files[0])}"]
    assert await fieldwork.waiting_items(cadre) == []
    assert {each.item_id for each in await fieldwork.given_up_items(cadre)} == {offline.photos[0].id, offline.submit.id}
    assert {each.body for each in await FieldItem.filter(state=ItemState.GIVEN_UP)} == {None}


async def test_what_was_refused_and_never_put_right_says_nothing_of_people_any_more(at: Any) -> None:
    cadre, elder = await a_cadre(), await a_resident()
    start = an_item("start", programme="old_age_allowance", resident_id=elder.id)
    nameless = an_item("obligor", case=start.id, name=" ", relation="儿子")
    await fieldwork.sync([start, nameless], cadre)
    (refused,) = await fieldwork.refused_items(cadre)
    assert (refused.item_id, refused.code) == (nameless.id, "applications.ObligorIncomplete")
    assert refused.sentence
    for moment, kept in (("2026-05-01 09:00", True), ("2026-05-01 09:31", False)):
        at(moment)
        assert await fieldwork.give_up_waiting() == 0
        assert ((await FieldItem.get(id=refused.id)).body is not None) is kept
    assert await fieldwork.refused_items(cadre) == []
    (again,) = await fieldwork.sync([nameless], cadre)
    assert (again.said, again.code) == (Said.REFUSED, "applications.ObligorIncomplete"), "as if it were new"
    assert len(await fieldwork.refused_items(cadre)) == 1


async def test_what_was_given_up_and_comes_after_all_is_done(at: Any) -> None:
    cadre, offline = await a_cadre(), OfflineCase(await a_resident())
    await fieldwork.sync(offline.items, cadre)
    for content in offline.files[1:]:
        await upload(content, cadre)
    for moment in ("2026-04-17 12:00", "2026-05-01 12:01"):
        at(moment)
        await fieldwork.ask_for_the_rest()
        await fieldwork.give_up_waiting()
    told = await fieldwork.sync([offline.photos[0], offline.submit], cadre)
    assert [each.said for each in told] == [Said.WAITING, Said.WAITING]
    assert await fieldwork.given_up_items(cadre) == []
    await upload(offline.files[0], cadre)
    assert (await Application.get()).state is State.SUBMITTED
    assert await FieldItem.exclude(state="done").count() == 0


@pytest.mark.parametrize("names", ["case", "photo", "start", "needs", "nothing"])
async def test_whose_it_is_is_found_by_what_it_names(names: str, at: Any) -> None:
    """A case or a photo that is here, an item that waits; of what names nothing here only the journal tells."""
    cadre, offline = await a_cadre(), OfflineCase(await a_resident())
    missing = uuid4()
    await fieldwork.sync([offline.start, offline.photos[0]], cadre)
    case = await Application.get()
    await fieldwork.sync(
        [
            {
                "case": an_item("submit", case=case.id, needs=[missing]),
                "photo": an_item("mandate", case=missing, photo=offline.photos[0].id, relation="村干部", scope="申请",
                                 expires_on="2027-01-01"),
                "start": an_item("submit", case=offline.start.id, needs=[missing]),
                "needs": an_item("submit", case=missing, needs=[offline.photos[0].id]),
                "nothing": an_item("submit", case=missing),
            }[names]
        ],
        cadre,
    )  # fmt: skip
    await FieldItem.filter(kind="photo").update(asked_at=clock.now() + timedelta(days=300))
    at("2026-04-17 12:00")
    assert await fieldwork.ask_for_the_rest() == 1
    assert await Errand.filter(resident_id=offline.elder.id).count() == (names != "nothing")
    at("2026-05-01 12:01")
    assert await fieldwork.give_up_waiting() == 1
    line = await Entry.get(deed=Deed.FIELD_ITEM_GIVEN_UP.value)
    assert line.resident_id == (None if names == "nothing" else offline.elder.id)
    assert names == "needs" or f"item:{missing}" in str(line.facts["waited_for"])


async def test_a_whole_file_waits_for_its_item_as_long_as_an_item_for_its_file(at: Any) -> None:
    """It was acknowledged, so the phone may have forgotten it."""
    cadre, elder, content = await a_cadre(), await a_resident(), a_picture()
    await whole(content, cadre)
    at("2026-04-25 09:30")
    assert await evidence.expire_uploads() == 0
    (ahead,) = await fieldwork.files_of_nothing(cadre)
    assert (ahead.digest, ahead.bytes) == (sha256(content), len(content))
    await fieldwork.sync([an_item("photo", resident_id=elder.id, shows="portrait", sha256=ahead.digest)], cadre)
    assert await fieldwork.files_of_nothing(cadre) == []
    await fieldwork.go_on(cadre)
    assert (await FieldItem.get()).state is ItemState.DONE
    assert await evidence.expire_uploads() == 1, "it is a photo, and nobody sends it again"
    assert await Entry.filter(deed=Deed.FILE_GIVEN_UP.value).count() == 0
    unnamed = a_picture()
    await whole(unnamed, cadre)
    at("2026-06-30 09:30")
    assert await evidence.expire_uploads() == 1
    line = await Entry.get(deed=Deed.FILE_GIVEN_UP.value)
    assert line.facts == {
        "digest": sha256(unnamed), "bytes": len(unnamed), "by_kind": "cadre", "by_id": str(cadre.id),
    }  # fmt: skip


async def test_files_sent_ahead_of_their_items_are_bounded_by_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cadre for oneself; items make room, and what was begun may be gone on with."""
    cadre, elder, first, second = await a_cadre(), await a_resident(), a_picture(), a_picture()
    size = min(len(first), len(second))
    monkeypatch.setattr(settings(), "field_bytes_ahead_at_most", 2 * size - 1)
    again = uuid4()
    await fieldwork.must_have_room(cadre, again, size)
    await whole(first, cadre)
    with pytest.raises(TooMuchAhead) as refused:
        await fieldwork.must_have_room(cadre, again, size)
    assert refused.value.code == "fieldwork.TooMuchAhead"
    assert "先同步办理内容" in refused.value.shown
    await fieldwork.must_have_room(await a_cadre(), again, size)
    await fieldwork.sync([an_item("photo", resident_id=elder.id, shows="portrait", sha256=sha256(first))], cadre)
    await fieldwork.must_have_room(cadre, again, size)
    await fieldwork.go_on(cadre)
    await whole(second, cadre)
    with pytest.raises(TooMuchAhead):
        await fieldwork.must_have_room(cadre, again, size)
    (begun,) = await evidence.Upload.filter(digest=sha256(second))
    await fieldwork.must_have_room(cadre, begun.upload_id, size)
