"""What people write in their own words, who reads it, and who may be answered by text."""

from datetime import date
from typing import Any

import pytest

from backend import journal, messages
from backend.journal import Deed
from backend.messages import ReplyAnswer
from backend.residents import Contact
from backend.staff import Role
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.console.telling import PHONE, wrote
from tests.notifications.test_ways import an_agreement
from tests.people import OTHER_TOWNSHIP, a_cadre, a_contact, a_resident, an_officer, the_map


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    await the_map()
    return await console.desk()


async def test_a_phone_of_their_own_is_answered_by_text(clerk: Desk) -> None:
    elder = await a_resident(phone=PHONE)
    letter = await wrote("钱咋少了", owner=elder)
    assert "钱咋少了" in words_of(await clerk.get("/messages/inbox"))
    answer = await clerk.post(f"/messages/inbox/{letter}/answer", words=" 已帮您核对，\n没有少。 ", by_text="true")
    assert answer.status_code == 303
    assert (await ReplyAnswer.get()).text == "已帮您核对， 没有少。"
    entry = await journal.Entry.get(deed=Deed.REPLY_ANSWERED.value)
    assert entry.subject_id == (await Contact.get()).id
    assert "核对" not in str(entry.facts)
    again = await clerk.post(f"/messages/inbox/{letter}/answer", words="再说一遍", by_text="false")
    assert (again.status_code, sentence_of(again)) == (409, "这条来信已经有人答复了，请刷新页面。")


async def test_a_shared_phone_is_not_texted(clerk: Desk) -> None:
    await a_resident(phone=PHONE)
    second = await a_resident(name="王桂花")
    await a_contact(second, PHONE, owner="relative")
    letter = await wrote("在吗")
    assert "发短信" not in (await clerk.get("/messages/inbox")).text
    answer = await clerk.post(f"/messages/inbox/{letter}/answer", words="在的", by_text="true")
    assert answer.status_code == 409
    assert "不能发短信答复" in sentence_of(answer)
    noted = await clerk.post(f"/messages/inbox/{letter}/answer", words="已打电话说明", by_text="false")
    assert noted.status_code == 303


@pytest.mark.parametrize(
    ("words", "by_text"), [("", "true"), ("  ", "false"), ("三" * 36, "true"), ("三" * 501, "false")]
)
async def test_an_answer_is_written_and_fits(clerk: Desk, words: str, by_text: str) -> None:
    elder = await a_resident(phone=PHONE)
    letter = await wrote("在吗", owner=elder)
    answer = await clerk.post(f"/messages/inbox/{letter}/answer", words=words, by_text=by_text)
    assert (answer.status_code, sentence_of(answer)) == (
        422, "答复要写，短信答复不超过35个字，电话记录不超过500个字。"
    )  # fmt: skip


@pytest.mark.parametrize("words", ["请打0379-66312345", "看www.a.cn", "收到👍", "请来【大厅】", "请看①★"])
async def test_what_no_text_takes_is_not_texted_and_may_be_noted(clerk: Desk, words: str) -> None:
    letter = await wrote("在吗", owner=await a_resident(phone=PHONE))
    answer = await clerk.post(f"/messages/inbox/{letter}/answer", words=words, by_text="true")
    assert (answer.status_code, "不写网址、电话号码、表情" in sentence_of(answer)) == (422, True)
    assert await ReplyAnswer.all().count() == 0
    assert (await clerk.post(f"/messages/inbox/{letter}/answer", words=words, by_text="false")).status_code == 303


async def test_a_payee_and_a_cadre_who_write_are_named_to_their_township(console: Console, clerk: Desk) -> None:
    await an_agreement(await a_resident("李四"), PHONE)
    await a_cadre(name="李建国", phone="13911112222")
    letters = [await wrote("我换号了", phone=PHONE), await wrote("今天修路", phone="13911112222")]
    page = words_of(await clerk.get("/messages/inbox"))
    assert "李四的代领人王建军" in page
    assert "村干部李建国" in page
    assert "没有登记的号码" not in page
    other = await console.desk(place=OTHER_TOWNSHIP)
    assert "换号" not in (await other.get("/messages/inbox")).text
    for letter in letters:
        texted = await clerk.post(f"/messages/inbox/{letter}/answer", words="知道了", by_text="true")
        assert texted.status_code == 409
        assert (await other.post(f"/messages/inbox/{letter}/answer", words="好", by_text="false")).status_code == 404
        noted = await clerk.post(f"/messages/inbox/{letter}/answer", words="已打电话说明", by_text="false")
        assert noted.status_code == 303
    assert await messages.unanswered(clerk.officer) == 0


