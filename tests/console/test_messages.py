"""What was told, to whom, whether it came; what was written back; and that nobody sees another township's."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend import clock, database, journal, messages, residents, sealing
from backend.applications import Application
from backend.errands import Errand, ErrandKind, raise_errand
from backend.identifiers import new_id
from backend.journal import Deed
from backend.messages import DifferenceKind, NoticeState, ReplyAnswer, VillagePhones
from backend.programmes import Enactment, PhotoKind, enact
from backend.residents import Contact, Resident
from backend.spreadsheet import read_table
from backend.staff import Role
from notifications.duty_run import DutyRun
from notifications.message import Message
from notifications.registrations import put_on_file
from tests.backend.applications.cases import a_draft, a_photo, hand
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.notifications.test_ways import an_agreement
from tests.people import (
    COUNTY,
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    VILLAGE,
    a_cadre,
    a_contact,
    a_resident,
    an_officer,
    the_map,
)

PHONE = "13800009999"


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    await the_map()
    return await console.desk()


async def told(resident: Resident, state: str, *, channel: str = "sms", entry: UUID | None = None) -> Message:
    """A message as outreach leaves it, about a payout that settled."""
    entry = entry or await an_entry(resident)
    final = clock.now() if NoticeState(state).is_final else None
    return await Message.create(
        id=new_id(), county=COUNTY, village=resident.village, entry_id=entry, occasion="payout_settled",
        recipient_kind="resident", recipient_id=resident.id, channel=channel, route_id=new_id(), own_phone=True,
        address_sealed=sealing.seal(PHONE, "phone"), address_index=new_id().bytes, lane=1, state=state,
        send_after=clock.now(), attempts=1, created_at=clock.now(), sent_at=clock.now(), finished_at=final,
        followed_up_at=final, code="MK:0001",
    )  # fmt: skip


async def an_entry(resident: Resident) -> UUID:
    async with database.transaction():
        line = journal.Line(
            Deed.PAYOUT_SETTLED, COUNTY, "payout", new_id(), resident_id=resident.id, village=resident.village, facts={}
        )
        await journal.record(line, by=journal.Signature(journal.By.BANK))
    newest = await journal.Entry.all().order_by("-id").first()
    assert newest is not None
    return newest.id


async def wrote(text: str, phone: str = PHONE, owner: Resident | None = None) -> UUID:
    """A text in a person's own words, as outreach keeps it."""
    letter = new_id()
    await database.execute(
        """INSERT INTO reply (id, county, sequence_id, phone_sealed, phone_index, content_sealed, meaning, resident_id,
                              received_at) VALUES ($1, $2, $3, $4, $5, $6, 'call_me', $7, $8)""",
        letter, COUNTY, str(letter), sealing.seal(phone, "phone"), sealing.blind_index(phone, "phone"),
        sealing.seal(text, "reply"), owner.id if owner else None, clock.now(),
    )  # fmt: skip
    return letter


async def visit(resident: Resident, because: str) -> Errand:
    async with database.transaction():
        await raise_errand(
            ErrandKind.DELIVER_MESSAGE, resident, reason="请上门告诉。", because=because,
            due_on=clock.today() + timedelta(days=3), by=journal.Signature(journal.By.CLOCK),
        )  # fmt: skip
    return await Errand.get(because=because)


async def balance() -> messages.Balance:
    return await messages.balance_of(COUNTY, f"{COUNTY}%", clock.today(), clock.today())


async def test_every_person_to_be_told_is_in_one_of_six(clerk: Desk) -> None:
    reached, heard, visited, waiting, lost, carded, opened, ignored = [await a_resident() for _ in range(8)]
    await told(reached, "delivered")
    card = await told(carded, "delivered", channel="wechat")
    await Message.filter(id=card.id).update(followed_up_at=None)
    await told(ignored, "delivered", channel="wechat")  # followed up, and no other way was left
    card = await told(opened, "delivered", channel="wechat")
    await messages.note_read(card.entry_id, opened.id)
    await told(heard, "undelivered")
    first = await Message.filter(recipient_id=heard.id).first()
    assert first is not None
    await told(heard, "delivered", channel="voice", entry=first.entry_id)
    failed = await told(visited, "undelivered")
    errand = await visit(visited, f"message:{failed.id}")
    await Errand.filter(id=errand.id).update(done_at=clock.now(), outcome="done")
    await told(waiting, "accepted")
    await told(lost, "undelivered")
    nobody = await a_resident()
    await visit(nobody, f"notice:{new_id()}:{nobody.id}")
    found = await balance()
    assert found.is_whole
    assert (found.told, found.handset, found.heard, found.read, found.visited) == (9, 1, 1, 1, 1)
    assert (found.under_way, found.not_reached) == (3, 2)
    assert found.states[NoticeState.DELIVERED] == 5


