"""Calls: who is rung instead of texted, when, how often, and which report is believed."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend import clock
from backend.errands import Errand
from backend.journal import Deed
from backend.residents import Contact, Resident, add_quota
from notifications import settings as outreach_settings
from notifications.message import Message
from notifications.unopened import follow_unopened
from notifications.wording import PROGRESS
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.notifications.test_ways import an_agreement
from tests.people import a_cadre, a_contact, a_resident, a_wechat_account

AFTER_NOON = 4 * 3600.0 + 60  # two hours after a call of the morning it is noon, when nobody is rung


@pytest.fixture(autouse=True)
def with_a_voice_service(without_a_voice_service: None, environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_CALLS", "true")
    outreach_settings.settings.cache_clear()


async def told(phone: str, *, reads: bool = True, owner: str = "self", kind: str = "mobile") -> Resident:
    resident = await a_resident(can_read=reads)
    await a_contact(resident, phone, owner=owner, kind=kind)
    await happened(Deed.PAYOUT_SETTLED, resident, **SETTLED)
    return resident


async def ended(outreach: Outreach, *states: str) -> list[Message]:
    """After every call has rung out and been reported."""
    await outreach.step()
    outreach.sandbox.tell("clock", advance_seconds=10.0)
    return await outreach.until_states(*states)


async def test_who_can_read_is_texted(outreach: Outreach, sandbox: Sandbox) -> None:
    await told("15412345678")
    (text,) = await ended(outreach, "delivered")
    assert text.channel == "sms"
    assert sandbox.calls("15412345678") == []


async def test_who_cannot_read_is_called_and_hears_it_three_times(outreach: Outreach, sandbox: Sandbox) -> None:
    await told("15412345678", reads=False)
    (call,) = await ended(outreach, "delivered")
    assert (call.channel, call.code) == ("voice", "heard")
    (rung,) = sandbox.calls("15412345678")
    assert (
        rung["text"]
        == "这里是嵩县民政局。王秀英您好，您2026年2月的补贴50元已到账，账户尾号0018，请查收。听明白了，请按1。"
    )
    assert rung["out_id"] == call.call_number
    assert len(rung["out_id"]) <= 15
    assert sandbox.texts() == []


async def test_a_pressed_key_says_that_it_was_understood(outreach: Outreach) -> None:
    await told("15412340300", reads=False)
    (call,) = await ended(outreach, "delivered")
    assert call.code == "heard_and_pressed_1"


async def test_a_landline_rings_and_learns_nothing_private(outreach: Outreach, sandbox: Sandbox) -> None:
    await told("0379-66123456", kind="landline")
    await ended(outreach, "delivered")
    (rung,) = sandbox.calls("0379-66123456")
    assert "有一件事要当面告诉本人" in rung["text"]
    assert "50" not in rung["text"]


async def test_a_relatives_phone_learns_nothing_private_by_call_either(outreach: Outreach, sandbox: Sandbox) -> None:
    await told("15412340144", owner="relative")
    await outreach.until_states("undelivered")
    await outreach.step_after(4)
    await outreach.until_states("undelivered", "accepted")
    assert "补贴" not in sandbox.calls("15412340144")[0]["text"]


async def test_a_text_that_did_not_arrive_is_followed_by_a_call(outreach: Outreach, sandbox: Sandbox) -> None:
    await told("15412340451")  # the carrier takes no such words
    await outreach.until_states("undelivered")
    await outreach.step_after(4)
    sandbox.tell("clock", advance_seconds=10.0)
    text, call = await outreach.until_states("undelivered", "delivered")
    assert (text.channel, call.channel) == ("sms", "voice")


async def test_a_card_that_nobody_opens_is_followed_by_a_text_a_call_and_somebody_at_the_door(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    openid = str(sandbox.tell("wechat/login", user="秀英")["openid"])
    elder = await a_resident(phone="15412340005")  # not paid for: no text arrives, nobody picks up
    account = await a_wechat_account(resident=elder, openid=openid)
    sandbox.tell("wechat/tap-subscribe", user="秀英", template_id=PROGRESS.template)
    await add_quota(account.id, PROGRESS.template)
    await happened(Deed.APPLICATION_REFUSED, elder, reasons=["too_young"])
    await outreach.until_states("delivered")
    travel("2026-03-03 10:05")
    assert await follow_unopened() == 1
    await outreach.until_states("delivered", "undelivered")
    await outreach.step_after(5)
    sandbox.tell("clock", advance_seconds=10.0)
    ways = await outreach.until_states("delivered", "undelivered", "undelivered")
    assert [str(each.channel) for each in ways] == ["wechat", "sms", "voice"]
    await outreach.step_after(5)
    errand = await Errand.get()
    assert (errand.resident_id, errand.because) == (elder.id, f"message:{ways[-1].id}")


@pytest.mark.parametrize("ending", ["0002", "0003", "0010", "0011", "0144"])
async def test_who_did_not_listen_is_called_three_times_and_then_visited(
    outreach: Outreach, sandbox: Sandbox, ending: str
) -> None:
    await a_cadre()
    phone = f"1541234{ending}"
    resident = await told(phone, reads=False)
    await Contact.filter(resident_id=resident.id).update(sms_ok=False)
    await ended(outreach, "waiting")
    for state in ("waiting", "undelivered"):
        await outreach.step_after(AFTER_NOON)
        sandbox.tell("clock", advance_seconds=10.0)

        async def holds(state: str = state) -> bool:
            return await Message.filter(channel="voice", state=state).exists()

        await outreach.until(holds)
    assert len(sandbox.calls(phone)) == 3
    await outreach.step_after(4)
    errand = await Errand.get()
    assert errand.reason == "请告诉王秀英：2026年2月的补贴50元已到账，账户尾号0018。"
    assert sandbox.ask("accounting")["calls_outside_hours"] == 0


@pytest.mark.parametrize("ending", ["0451", "0001"])
async def test_a_payee_whom_no_text_reaches_is_called_and_then_asked_for_at_the_elders_door(
    outreach: Outreach, sandbox: Sandbox, ending: str
) -> None:
    await a_cadre()
    elder = await a_resident(phone="15412345678")
    await an_agreement(elder, f"1541234{ending}")
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("delivered", "undelivered")
    await outreach.step_after(4)
    sandbox.tell("clock", advance_seconds=10.0)
    if ending == "0451":  # the carrier takes no such words, and the phone rings
        await outreach.until_states("delivered", "undelivered", "delivered")
        assert [each.channel async for each in Message.filter(recipient_kind="payee").order_by("id")] == [
            "sms",
            "voice",
        ]
        assert await Errand.all().count() == 0
        return
    assert sandbox.calls(f"1541234{ending}") == [], "a dead number is not rung"
    errand = await Errand.get()
    assert errand.resident_id == elder.id
    assert errand.reason.startswith("请告诉王秀英的代领人：2026年2月的补贴50元已到账")
    assert "已经打不通" in errand.reason


async def test_a_number_that_does_not_exist_is_not_rung_again(outreach: Outreach, sandbox: Sandbox) -> None:
    await told("15412340001", reads=False)
    await ended(outreach, "undelivered")
    await outreach.step_after(4)
    assert len(sandbox.calls("15412340001")) == 1
    assert (await Contact.get()).dead_since is not None
    assert sandbox.texts("15412340001") == []


async def test_nobody_is_called_at_noon(outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]) -> None:
    travel("2026-03-02 12:30")
    await told("15412345678", reads=False)
    await outreach.step()
    assert sandbox.calls("15412345678") == []
    travel("2026-03-02 14:00")
    await ended(outreach, "delivered")


async def test_an_opted_out_phone_is_not_called(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_cadre()
    resident = await a_resident(can_read=False)
    contact = await a_contact(resident, "15412345678")
    await Contact.filter(id=contact.id).update(opted_out_at=clock.now())
    await happened(Deed.PAYOUT_SETTLED, resident, **SETTLED)
    await outreach.step()
    assert sandbox.calls("15412345678") == []
    assert (await Errand.get()).because.startswith("notice:")


def report(call: Message, **changed: Any) -> dict[str, Any]:
    return {
        "call_id": "1^1", "out_id": call.call_number, "callee": "15412345678", "status_code": "200000",
        "duration": "60", "dtmf": "", **changed,
    }  # fmt: skip


async def pushed(outreach: Outreach, *items: Any) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{outreach.door}/voice-reports", json=list(items))
    assert answer.json()["code"] == 0


async def test_reports_of_others_calls_and_phones_settle_nothing(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("push-urls", voice_report="")
    await told("15412345678", reads=False)
    (call,) = await outreach.until_states("accepted")
    mine = {"call_id": call.provider_id}
    await pushed(
        outreach, report(call, callee="15400000000", **mine), report(call, out_id="zzz", **mine), {"out_id": 1},
        "words", report(call, call_id="9^9"), report(call, duration="never", **mine),
    )  # fmt: skip
    await outreach.step()
    assert (await Message.get()).state == "accepted"
    await pushed(outreach, report(call, **mine))
    await outreach.until_states("delivered")


async def test_a_late_report_of_the_morning_does_not_settle_the_afternoon(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("push-urls", voice_report="")
    await told("15412345678", reads=False)
    (morning,) = await outreach.until_states("accepted")
    await pushed(outreach, report(morning, call_id=morning.provider_id, status_code="200003", duration="0"))
    await outreach.until_states("waiting")
    await outreach.step_after(AFTER_NOON)
    (afternoon,) = await outreach.until_states("accepted")
    assert afternoon.provider_id != morning.provider_id
    await pushed(outreach, report(morning, call_id=morning.provider_id, status_code="200003", duration="00"))
    await outreach.step()
    assert (await Message.get()).state == "accepted"


async def test_a_report_before_the_answer_counts(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("push-urls", voice_report="")
    await told("15412345678", reads=False)
    await outreach.until_states("accepted")
    await Message.all().update(state="sending", provider_id=None)
    await pushed(outreach, report(await Message.get()))
    (call,) = await outreach.until_states("delivered")
    assert call.provider_id == "1^1"


async def test_a_call_that_the_answer_did_not_name_is_heard_by_its_report(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("faults", aliyun={"no_biz_id": True})
    sandbox.tell("push-urls", voice_report="")
    await told("15412345678", reads=False)
    (morning,) = await outreach.until_states("accepted")
    assert morning.provider_id is None
    unanswered = report(morning, call_id="1^1", status_code="200003", duration="0")
    await pushed(outreach, unanswered)
    await outreach.until_states("waiting")
    await outreach.step_after(AFTER_NOON)
    (afternoon,) = await outreach.until_states("accepted")
    await pushed(outreach, {**unanswered, "duration": "00"})
    await outreach.step()
    assert (await Message.get()).state == "accepted", "the morning's, once more"
    await pushed(outreach, report(afternoon, call_id="2^2"))
    (heard,) = await outreach.until_states("delivered")
    assert (heard.provider_id, len(sandbox.calls("15412345678"))) == ("2^2", 2)


async def test_a_call_that_is_never_reported_is_followed_up(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_cadre()
    sandbox.tell("push-urls", voice_report="")
    await told("15412345678", reads=False)
    await outreach.until_states("accepted")
    await outreach.step_after(3600)
    await outreach.reconciler.poll_receipts()
    await outreach.step_after(4)
    call, text = await Message.all().order_by("id")
    assert (call.state, call.code, text.channel) == ("undelivered", "no_receipt", "sms")
