"""Work done offline arrives once, in whatever order, and says what it waits for."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from backend import applications, clock, evidence, fieldwork, postings
from backend.applications import Application, State
from backend.errands import Errand, ErrandKind, Outcome, raise_errand
from backend.evidence import Photo
from backend.fieldwork import FieldItem, Remark, Said
from backend.journal import By, Deed, Entry, Signature
from tests.backend.applications.cases import accepted, hand
from tests.backend.evidence.pictures import a_picture
from tests.backend.evidence.spoiled import SPOILED, a_page, jpeg
from tests.backend.fieldwork.offline import OfflineCase, an_item, sha256, upload, whole
from tests.people import OTHER_VILLAGE, VILLAGE, a_cadre, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_order_things_arrive_in_the_case_is_handed_in_once(seed: int) -> None:
    chance, cadre = random.Random(seed), await a_cadre()
    offline = OfflineCase(await a_resident())
    sendings: list[Any] = [*offline.items, *offline.files, *chance.choices([*offline.items, *offline.files], k=4)]
    chance.shuffle(sendings)
    for sending in sendings:
        if isinstance(sending, bytes):
            await upload(sending, cadre, parts=chance.choice((1, 3)))
        else:
            await fieldwork.sync([sending], cadre)
            await fieldwork.go_on(cadre)
    case = await Application.get()
    assert case.state is State.SUBMITTED
    assert len(await applications.attached(case.id)) == await Photo.all().count() == len(offline.files)
    assert await FieldItem.exclude(state="done").count() == 0
    assert await Entry.filter(deed=Deed.FIELD_ITEM_DONE.value).count() == len(offline.items)
    again = await fieldwork.sync(offline.items, cadre)
    assert {each.said for each in again} == {Said.ALREADY_DONE}


async def test_who_owes_support_is_written_down_before_the_case_itself_arrives() -> None:
    cadre, elder = await a_cadre(), await a_resident()
    start = an_item("start", programme="tekun", resident_id=elder.id)
    obligor = an_item("obligor", case=start.id, name="王建设", relation="儿子", married=True)
    (early,) = await fieldwork.sync([obligor], cadre)
    assert early.said is Said.WAITING
    await fieldwork.sync([start, obligor], cadre)
    await fieldwork.go_on(cadre)
    for _ in range(2):
        await fieldwork.sync([start, obligor], cadre)
    (named,) = await applications.obligors_in((await Application.get()).id)
    assert (named.name, named.relation, named.married, named.named_by) == ("王建设", "儿子", True, cadre.id)
    nameless = an_item("obligor", case=start.id, name=" ", relation="儿子")
    (refused,) = await fieldwork.sync([nameless], cadre)
    assert (refused.said, refused.code) == (Said.REFUSED, "applications.ObligorIncomplete")


async def test_who_insists_hands_in_what_the_check_said_no_to() -> None:
    cadre, young = await a_cadre(), await a_resident(birth_date=date(1950, 1, 1))
    offline = OfflineCase(young)
    for content in offline.files:
        await upload(content, cadre)
    await fieldwork.sync(offline.items, cadre)
    await fieldwork.go_on(cadre)
    refused = await FieldItem.get(kind="submit")
    assert refused.code == "applications.NotEligible"
    said = offline.items[-1].what.model_dump(exclude={"kind"})
    await fieldwork.sync([an_item("submit", **{**said, "insists": True})], cadre)
    await fieldwork.go_on(cadre)
    assert (await Application.get()).state is State.SUBMITTED


async def test_a_submission_waits_for_every_named_file() -> None:
    cadre, offline = await a_cadre(), OfflineCase(await a_resident())
    outcomes = await fieldwork.sync(offline.items, cadre)
    assert [each.said for each in outcomes] == [Said.DONE, *[Said.WAITING] * 6]
    assert outcomes[1].waits_for == [f"file:{sha256(offline.files[0])}"]
    assert "1张照片" in outcomes[1].sentence
    for content in offline.files[1:]:
        await upload(content, cadre)
    assert (await Application.get()).state is State.DRAFT
    (last,) = [each for each in await fieldwork.waiting_items(cadre) if each.kind == "submit"]
    assert last.waits_for == [f"item:{offline.photos[0].id}"]
    await upload(offline.files[0], cadre, parts=5)
    assert (await Application.get()).state is State.SUBMITTED


async def test_a_mandate_counts_for_what_was_done_before_it_was_taken_back(at: Any) -> None:
    for taken_back_first, said, state in ((False, Said.DONE, State.SUBMITTED), (True, Said.REFUSED, State.DRAFT)):
        cadre, elder = await a_cadre(), await a_resident()
        offline = OfflineCase(elder)
        for content in offline.files:
            await upload(content, cadre)
        await fieldwork.sync(offline.items[:-1], cadre)
        await fieldwork.go_on(cadre)
        case = await Application.get(resident_id=elder.id)
        done_at = clock.now() + timedelta(hours=1 if not taken_back_first else 3)
        submit = an_item("submit", case=offline.start.id, at=done_at)
        at("2026-03-02 11:30")
        await applications.revoke_mandate(case.id, hand(elder))
        at("2026-03-02 13:30")
        (outcome,) = await fieldwork.sync([submit], cadre, phone_time=clock.now())
        assert outcome.said is said
        assert (await Application.get(id=case.id)).state is state
        at("2026-03-02 09:30")
    assert outcome.code == "applications.MandateRevoked"
    refused = await Entry.get(deed=Deed.FIELD_ITEM_REFUSED.value)
    assert refused.facts["code"] == "applications.MandateRevoked"


async def test_what_meets_with_others_work() -> None:
    """A running case is joined, an errand done by another stays theirs, an id is not used twice, scope holds."""
    cadre, colleague, elder = await a_cadre(), await a_cadre(), await a_resident()
    stranger = await a_resident("刘大山", village=OTHER_VILLAGE)
    start = {"programme": "old_age_allowance"}
    first, second, outside = await fieldwork.sync(
        [an_item("start", resident_id=each, **start) for each in (elder.id, elder.id, stranger.id)], cadre
    )
    assert first.result_id == second.result_id == (await Application.get()).id
    assert outside.code == "staff.OutsideYourVillage"
    errand = await raise_errand(
        ErrandKind.ASK_AFTER, elder, reason="看望", because="test", due_on=clock.today(), by=Signature(By.CLOCK)
    )
    assert errand is not None
    visits = [
        an_item("errand", errand_id=errand.id, outcome=outcome, note="见到了本人。")
        for outcome in (Outcome.DONE, Outcome.NOT_FOUND)
    ]
    (mine,), (theirs,) = [
        await fieldwork.sync([item], who) for item, who in zip(visits, (cadre, colleague), strict=True)
    ]
    assert (mine.said, theirs.code) == (Said.DONE, "errands.ErrandDone")
    closed = await Errand.get()
    assert (closed.done_by, closed.outcome, closed.done_at) == (cadre.id, "done", visits[0].captured_at)
    reused = an_item("errand", item_id=visits[0].id, errand_id=errand.id, outcome=Outcome.REFUSED)
    assert (await fieldwork.sync([reused], cadre))[0].code == "fieldwork.ItemIdReused"


async def test_an_errand_taken_in_the_mountains_is_seen_by_the_others() -> None:
    """Whoever said so first sees to it; one's own errand may be finished before one's word arrives."""
    cadre, colleague, elder = await a_cadre(), await a_cadre(), await a_resident()
    visit, second = [
        await raise_errand(
            ErrandKind.ASK_AFTER, elder, reason="看望", because=why, due_on=clock.today(), by=Signature(By.CLOCK)
        )
        for why in ("one", "two")
    ]
    assert visit is not None
    assert second is not None
    (mine,) = await fieldwork.sync([an_item("take", errand_id=visit.id)], cadre)
    assert (mine.said, mine.result_id) == (Said.DONE, visit.id)
    assert (await Errand.get(id=visit.id)).taken_by == cadre.id
    (theirs,) = await fieldwork.sync([an_item("take", errand_id=visit.id)], colleague)
    assert theirs.code == "errands.TakenByAnother"
    assert cadre.name in theirs.sentence
    assert (await Entry.get(deed=Deed.FIELD_ITEM_REFUSED.value)).facts["code"] == "errands.TakenByAnother"
    done = an_item("errand", errand_id=second.id, outcome=Outcome.DONE, note="见到了本人。")
    taken = an_item("take", errand_id=second.id)
    assert [(await fieldwork.sync([each], cadre))[0].said for each in (done, taken)] == [Said.DONE, Said.DONE]
    assert (await fieldwork.sync([an_item("take", errand_id=second.id)], colleague))[0].code == "errands.ErrandDone"


async def test_a_case_withdrawn_while_its_papers_were_on_the_way_says_so_and_keeps_the_photo() -> None:
    cadre, elder = await a_cadre(), await a_resident()
    offline = OfflineCase(elder)
    for content in offline.files[1:]:
        await upload(content, cadre)
    await fieldwork.sync([offline.start, *offline.photos[1:], offline.mandate], cadre)
    await fieldwork.go_on(cadre)
    case = await Application.get()
    await applications.withdraw(case.id, hand(elder))
    late, submit = await fieldwork.sync([offline.photos[0], offline.submit], cadre)
    assert (late.said, submit.said) == (Said.WAITING, Said.WAITING)
    await upload(offline.files[0], cadre)
    late, submit = await fieldwork.sync([offline.photos[0], offline.submit], cadre)
    assert (late.said, late.code) == (Said.REFUSED, "applications.WrongState")
    assert "申请人" in late.sentence
    assert submit.waits_for == [f"item:{offline.photos[0].id}"]
    assert await Photo.all().count() == len(offline.files)
    refused = await Entry.get(deed=Deed.FIELD_ITEM_REFUSED.value)
    assert (refused.facts["code"], refused.facts["kind"]) == ("applications.WrongState", "photo")
    (outcome,) = await fieldwork.sync([an_item("submit", case=offline.start.id)], cadre)
    assert outcome.code == "applications.WrongState"


async def test_what_nobody_went_on_with_is_done_by_the_timetable(at: Any) -> None:
    """What is in somebody's hands is left there for a minute."""
    cadre, offline = await a_cadre(), OfflineCase(await a_resident())
    await fieldwork.sync(offline.items, cadre)
    await whole(offline.files[2], cadre)
    for content in offline.files[:2]:
        await whole(content, cadre)
        await fieldwork.file_arrived(sha256(content), cadre)
    await FieldItem.filter(item_id=offline.photos[1].id).update(taken_until=clock.now() + timedelta(minutes=1))
    assert await fieldwork.catch_up() == 1
    again = await fieldwork.sync(offline.photos[:2], cadre)
    assert [each.said for each in again] == [Said.ALREADY_DONE, Said.WAITING]
    at("2026-03-02 09:32")
    assert await fieldwork.catch_up() == 2, "the process was stopped over one, and before it went on with another"