async def test_codes_and_officers_texts_are_of_no_village_and_counted_for_the_county(
    clerk: Desk, console: Console
) -> None:
    """What nobody lists is in no balance: the county's states add up to all that went out."""
    for kind, occasion in (("phone", "phone_code"), ("officer", "morning_digest")):
        message = await told(await a_resident(), "delivered", entry=new_id())
        await Message.filter(id=message.id).update(recipient_kind=kind, occasion=occasion, village=None)
    county = await console.desk(Role.COUNTY_REVIEWER)
    assert "要验证的手机手机验证码短信已送达" in words_of(await county.get("/messages"))
    assert "工作人员工作人员每日提醒短信已送达" in words_of(await county.get("/messages"))
    counted = await balance()
    assert (counted.states, counted.told) == ({NoticeState.DELIVERED: 2}, 0)
    assert "手机验证码" not in words_of(await clerk.get("/messages"))


async def test_a_balance_of_days_that_are_over_counts_no_errand_of_later(clerk: Desk, at: Any) -> None:
    elder, day = await a_resident(), clock.today()
    await told(elder, "delivered")
    at("2026-03-04 09:30")
    await visit(elder, f"notice:{new_id()}:{elder.id}")
    over = await messages.balance_of(COUNTY, f"{COUNTY}%", day, day)
    assert (over.told, over.handset, over.is_whole) == (1, 1, True)
    both = await messages.balance_of(COUNTY, f"{COUNTY}%", day, clock.today())
    assert (both.told, both.under_way) == (2, 1)


async def test_whom_the_balance_counts_as_not_reached_is_listed(clerk: Desk, console: Console) -> None:
    lost, closed, reached, going, gone_for = [await a_resident(name=name) for name in "甲乙丙丁戊"]
    await told(reached, "delivered")
    await told(lost, "undelivered")
    for elder, outcome in ((closed, "not_found"), (going, None)):
        failed = await told(elder, "undelivered")
        errand = await visit(elder, f"message:{failed.id}")
        if outcome:
            await Errand.filter(id=errand.id).update(done_at=clock.now(), outcome=outcome)
    door = await visit(gone_for, f"notice:{await an_entry(gone_for)}:{gone_for.id}")
    await Errand.filter(id=door.id).update(done_at=clock.now(), outcome="moved_away")
    child = await a_resident(name="王小明", birth_date=date(2016, 1, 1))
    await told(child, "undelivered")
    assert 'href="/messages/unreached">4<' in (await clerk.get("/messages/balance")).text
    page = await clerk.get("/messages/unreached")
    shown = words_of(page)
    for words in (
        "甲补贴到账未送达（空号，MK:0001）", "乙补贴到账未送达（空号，MK:0001）；上门：没找到人",
        "戊上门告知上门：已搬走",
    ):  # fmt: skip
        assert words in shown, words
    assert all(f">{name}<" not in page.text for name in ("丙", "丁", "王小明"))
    assert f"/messages/visits/{door.id}" in page.text
    leader = await console.desk(Role.TOWNSHIP_LEADER)
    assert "王小明" in words_of(await leader.get("/messages/unreached"))
    other = await console.desk(place=OTHER_TOWNSHIP)
    assert "最近三十天没有送不到的" in words_of(await other.get("/messages/unreached"))


async def test_figures_by_carrier_go_by_the_segment_and_say_so(clerk: Desk, at: Any) -> None:
    phones = {
        "13800001111": "移动", "17049990000": "联通", "17000001111": "电信", "19200001111": "广电",
        "13490001111": "其他号段",
    }  # fmt: skip
    for number, phone in enumerate(phones):
        contact = await a_contact(await a_resident(), phone)
        for state in ["delivered"] * 3 + ["undelivered"] * number:
            message = await told(await Resident.get(id=contact.resident_id), state)
            await Message.filter(id=message.id).update(
                route_id=contact.id, sent_at=clock.now() - timedelta(seconds=number), finished_at=clock.now()
            )
    await told(await a_resident(), "rejected")
    assert [await residents.note_carriers(), await residents.note_carriers()] == [5, 0]
    found = {each.carrier_shown: each for each in (await messages.carrier_months(COUNTY))[0]}
    assert {name: (each.tried, each.arrived, each.ended) for name, each in found.items()} == {
        **{name: (3 + number, 3, 3 + number) for number, name in enumerate(phones.values())},
        "座机和未归类": (1, 0, 0),
    }
    assert [round(found[name].median_seconds or 0) for name in phones.values()] == [0, 1, 2, 3, 4]
    page = words_of(await clerk.get("/messages/providers"))
    assert "电信5100.0%60.0%2秒" in page
    assert "携号转网的号码看不出来" in page


