"""What was told stands in the mini program, too: read there, no other way follows; unopened, one does."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from backend import clock, messages
from backend.errands import Errand, ErrandDone, Outcome, finish
from backend.journal import Deed, Entry
from backend.residents import Guardianship, Resident, add_quota
from backend.staff import Cadre
from notifications.message import Message
from notifications.unopened import follow_unopened
from notifications.wording import PAYMENT, PROGRESS
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.notifications.standing_in import a_guardianship
from tests.people import a_cadre, a_household, a_resident, a_wechat_account


async def test_a_guardian_reads_in_the_mini_program_what_was_told_about_the_ward(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    ward, guardian = await a_resident(), await a_resident("王建军", date(1970, 1, 1), phone="13800001111")
    await a_guardianship(ward, guardian)
    await happened(Deed.PAYOUT_SETTLED, ward, **SETTLED)
    await outreach.until_states("delivered")
    assert "王秀英的监护人您好" in sandbox.texts("13800001111")[0]["text"]
    (news,) = await messages.own_notices(guardian.id)
    await messages.note_read(news.id, guardian.id)
    assert [each.read for each in await messages.own_notices(guardian.id)] == [True]
    await Guardianship.all().update(ended_at=clock.now())
    assert await messages.own_notices(guardian.id) == []


async def test_a_parent_reads_in_the_mini_program_what_they_were_told_about_a_child(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    home = await a_household()
    parent = await a_resident("王建军", date(1980, 1, 1), phone="13800001111", household=home)
    grandfather = await a_resident("王大爷", date(1950, 1, 1), phone="13800002222", household=home, relation="parent")
    child = await a_resident("王小明", date(2016, 1, 1), household=home, relation="child")
    await happened(Deed.PAYOUT_SETTLED, child, **SETTLED)
    await outreach.until_states("delivered")
    (news,) = await messages.own_notices(parent.id)
    assert (news.read, str(news.text)[:7]) == (False, "王小明家长您好")
    assert await messages.own_notices(grandfather.id) == [], "who was not spoken to need not know"
    with pytest.raises(messages.NoSuchNotice):
        await messages.note_read(news.id, grandfather.id)
    await messages.note_read(news.id, parent.id)
    assert [each.read for each in await messages.own_notices(parent.id)] == [True]
    await Resident.filter(id=child.id).update(birth_date=date(2008, 1, 1))
    assert await messages.own_notices(parent.id) == [], "a child who has grown up speaks for themselves"


async def test_the_same_words_stand_in_the_mini_program_and_once_read_no_other_way_follows(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    await a_cadre(phone="13900000000")
    elder = await a_resident(phone="13800000001")
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("undelivered")
    (own,) = await messages.own_notices(elder.id)
    assert own.text == sandbox.texts()[0]["text"].removeprefix("【嵩县民政局】")
    await messages.note_read(own.id, elder.id)
    await outreach.step_after(5)
    assert await Errand.all().count() == 0


async def an_errand_for_unread_news(outreach: Outreach, phone: str) -> tuple[Resident, Errand]:
    await a_cadre(phone="13900000000")
    elder = await a_resident(phone=phone)
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("undelivered")
    await outreach.step_after(5)
    return elder, await Errand.get()


async def test_what_was_read_meanwhile_sends_nobody_any_more_and_says_why(outreach: Outreach) -> None:
    elder, errand = await an_errand_for_unread_news(outreach, "13800000005")  # not paid for: it may answer again
    (own,) = await messages.own_notices(elder.id)
    await messages.note_read(own.id, elder.id)
    await errand.refresh_from_db()
    assert (errand.outcome, errand.outcome_shown) == ("needless", "不用去了")
    (called_off,) = await Entry.filter(deed=Deed.ERRAND_CALLED_OFF.value)
    assert (called_off.by_kind, called_off.by_id, called_off.resident_id) == ("resident", elder.id, elder.id)
    cadre = await Cadre.get()
    with pytest.raises(ErrandDone) as no:
        await finish(errand.id, cadre, outcome=Outcome.DONE)
    assert no.value.shown == "已经在小程序里看过了，不用再上门告诉。"
    await messages.note_read(own.id, elder.id)
    assert await Entry.filter(deed=Deed.ERRAND_CALLED_OFF.value).count() == 1


async def test_a_dead_number_is_still_asked_for_when_the_news_was_read(outreach: Outreach) -> None:
    elder, errand = await an_errand_for_unread_news(outreach, "13800000001")
    await messages.note_read((await messages.own_notices(elder.id))[0].id, elder.id)
    await errand.refresh_from_db()
    assert (errand.done_at, "现在用哪个号码" in errand.reason, "50元" in errand.reason) == (None, True, False)


# Whose card it is, their phone, what happened, whether they open it; the ways after a day, and after three.
UNOPENED = {
    "秀英": ("13800001110", Deed.APPLICATION_REFUSED, False, ["wechat", "sms"], ["wechat", "sms"]),
    "桂兰": ("13800001111", Deed.APPLICATION_REFUSED, True, ["wechat"], ["wechat"]),
    "玉珍": ("13800000001", Deed.APPLICATION_REFUSED, False, ["wechat", "sms", "door"], ["wechat", "sms", "door"]),
    "凤英": (None, Deed.APPLICATION_REFUSED, False, ["wechat", "door"], ["wechat", "door"]),
    "秀兰": ("13800001112", Deed.PAYOUT_SETTLED, False, ["wechat"], ["wechat", "sms"]),
    "桂英": ("13800001113", Deed.PAYOUT_SETTLED, True, ["wechat"], ["wechat"]),
    "玉兰": (None, Deed.PAYOUT_SETTLED, False, ["wechat"], ["wechat", "door"]),
}


async def test_a_card_that_nobody_opens_is_told_the_next_way_and_in_the_end_at_the_door(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    people = {}
    for user, (phone, deed, opens, *_) in UNOPENED.items():
        resident = await a_resident(user, phone=phone)
        openid = str(sandbox.tell("wechat/login", user=user)["openid"])
        account = await a_wechat_account(resident=resident, openid=openid)
        template = (PAYMENT if deed is Deed.PAYOUT_SETTLED else PROGRESS).template
        sandbox.tell("wechat/tap-subscribe", user=user, template_id=template)
        await add_quota(account.id, template)
        await happened(deed, resident, **(SETTLED if deed is Deed.PAYOUT_SETTLED else {"reasons": ["too_young"]}))
        people[user] = resident.id, opens
    await outreach.until_states(*["delivered"] * len(UNOPENED))
    for resident_id, opens in people.values():
        if opens:
            (own,) = await messages.own_notices(resident_id)
            await messages.note_read(own.id, resident_id)
    travel("2026-03-03 09:59")
    assert await follow_unopened() == 0, "not a minute early"
    travel("2026-03-03 10:05")
    assert [await follow_unopened(), await follow_unopened()] == [3, 0]
    await outreach.until(nothing_under_way)
    await outreach.step_after(5)
    assert await ways_gone(people) == {user: row[3] for user, row in UNOPENED.items()}
    travel("2026-03-05 10:05")
    assert [await follow_unopened(), await follow_unopened()] == [2, 0]
    assert await ways_gone(people) == {user: row[4] for user, row in UNOPENED.items()}
    assert "请告诉玉兰：2026年2月的补贴" in (await Errand.get(resident_id=people["玉兰"][0])).reason


async def nothing_under_way() -> bool:
    return not await Message.filter(finished_at=None).exists()


async def ways_gone(people: dict[str, tuple[UUID, bool]]) -> dict[str, list[str]]:
    """By whom, the channels tried in their order, and the door where somebody is asked to go there."""
    gone = {}
    for user, (resident_id, _) in people.items():
        tried = await Message.filter(recipient_id=resident_id).order_by("id").values_list("channel", flat=True)
        gone[user] = [*map(str, tried), *["door"] * await Errand.filter(resident_id=resident_id).count()]
    return gone