async def test_a_file_sent_once_more_than_needed_takes_no_room() -> None:
    cadre, offline = await a_cadre(), OfflineCase(await a_resident())
    await fieldwork.sync(offline.items, cadre)
    for _ in range(2):
        await upload(offline.files[0], cadre)
        assert not await evidence.is_whole(sha256(offline.files[0]), cadre.signature)
    await upload(offline.files[1], cadre)
    ahead = a_picture()  # its item is still on the phone
    await upload(ahead, cadre)
    assert await evidence.whole_file(sha256(ahead), cadre.signature) == ahead


async def test_a_board_photographed_in_the_mountains_proves_the_day_on_which_it_was(at: Any) -> None:
    clerk, cadre, elder = await an_officer(), await a_cadre(), await a_resident()
    at("2026-03-02 09:30")
    notice = await postings.post([(await accepted(elder, clerk)).id], clerk)
    at("2026-03-03 08:40")
    await postings.ask_for_board_photos()
    package = await fieldwork.village_package(VILLAGE, cadre)
    assert package is not None
    (carried,) = package.notices
    assert (carried.id, carried.resident_id) == (notice.id, elder.id)
    content = a_picture()
    taken = clock.now()
    photo = an_item("photo", resident_id=elder.id, shows="notice_board", sha256=sha256(content), at=taken)
    board = an_item("board", notice=notice.id, photo=photo.id, at=taken)
    at("2026-03-10 12:00")  # it is over, and there is a signal again
    await postings.end_due(clock.today())
    (waits,) = await fieldwork.sync([board], cadre)
    assert waits.said is Said.WAITING
    await fieldwork.sync([photo], cadre)
    await upload(content, cadre)
    (kept,) = (await postings.board_photos([notice.id]))[notice.id]
    assert kept.side is postings.Side.START, "by when it was taken"
    assert (await fieldwork.sync([board], cadre))[0].said is Said.ALREADY_DONE


@pytest.mark.parametrize("flaw", list(SPOILED))
async def test_what_makes_a_photo_hard_to_read_is_said_with_its_outcome(flaw: str) -> None:
    """However late it became a photo; as advice, so without a journal line."""
    cadre, elder, content = await a_cadre(), await a_resident(), jpeg(SPOILED[flaw](a_page()))
    photo = an_item("photo", resident_id=elder.id, shows="identity_card", sha256=sha256(content))
    await fieldwork.sync([photo], cadre)
    await upload(content, cadre)
    for _ in range(2):
        (told,) = await fieldwork.sync([photo], cadre)
        assert (told.said, told.remarks) == (Said.ALREADY_DONE, [Remark(flaw)])
        assert "再拍一张" in told.remarks[0].sentence
    assert await Entry.filter(deed=Deed.FIELD_ITEM_REMARKED.value).count() == 0