async def test_notices_are_found_by_case_number_in_ones_own_places(clerk: Desk, console: Console) -> None:
    asked, other = await a_resident("王秀英"), await a_resident("李桂兰")
    case = await a_draft(asked, by=hand(asked))
    await Application.filter(id=case.id).update(case_number="MZ-410325-2026-000007")
    message = await told(asked, "delivered")
    await Message.filter(id=message.id).update(case_id=case.id)
    await told(other, "delivered")
    page = words_of(await clerk.get("/messages?case=%20mz-410325-2026-０００００７"))
    assert ("王秀英" in page, "李桂兰" in page) == (True, False)
    assert "没有通知，请核对编号" in words_of(await clerk.get("/messages?case=MZ-410325-2026-000008"))
    elsewhere = await console.desk(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP)
    assert "王秀英" not in words_of(await elsewhere.get("/messages?case=MZ-410325-2026-000007"))


async def test_the_list_shows_state_and_filters(clerk: Desk) -> None:
    await told(await a_resident("王秀英"), "delivered")
    await told(await a_resident("李桂兰"), "undelivered")
    page = words_of(await clerk.get("/messages"))
    assert "王秀英" in page
    assert "MK:0001" in page
    assert 'hx-get="/messages/balance"' in (await clerk.get("/messages")).text, "of a county it comes a moment later"
    counted = words_of(await clerk.get("/messages/balance"))
    assert "要告诉乡亲的一共2件：手机收到1" in counted
    assert "六项相加等于总数" in counted
    assert "已送达1" in counted
    page = words_of(await clerk.get("/messages?state=undelivered"))
    assert "李桂兰" in page
    assert "王秀英" not in page


async def test_another_township_sees_none_of_it(console: Console, clerk: Desk) -> None:
    elder = await a_resident("王秀英", phone=PHONE)
    message = await told(elder, "delivered")
    letter = await wrote("在吗", owner=elder)
    other = await console.desk(place=OTHER_TOWNSHIP)
    for path in ("/messages", "/messages/inbox", "/messages/phones"):
        assert "王秀英" not in (await other.get(path)).text
    assert (await other.get(f"/messages/{message.id}")).status_code == 404
    assert (await other.get(f"/messages/{message.id}/proof.pdf")).status_code == 404
    answer = await other.post(f"/messages/inbox/{letter}/answer", words="请来。", by_text="true")
    assert (answer.status_code, sentence_of(answer)) == (404, "没有找到这条来信，请刷新后再选。")


