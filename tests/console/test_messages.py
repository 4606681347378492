"""What was told, to whom, and whether it came; and that nobody sees another township's."""

from datetime import date
from typing import Any

import pytest

from backend import clock, database, messages
from backend.applications import Application
from backend.errands import Errand
from backend.identifiers import new_id
from backend.messages import NoticeState
from backend.staff import Role
from notifications.duty_run import DutyRun
from notifications.message import Message
from notifications.registrations import put_on_file
from tests.backend.applications.cases import a_draft, hand
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.console.telling import PHONE, an_entry, told, visit, wrote
from tests.people import COUNTY, OTHER_TOWNSHIP, a_resident, the_map


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    await the_map()
    return await console.desk()


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


async def test_without_scripts_the_balance_is_a_page(clerk: Desk) -> None:
    assert 'href="/messages/balance"' in (await clerk.get("/messages")).text
    page = (await clerk.get("/messages/balance")).text
    assert ("<title>" in page, "六项相加等于总数" in page) == (True, True)


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


async def test_what_a_child_was_told_is_for_the_handlers_of_childrens_affairs(clerk: Desk, console: Console) -> None:
    child = await told(await a_resident(name="王小明", birth_date=date(2016, 1, 1)), "delivered")
    leader = await console.desk(Role.TOWNSHIP_LEADER)
    assert "王小明" not in words_of(await clerk.get("/messages"))
    assert (await clerk.get(f"/messages/{child.id}")).status_code == 404
    assert "王小明" in words_of(await leader.get("/messages"))
    assert (await leader.get(f"/messages/{child.id}")).status_code == 200


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
