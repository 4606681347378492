"""The case page says which photo is hard to read, and which one another person handed in."""

from datetime import date

from backend import applications, evidence
from backend.evidence import PhotoDoubt
from backend.identifiers import new_id
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Role
from tests.backend.applications.cases import a_draft, hand
from tests.backend.evidence.spoiled import SPOILED, a_page, jpeg
from tests.console.desks import Console, words_of
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, a_resident, seed_parameters


async def drafted_with(resident: Resident, picture: bytes) -> str:
    received = await evidence.receive(
        picture, upload_id=new_id(), resident=resident, kind=PhotoKind.IDENTITY_CARD, by=hand(resident)
    )
    draft = await a_draft(resident)
    await applications.attach(draft.id, received.photo.id, hand(resident))
    case = await applications.submit(draft.id, by=hand(resident))
    return f"/cases/{case.id}"


async def test_one_photo_for_two_people(console: Console, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()
    clerk = await console.desk()
    first = await drafted_with(await a_resident("刘大山"), jpeg(a_page()))
    second = await drafted_with(await a_resident("王秀英"), jpeg(SPOILED["dark"](a_page())))
    shown = words_of(await clerk.get(second))
    assert "偏暗" in shown
    assert "刘*山的一张照片相同" in shown, "however dark"
    assert "刘大山" not in shown
    assert "王*英的一张照片相同" in words_of(await clerk.get(first))
    doubt = await PhotoDoubt.get()
    answer = await clerk.post(f"/photos/doubts/{doubt.id}", case=second.rsplit("/", 1)[1], reason="两人拿了同一张证件")
    assert answer.headers["location"] == second
    assert "核实情况：两人拿了同一张证件" in words_of(await clerk.get(first))


async def test_one_portrait_for_two_lives_is_seen_though_it_is_in_no_case(console: Console) -> None:
    clerk, elsewhere = await console.desk(), await console.desk(place=OTHER_TOWNSHIP)
    auditor, picture = await console.desk(Role.AUDITOR), jpeg(a_page())
    for elder in (await a_resident("刘大山"), await a_resident("王秀英", village=OTHER_VILLAGE)):
        await evidence.receive(picture, upload_id=new_id(), resident=elder, kind=PhotoKind.PORTRAIT, by=hand(elder))
    listed = "/photos/doubts"
    assert listed in (await clerk.get("/today")).text
    page = await clerk.get(listed)
    assert "刘大山本人近照" in words_of(page)
    assert "王*英本人近照" in words_of(page), "whose township is another's is not named"
    assert page.text.count("/thumbnail") == 1
    assert "王秀英本人近照" in words_of(await elsewhere.get(listed)), "either township may look"
    assert "等乡镇经办核实" in words_of(await auditor.get(listed))
    doubt = await PhotoDoubt.get()
    answer = await clerk.post(f"{listed}/{doubt.id}", reason="拿错了照片，已重新拍")
    assert (answer.status_code, answer.headers["location"]) == (303, listed)
    assert "没有要核实的照片" in words_of(await elsewhere.get(listed))
    assert listed not in (await clerk.get("/today")).text


async def test_a_childs_photo_is_doubted_before_who_handles_children(console: Console) -> None:
    for child in (await a_resident("小朋友", date(2016, 1, 1)), await a_resident("刘大山")):
        await evidence.receive(
            jpeg(a_page()), upload_id=new_id(), resident=child, kind=PhotoKind.PORTRAIT, by=hand(child)
        )
    assert "小朋友" not in (await (await console.desk()).get("/photos/doubts")).text
    assert "小朋友" in (await (await console.desk(Role.TOWNSHIP_LEADER)).get("/photos/doubts")).text