async def test_the_proof_goes_from_the_journal_to_the_door(clerk: Desk) -> None:
    elder = await a_resident()
    message = await told(elder, "undelivered")
    errand = await visit(elder, f"message:{message.id}")
    page = words_of(await clerk.get(f"/messages/{message.id}"))
    assert "尚未送达" in page
    await Errand.filter(id=errand.id).update(done_at=clock.now(), outcome="done")
    page = words_of(await clerk.get(f"/messages/{message.id}"))
    for words in (
        "记入流水账",
        "短信（本人的电话138****9999）：交给服务商",
        "未送达",
        "派给村干部",
        "村干部已上门告知",
    ):
        assert words in page
    paper = await clerk.get(f"/messages/{message.id}/proof.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


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


async def phones(desk: Desk) -> list[VillagePhones]:
    return (await messages.phones_by_village(desk.officer))[0]


async def test_villages_show_whom_no_phone_reaches(clerk: Desk) -> None:
    from tests.backend.payouts.awards import an_award

    dark, lit = await a_resident(), await a_resident(phone=PHONE)
    for each in (dark, lit):
        await an_award(each)
    assert [(each.people, each.own, each.anothers, each.none) for each in await phones(clerk)] == [(2, 1, 0, 1)]
    await a_contact(dark, "13800008888")
    await Contact.filter(resident_id=dark.id).update(dead_since=clock.now())
    (village,) = await phones(clerk)
    assert (village.people, village.own, village.none, village.dead) == (2, 1, 1, 1)
    assert (village.is_dark, village.claimed) == (False, 0)
    await a_contact(await a_resident(), PHONE)
    (village,) = await phones(clerk)
    assert (village.own, village.anothers, village.claimed) == (0, 1, 1)
    assert "号码质量" in (await clerk.get("/messages/phones")).text
    assert village.doubted == 0
    await Contact.filter(resident_id=dark.id).update(dead_since=None, doubted_since=clock.now())
    (village,) = await phones(clerk)
    assert (village.own, village.anothers, village.doubted) == (0, 2, 1)


async def test_a_village_says_whose_number_is_to_be_put_right(clerk: Desk, console: Console) -> None:
    from tests.backend.payouts.awards import an_award

    names = {
        "甲一": {"dead_since": clock.now()}, "乙二": {"doubted_since": clock.now()},
        "丙三": {"opted_out_at": clock.now()}, "丁四": {}, "戊五": {}, "己六": {},
    }  # fmt: skip
    for number, (name, trouble) in enumerate(names.items()):
        elder = await a_resident(name=name)
        await an_award(elder)
        if name != "己六":
            contact = await a_contact(elder, f"1380000777{number}")
            await Contact.filter(id=contact.id).update(**trouble)
    await a_contact(await a_resident(name="邻村庚", village=OTHER_VILLAGE), "13800007773")
    child = await a_resident(name="王小明", birth_date=date(2016, 1, 1))
    await an_award(child)
    assert f"/messages/phones/{VILLAGE}" in (await clerk.get("/messages/phones")).text
    page = await clerk.get(f"/messages/phones/{VILLAGE}")
    shown = words_of(page)
    for words in (
        "甲一138****7770打不通，已停用2026-03-0209:30", "乙二138****7771核对两次没有回2026-03-0209:30",
        "丙三138****7772本人退订", "丁四138****7773和别人同号（别处的人）—", "己六—没有登记号码—",
    ):  # fmt: skip
        assert words in shown, words
    assert ("戊五" in shown, "王小明" in shown, "1380000777" in page.text) == (False, False, False)
    assert "/telling" in page.text
    county = await console.desk(Role.COUNTY_REVIEWER)
    assert "和别人同号（邻村庚）" in words_of(await county.get(f"/messages/phones/{VILLAGE}"))
    leader = await console.desk(Role.TOWNSHIP_LEADER)
    assert "王小明" in words_of(await leader.get(f"/messages/phones/{VILLAGE}"))
    other = await console.desk(place=OTHER_TOWNSHIP)
    for code in (VILLAGE, "410325999999", "4103", "x" * 12):
        assert (await other.get(f"/messages/phones/{code}")).status_code == 404


async def test_a_countys_villages_are_counted_by_night_and_say_of_when(clerk: Desk, console: Console, at: Any) -> None:
    from tests.backend.payouts.awards import an_award

    for village in (VILLAGE, OTHER_VILLAGE):
        await an_award(await a_resident(phone=PHONE, village=village))
        await an_award(await a_resident(village=village))
    county = await console.desk(Role.COUNTY_REVIEWER)
    before, as_of = await messages.phones_by_village(county.officer)
    assert [as_of, len(before)] == [None, 2], "of no night yet: counted now"
    assert await messages.keep_figures() == 2
    kept, as_of = await messages.phones_by_village(county.officer)
    assert kept == before
    assert "2026-03-0209:30的数，以后改的下一次算进来" in words_of(await county.get("/messages/phones"))
    await Contact.filter(county=COUNTY).update(dead_since=clock.now())
    assert (await messages.phones_by_village(county.officer))[0] == before
    assert (await phones(clerk))[0].none == 2, "a township's are counted now"
    at("2026-03-03 04:49")
    assert (await messages.phones_by_village(county.officer))[0] == before, "until this night has counted"
    at("2026-03-03 13:31")
    assert [each.none for each in await phones(county)] == [2, 2], "the last night has no count"
    assert await messages.keep_figures() == 2
    assert [each.none for each in await phones(county)] == [2, 2]


async def test_a_countys_villages_come_a_page_at_a_time_below_what_all_of_them_come_to(
    clerk: Desk, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.backend.payouts.awards import an_award

    monkeypatch.setattr("console.pages.messages._VILLAGES", 1)
    await an_award(await a_resident(phone=PHONE))
    await an_award(await a_resident(village=OTHER_VILLAGE))
    county = await console.desk(Role.COUNTY_REVIEWER)
    first, second = [await county.get(f"/messages/phones?sheet={sheet}") for sheet in (1, 2)]
    assert [(OTHER_VILLAGE in each.text, f"phones/{VILLAGE}" in each.text) for each in (first, second)] == [
        (True, False), (False, True),
    ]  # fmt: skip
    assert ("sheet=2" in first.text, "下一页" in second.text) == (True, False)
    summed = "2个村，2人：本人手机1，他人手机0，只有座机0，找不到1；多数人电话找不到的村1个"
    assert all(summed in words_of(each) for each in (first, second))


async def test_a_cadres_notice_is_proved_with_the_errand_that_it_was_about(clerk: Desk) -> None:
    elder, cadre = await a_resident(), await a_cadre()
    errand = await visit(elder, "message:1")
    entry = await journal.Entry.get(deed=Deed.ERRAND_RAISED.value)
    message = await told(elder, "delivered", entry=entry.id)
    await Message.filter(id=message.id).update(recipient_kind="cadre", recipient_id=cadre.id)
    await Errand.filter(id=errand.id).update(done_at=clock.now(), done_by=cadre.id, outcome="not_found", note="门锁着")
    page = words_of(await clerk.get(f"/messages/{message.id}"))
    assert "告知对象：村干部李建国短信已送达手机" in page
    assert "村干部李建国上门没找到人：门锁着" in page


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


async def test_a_sick_provider_and_a_night_that_differs_are_seen(clerk: Desk) -> None:
    await database.execute(
        "INSERT INTO channel_day (channel, day, accepted, unknown, not_sent) VALUES ('sms', $1, 80, 5, 15)",
        clock.today(),
    )
    for day, differs in ((1, False), (2, True)):
        await database.execute(
            """INSERT INTO statement_day (county, day, ours, theirs, phones, unanswered, compared_at)
               VALUES ($1, $2, 80, $3, 80, 0, now())""",
            COUNTY, clock.today() - timedelta(days=day), 81 if differs else 80,
        )  # fmt: skip
    await database.execute(
        "INSERT INTO statement_difference VALUES ($1, $2, 'x', 'not_ours')", COUNTY, clock.today() - timedelta(days=2)
    )
    shown = words_of(await clerk.get("/messages/providers"))
    assert "对方不正常" in shown
    assert "一条不差" in shown
    assert "对方多出1" in shown


async def test_days_that_are_over_and_carriers_are_counted_by_night_and_today_at_once(clerk: Desk, at: Any) -> None:
    for state in ("delivered", "delivered", "undelivered", "rejected"):
        await told(await a_resident(), state)
    at("2026-03-03 04:50")
    for day in (clock.today() - timedelta(days=1), clock.today()):
        await database.execute("INSERT INTO channel_day (channel, day, accepted) VALUES ('sms', $1, 3)", day)
    by_day, by_carrier = await messages.channel_days(), await messages.carrier_months(COUNTY)
    assert (by_day[1], by_carrier[1]) == (None, None), "of no night yet: counted now"
    assert [(each.ended, each.arrived) for each in by_day[0]] == [(0, 0), (3, 2)]
    assert await messages.keep_figures() == 2, "a day of a channel, a month of a carrier"
    assert (await messages.channel_days())[0] == by_day[0]
    assert (await messages.carrier_months(COUNTY))[0] == by_carrier[0]
    await Message.filter(state="undelivered").update(state="delivered")
    await told(await a_resident(), "delivered")
    assert [(each.ended, each.arrived) for each in (await messages.channel_days())[0]] == [(1, 1), (3, 2)]
    seen = words_of(await clerk.get("/messages/providers"))
    assert seen.count("这是2026-03-0304:50的数") == 2
    at("2026-03-04 04:49")
    assert [(each.ended, each.arrived) for each in (await messages.channel_days())[0]] == [(1, 1), (3, 2)]
    assert (await messages.carrier_months(COUNTY))[0][0].tried == 4, "until this night has counted"
    at("2026-03-04 08:51")
    assert [(each.ended, each.arrived) for each in (await messages.channel_days())[0]] == [(1, 1), (3, 3)]
    assert (await messages.carrier_months(COUNTY))[0][0].tried == 5, "the last night has no count"


async def test_each_difference_is_named_to_whose_place_it_is(clerk: Desk, console: Console) -> None:
    ours, theirs = await a_resident(name="李大山"), await a_resident(name="赵小河", village=OTHER_VILLAGE)
    day = clock.today()
    for number, kind in (
        ((await told(ours, "rejected")).id.hex, "believed_unsent"),
        ((await told(theirs, "delivered")).id.hex, "ended_otherwise"),
        ("<of somebody else>", "not_ours"),
    ):
        await database.execute("INSERT INTO statement_difference VALUES ($1, $2, $3, $4)", COUNTY, day, number, kind)
    shown = words_of(await clerk.get(f"/messages/providers/{day}"))
    assert "李大山，补贴到账" in shown
    assert "我方以为没发" in shown
    assert "密钥是否外泄" in shown
    assert "赵小河" not in shown
    county = await console.desk(Role.COUNTY_REVIEWER)
    assert "赵小河，补贴到账" in words_of(await county.get(f"/messages/providers/{day}"))
    assert (await clerk.get("/messages/providers/yesterday")).status_code in (404, 422)


async def test_no_difference_is_left_out_however_many_there_are(clerk: Desk) -> None:
    await database.execute(
        """INSERT INTO statement_difference SELECT $1, $2, 'other-' || lpad(number::text, 3, '0'), 'not_ours'
           FROM generate_series(1, 201) AS number""",
        COUNTY, clock.today(),
    )  # fmt: skip
    first, second = [await clerk.get(f"/messages/providers/{clock.today()}{rest}") for rest in ("", "?sheet=2")]
    assert [("other-200" in each.text, "other-201" in each.text) for each in (first, second)] == [
        (True, False), (False, True),
    ]  # fmt: skip
    assert ('href="?sheet=2"' in first.text, "下一页" in second.text) == (True, False)
    assert (await clerk.get(f"/messages/providers/{clock.today()}?sheet=0")).status_code == 422


async def test_what_a_child_was_told_is_for_the_handlers_of_childrens_affairs(clerk: Desk, console: Console) -> None:
    child = await told(await a_resident(name="王小明", birth_date=date(2016, 1, 1)), "delivered")
    leader = await console.desk(Role.TOWNSHIP_LEADER)
    assert "王小明" not in words_of(await clerk.get("/messages"))
    assert (await clerk.get(f"/messages/{child.id}")).status_code == 404
    assert "王小明" in words_of(await leader.get("/messages"))
    assert (await leader.get(f"/messages/{child.id}")).status_code == 200


async def test_the_providers_file_of_a_month_is_held_against_ours(console: Console, clerk: Desk, at: Any) -> None:
    at("2026-02-10 10:00")
    agreed, _, unsent, otherwise = [
        (await told(await a_resident(name=name), state)).id.hex
        for name, state in (("甲", "delivered"), ("乙", "delivered"), ("丙", "rejected"), ("丁", "delivered"))
    ]
    at("2026-03-02 09:30")
    lines = [(agreed, "3"), (unsent, "3"), (otherwise, "2"), ("0" * 32, "3"), ("of-another-system", "3"), (agreed, "1")]
    rows = "".join(f"138****0000,{number},2026-02-10 10:00:01,{status},2\n" for number, status in lines)
    file = f"手机号码,OutId,SendDate,SendStatus,计费条数\n{rows}".encode()
    payer = await console.desk(Role.COUNTY_PAYER)
    for month in ("2026-02", "2026-02"):  # again: the later one stands
        assert (await payer.post_file("/messages/statements", file, month=month)).status_code == 303
    shown = words_of(await payer.get("/messages/statements/2026-02"))
    assert "我方3条，对方账单6条，计费12条" in shown
    for words in ("乙，补贴到账", "丙，补贴到账", "丁，补贴到账", "of-another-system", "对方列了两次", "我方以为没发"):
        assert words in shown, words
    assert shown.count("对方多出") == 2
    assert "6条不一样" in words_of(await payer.get("/messages/providers"))
    assert await journal.Entry.filter(deed=Deed.STATEMENT_TAKEN.value).count() == 2
    assert "请下个月再导入" in sentence_of(await payer.post_file("/messages/statements", file, month="2026-03"))
    assert "请填写月份" in sentence_of(await payer.post_file("/messages/statements", file, month="二月"))
    assert (await clerk.post_file("/messages/statements", file, month="2026-02")).status_code == 403


async def test_a_month_in_several_files_is_one_statement(console: Console, at: Any) -> None:
    at("2026-02-10 10:00")
    first, second, third = [(await told(await a_resident(), "delivered")).id.hex for _ in range(3)]
    await Message.filter(id=UUID(third)).update(county="410326")  # the house has one account with the provider
    at("2026-03-02 09:30")
    long = "of-another-system-" * 8
    lines = [[first, f"{long}1", f"{long}2", ""], [second, third, ""]]
    files = [
        ("OutId,SendDate,SendStatus\n" + "".join(f"{number},2026-02-10,3\n" for number in numbers)).encode()
        for numbers in lines
    ]
    payer = await console.desk(Role.COUNTY_PAYER)
    taken = await messages.take_statement(date(2026, 2, 1), [*files, files[0]], payer.officer)
    assert (taken.ours, taken.theirs) == (2, 6), "the same file twice is one; another county's texts are not told of"
    found = await messages.differences_of_month(payer.officer, taken.month)
    assert {each.kind for each in found} == {DifferenceKind.NOT_OURS}
    assert sorted(each.number for each in found) == [
        long[:64], "没有编号（第1个文件!A5）", "没有编号（第2个文件!A4）",
    ]  # fmt: skip
    again = await messages.take_statement(date(2026, 2, 1), files[::-1], payer.officer)
    assert again.digest == taken.digest
    both = [("file", ("1.csv", files[0], "text/csv")), ("file", ("2.csv", files[1], "text/csv"))]
    answer = await console.client.post(
        "/messages/statements", data={"form_token": payer.form_token, "month": "2026-02"}, files=both,
        headers=payer.cookie,
    )  # fmt: skip
    assert answer.status_code == 303
    assert "我方2条，对方账单6条" in words_of(await payer.get("/messages/statements/2026-02"))


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", "2026", ""])
async def test_a_month_that_is_none_is_refused(console: Console, clerk: Desk, month: str) -> None:
    payer = await console.desk(Role.COUNTY_PAYER)
    file = b"OutId,SendDate,SendStatus\n"
    answer = await payer.post_file("/messages/statements", file, month=month)
    assert (answer.status_code, "请填写月份" in sentence_of(answer)) == (422, True)


async def test_past_years_are_seen_by_month_with_their_cost_and_taken_along(clerk: Desk) -> None:
    assert "没有发送记录" in words_of(await clerk.get("/messages/past"))
    for key, value in (("outreach.thousand_texts_fen", 4500), ("outreach.thousand_calls_fen", 10000)):
        price = Enactment(f"{COUNTY}000000", key, value, date(2025, 1, 1), None, "合同", True)
        await enact(price, by=journal.Signature(journal.By.IMPORT))
    rows = [
        ("2025-12-01", "payout_settled", "sms", "delivered", 900, 1800),
        ("2025-12-01", "refused", "sms", "undelivered", 100, 200),
        ("2025-12-01", "refused", "sms", "rejected", 7, 7),
        ("2025-12-01", "payout_settled", "voice", "delivered", 50, 0),
        ("2025-11-01", "payout_settled", "sms", "delivered", 10, 0),
        ("2024-05-01", "posted", "wechat", "delivered", 3, 0),
    ]
    for month, *others in rows:
        await database.execute(
            "INSERT INTO message_month VALUES ($1, $2, $3, $4, $5, $6, $7)", date.fromisoformat(month), COUNTY, *others
        )
    await database.execute("INSERT INTO receipt_month VALUES ('2025-12-01', 'sms_report', 1010, 4)")
    shown = words_of(await clerk.get("/messages/past"))
    assert "2025年12月短信1007900100702000" + "90.00" in shown, "2,000 parts, 45 yuan a thousand; the refused are free"
    assert "2025年12月电话505000" + "0—5.00" in shown
    assert "2025年11月短信10100" + "00——" in shown, "of a time when parts were not kept nobody says what it cost"
    assert "2025年12月短信回执10104" in shown
    assert "2024年5月微信3" in words_of(await clerk.get("/messages/past?year=2024"))
    file = await clerk.get("/messages/past/workbook?year=2025")
    sheets = {sheet.name: [row.cells for row in sheet.rows] for sheet in read_table(file.content)}
    assert tuple(sheets["按事项"][1][:5]) == ("2025-12", "补贴到账", "短信", "900", "900")
    assert (await clerk.get("/messages/past?year=99999")).status_code == 422
    assert (await clerk.get("/messages/past?year=1999")).status_code == 422


async def test_duties_and_templates_are_seen(clerk: Desk) -> None:
    await database.execute(
        """INSERT INTO duty_run (id, duty, due_at, started_at, finished_at, outcome, touched, tries)
           VALUES ($1, 'tidy_up', $3, $3, $3, 'done', 7, 1), ($2, 'screen_county', $3, $3, $3, 'failed', NULL, 2)""",
        new_id(), new_id(), clock.now(),
    )  # fmt: skip
    await put_on_file()
    refused = await told(await a_resident(), "rejected")
    await Message.filter(id=refused.id).update(code="isv.SMS_TEMPLATE_ILLEGAL")
    page = words_of(await clerk.get("/messages/operations"))
    assert "清理过期的个人信息2026-03-0209:30办完7" in page
    assert "没办成，会再试（第2次）" in page
    assert "${name}您好，您${month}的补贴${amount}元已到账" in page
    assert "没有报备被退1次1" in page


async def test_the_photo_at_the_door_is_part_of_the_proof(clerk: Desk) -> None:
    elder, cadre = await a_resident(), await a_cadre()
    failed = await told(elder, "undelivered")
    errand = await visit(elder, f"message:{failed.id}")
    photo = await a_photo(elder, PhotoKind.PORTRAIT, by=cadre.signature)
    await Errand.filter(id=errand.id).update(done_at=clock.now(), outcome="done", photo_id=photo)
    page = await clerk.get(f"/messages/{failed.id}")
    assert "办好了，现场照片" in words_of(page)
    assert f"/photos/{photo}/thumbnail" in page.text
    paper = (await clerk.get(f"/messages/{failed.id}/proof.pdf")).content
    assert b"/Subtype /Image" in paper or b"/Image" in paper
    shown = await journal.Entry.get(deed=Deed.PHOTO_SHOWN.value)
    assert (shown.by_id, shown.facts["purpose"]) == (clerk.officer.id, "送达证明")


async def test_read_in_the_mini_program_is_proof_too(clerk: Desk) -> None:
    elder = await a_resident()
    failed = await told(elder, "undelivered")
    await messages.note_read(failed.entry_id, elder.id)
    page = words_of(await clerk.get(f"/messages/{failed.id}"))
    assert "告知对象：本人王秀英在小程序里看过" in page
    assert "在小程序里打开看过" in page


async def test_a_card_that_nobody_opened_proves_nothing(clerk: Desk) -> None:
    card = await told(await a_resident(), "delivered", channel="wechat")
    page = words_of(await clerk.get(f"/messages/{card.id}"))
    assert "没有送达，能用的办法都试过了" in page
    assert "到了微信，没有打开" in page


async def test_a_duty_that_was_missed_is_asked_about_on_the_approvers_desk(console: Console, at: Any) -> None:
    at("2026-03-04 09:40")
    run = await DutyRun.create(
        id=new_id(),
        duty="suspend_uncertified",
        county=COUNTY,
        due_at=clock.now(),
        started_at=clock.now(),
        outcome="asked",
    )
    clerk, approver = await console.desk(), await console.desk(Role.COUNTY_APPROVER)
    assert "错过的定时任务等您定1件" in words_of(await approver.get("/today"))
    assert "错过的定时任务" not in words_of(await clerk.get("/today"))
    for desk, asked in ((clerk, False), (approver, True)):
        page = await desk.get("/messages/operations")
        assert "错过了，等县里说要不要补办" in words_of(page)
        assert (f"/messages/duties/{run.id}/answer" in page.text) == asked
    assert (await clerk.post(f"/messages/duties/{run.id}/answer", wanted="true")).status_code == 403
    assert (await approver.post(f"/messages/duties/{run.id}/answer", wanted="perhaps")).status_code == 422
    assert (await approver.post(f"/messages/duties/{run.id}/answer", wanted="true")).status_code == 303
    assert "县里说要补办" in words_of(await approver.get("/messages/operations"))
    again = await approver.post(f"/messages/duties/{run.id}/answer", wanted="false")
    assert again.status_code == 409
    assert "已经有同事答复过" in sentence_of(again)
    assert "错过的定时任务" not in words_of(await approver.get("/today"))


async def test_what_no_phone_could_tell_is_proved_by_the_door(clerk: Desk, console: Console) -> None:
    elder, cadre = await a_resident(), await a_cadre()
    child = await a_resident(name="王小明", birth_date=date(2016, 1, 1))
    errands = []
    for each in (elder, child):
        errands.append(await visit(each, f"notice:{await an_entry(each)}:{each.id}"))
    errand = errands[0]
    listed = words_of(await clerk.get("/messages/visits"))
    assert ("王秀英请上门告诉。还没有去" in listed, "王小明" in listed) == (True, False)
    assert "尚未送达" in words_of(await clerk.get(f"/messages/visits/{errand.id}"))
    photo = await a_photo(elder, PhotoKind.PORTRAIT, by=cadre.signature)
    await Errand.filter(id=errand.id).update(done_at=clock.now(), done_by=cadre.id, outcome="done", photo_id=photo)
    page = words_of(await clerk.get(f"/messages/visits/{errand.id}"))
    for words in ("告知对象：本人王秀英村干部已上门告知", "派给村干部请上门告诉。", "村干部李建国上门办好了，现场照片"):
        assert words in page, words
    assert (await clerk.get(f"/messages/visits/{errand.id}/proof.pdf")).content.startswith(b"%PDF-")
    assert (await clerk.get(f"/messages/visits/{errands[1].id}")).status_code == 404
    assert (await clerk.get(f"/messages/visits/{(await visit(elder, 'hit:1')).id}")).status_code == 404
    other = await console.desk(place=OTHER_TOWNSHIP)
    assert (await other.get(f"/messages/visits/{errand.id}")).status_code == 404
    assert "王秀英" not in words_of(await other.get("/messages/visits"))