async def test_a_childs_name_is_not_read_by_who_does_not_handle_childrens_affairs(
    console: Console, clerk: Desk
) -> None:
    child = await a_resident("王小明", date(2018, 5, 6), phone=PHONE, phone_owner="relative")
    await wrote("在吗")
    assert "未成年人家里" in (await clerk.get("/messages/inbox")).text
    assert "王小明" not in (await clerk.get("/messages/inbox")).text
    leader = await console.desk(Role.TOWNSHIP_LEADER)
    assert "王小明" in (await leader.get("/messages/inbox")).text
    await a_contact(await a_resident("王建军", date(1980, 1, 1)), PHONE)
    assert "王建军" in (await clerk.get("/messages/inbox")).text, "whose own phone it is writes"
    assert child.id != (await Contact.get(owner="self")).resident_id


async def test_an_unknown_number_is_read_by_the_county_only(console: Console, clerk: Desk) -> None:
    letter = await wrote("你们是骗子吗", phone="13711112222")
    assert "骗子" not in (await clerk.get("/messages/inbox")).text
    county = await console.desk(Role.COUNTY_REVIEWER)
    assert "骗子" in (await county.get("/messages/inbox")).text
    assert "13711112222" not in (await county.get("/messages/inbox")).text
    assert (await clerk.post(f"/messages/inbox/{letter}/answer", words="好", by_text="false")).status_code == 404
    payer = await console.desk(Role.COUNTY_PAYER)
    assert (await payer.post(f"/messages/inbox/{letter}/answer", words="好", by_text="false")).status_code == 403
    assert (await county.post(f"/messages/inbox/{letter}/answer", words="好", by_text="true")).status_code == 409
    assert (await county.post(f"/messages/inbox/{letter}/answer", words="无关", by_text="false")).status_code == 303
    assert await messages.unanswered(county.officer) == 0
    entry = await journal.Entry.get(deed=Deed.REPLY_ANSWERED.value)
    assert (entry.subject_kind, entry.subject_id, entry.resident_id) == ("reply", letter, None)


async def test_an_auditor_reads_and_does_not_answer(console: Console, clerk: Desk) -> None:
    elder = await a_resident(phone=PHONE)
    letter = await wrote("在吗", owner=elder)
    auditor = await console.desk_of(await an_officer(Role.AUDITOR))
    assert "在吗" in (await auditor.get("/messages/inbox")).text
    assert (await auditor.post(f"/messages/inbox/{letter}/answer", words="在的", by_text="true")).status_code == 403


async def test_a_phone_that_came_to_be_shared_is_not_texted(clerk: Desk) -> None:
    elder = await a_resident("王秀英", phone=PHONE)
    letter = await wrote("在吗", owner=elder)
    await a_contact(await a_resident("李桂兰"), PHONE)
    assert "发短信" not in (await clerk.get("/messages/inbox")).text
    answer = await clerk.post(f"/messages/inbox/{letter}/answer", words="低保批了。", by_text="true")
    assert (answer.status_code, await ReplyAnswer.all().count()) == (409, 0)


async def test_a_phone_that_was_passed_on_is_not_texted(clerk: Desk) -> None:
    elder = await a_resident("王秀英", phone=PHONE)
    letter = await wrote("在吗", owner=elder)
    await Contact.filter(resident_id=elder.id).delete()
    await a_contact(await a_resident("李桂兰"), PHONE)
    answer = await clerk.post(f"/messages/inbox/{letter}/answer", words="低保批了。", by_text="true")
    assert (answer.status_code, await ReplyAnswer.all().count()) == (409, 0)
