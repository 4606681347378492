"""What each oddity of a provider comes to: no notice lost, none sent twice, and a person where no message arrives."""

import asyncio
from collections.abc import Callable

import pytest

from backend import clock
from backend.errands import Errand
from backend.journal import Deed, Entry
from backend.residents import Contact
from notifications.message import Message
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach, let_pass
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_cadre, a_contact, a_resident


async def settle(phone: str) -> None:
    resident = await a_resident(phone=phone)
    await happened(Deed.PAYOUT_SETTLED, resident, **SETTLED)


async def test_the_same_receipt_twice_is_one_delivery(outreach: Outreach, sandbox: Sandbox) -> None:
    await settle("13800000200")
    await outreach.until_states("delivered")
    await outreach.step_after(2)
    await asyncio.sleep(0.2)
    await outreach.until_states("delivered")
    assert sandbox.ask("accounting")["total_accepted"] == 1


async def test_a_delivery_outweighs_a_failure_reported_before(outreach: Outreach, sandbox: Sandbox) -> None:
    await settle("13800000201")
    await outreach.until_states("undelivered")
    sandbox.tell("clock", advance_seconds=2)
    await outreach.until_states("delivered")
    await outreach.step_after(10)
    assert await Errand.all().count() == 0


async def test_a_receipt_before_the_answer_counts(outreach: Outreach) -> None:
    await settle("13800000202")
    (message,) = await outreach.until_states("delivered")
    assert message.provider_id


@pytest.mark.parametrize("phone", ["13800000503", "13800000504"])
async def test_accepted_without_an_answer_is_found_out_and_not_sent_again(
    outreach: Outreach, sandbox: Sandbox, phone: str
) -> None:
    await settle(phone)
    sandbox.tell("push-urls", sms_report="")  # not even a receipt tells us: only the provider's record does
    await outreach.until_states("unknown")
    await outreach.step_after(6)
    (message,) = await outreach.until_states("delivered")
    accounting = sandbox.ask("accounting")
    assert (accounting["total_accepted"], accounting["duplicates"]) == (1, [])
    assert message.attempts == 1


async def test_too_early_a_look_does_not_mean_that_it_never_arrived(outreach: Outreach, sandbox: Sandbox) -> None:
    await settle("13800000503")
    sandbox.tell("push-urls", sms_report="")
    sandbox.tell("clock", freeze=True)  # the record is not visible yet
    await outreach.until_states("unknown")
    await Message.all().update(look_at=clock.now())
    await outreach.step()
    (message,) = await Message.all()
    assert (message.state, message.attempts) == ("unknown", 1)


async def test_not_accepted_and_reset_goes_again_only_after_the_grace_period(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    await settle("13800000505")
    await outreach.step()
    sandbox.tell("faults", numbers={"13800000505": "9999"})
    await outreach.step_after(5)
    (message,) = await outreach.until_states("unknown")
    assert message.attempts == 1
    await outreach.step_after(5)
    (message,) = await outreach.until_states("delivered")
    assert message.attempts == 2
    assert sandbox.ask("accounting")["total_accepted"] == 1


async def test_throttled_twice_then_sent(outreach: Outreach) -> None:
    await settle("13800000429")
    for _ in range(3):
        await outreach.step_after(5)
    (message,) = await outreach.until_states("delivered")
    assert message.attempts == 3


async def test_a_system_error_is_looked_up_before_anything_is_sent_again(outreach: Outreach, sandbox: Sandbox) -> None:
    phones = [f"1380{number:03d}0500" for number in range(8)]  # by seed some were accepted, some not
    for phone in phones:
        await settle(phone)
    await outreach.step()
    assert 0 < sandbox.ask("accounting")["total_accepted"] < 8
    sandbox.tell("faults", numbers=dict.fromkeys(phones, "9999"))
    for _ in range(3):
        await outreach.step_after(10)
    await outreach.until_states(*["delivered"] * 8)
    accounting = sandbox.ask("accounting")
    assert (accounting["total_accepted"], accounting["duplicates"]) == (8, [])


async def test_a_number_that_is_no_more_is_closed_and_a_cadre_goes(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_cadre(phone="13900000000")
    await settle("13800000001")
    await outreach.until_states("undelivered")
    await outreach.step_after(5)
    failed, to_cadre = await outreach.until_states("undelivered", "delivered")
    contact = await Contact.get(phone_index=failed.address_index)
    assert contact.dead_since is not None
    errand = await Errand.get()
    assert (errand.kind, errand.because) == ("deliver_message", f"message:{failed.id}")
    assert "50元" in errand.reason
    assert to_cadre.occasion == "errand_raised"
    assert sandbox.texts("13900000000")[0]["text"].startswith("【嵩县民政局】李建国您好，村里有一件上门的事：上门告知")
    assert await Entry.filter(deed="outreach.message_failed").count() == 1


@pytest.mark.parametrize(("phone", "code"), [("13800000005", "MK:0005"), ("13800000451", "CONTENT_KEYWORD")])
async def test_suspended_or_blocked_is_not_dead_but_someone_goes(outreach: Outreach, phone: str, code: str) -> None:
    await settle(phone)
    (failed,) = await outreach.until_states("undelivered")
    assert failed.code == code
    await outreach.step_after(5)
    assert (await Contact.get(phone_index=failed.address_index)).dead_since is None
    assert await Errand.all().count() == 1


async def test_switched_off_is_waited_for(outreach: Outreach) -> None:
    await settle("13800000023")
    await outreach.until_states("accepted")
    await outreach.step_after(7201)
    await outreach.until_states("delivered")


async def test_the_next_phone_is_tried_first_and_learns_nothing(outreach: Outreach, sandbox: Sandbox) -> None:
    resident = await a_resident(phone="13800000144")
    await a_contact(resident, "13800009999", owner="neighbour")
    await happened(Deed.PAYOUT_SETTLED, resident, **SETTLED)
    await outreach.until_states("undelivered")
    await outreach.step_after(5)
    await outreach.until_states("undelivered", "delivered")
    assert await Errand.all().count() == 0
    (text,) = sandbox.texts("13800009999")
    assert text["text"] == "【嵩县民政局】请转告王秀英：有一件事要当面告诉本人，请抽空联系村干部。谢谢您帮忙转达。"


async def test_per_number_limits_are_waited_for(outreach: Outreach) -> None:
    await settle("13800000430")
    await outreach.step()
    (message,) = await Message.all()
    assert (message.state, message.code) == ("waiting", "isv.BUSINESS_LIMIT_CONTROL")
    assert (message.send_after - message.created_at).days == 1


async def test_an_ok_without_the_providers_own_id_is_found_by_ours(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("faults", aliyun={"no_biz_id": True})
    await settle("13800001234")
    (message,) = await outreach.until_states("delivered")
    assert (message.attempts, sandbox.ask("accounting")["total_accepted"]) == (1, 1)


async def test_no_money_stops_the_channel_and_loses_nothing(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("faults", aliyun={"balance_empty": True})
    for number in range(30):
        await settle(f"138000{number:02d}777")
    await outreach.step()
    asked = sandbox.ask("journal")["last"]
    await outreach.step_after(700)
    assert sandbox.ask("journal")["last"] == asked, "a provider that refuses everything is left alone"
    assert await Message.filter(state="waiting").count() == 30
    assert sandbox.ask("accounting")["total_accepted"] == 0


async def test_a_phone_never_heard_of_again_goes_to_a_person_after_four_days(
    outreach: Outreach, travel: Callable[[str], None]
) -> None:
    await settle("13800000408")
    await outreach.until_states("accepted")
    travel("2026-03-07 10:00")
    await let_pass(outreach.sandbox, 3600)
    await outreach.reconciler.poll_receipts()
    (message,) = await Message.all()
    assert (message.state, message.code) == ("undelivered", "no_receipt")


async def test_a_receipt_three_days_late_is_heard(outreach: Outreach, sandbox: Sandbox) -> None:
    await settle("13800000409")
    await outreach.until_states("accepted")
    sandbox.tell("clock", advance_seconds=3 * 86_400 + 60)
    await outreach.until_states("delivered")


async def test_a_lost_receipt_is_polled(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("push-urls", sms_report="")
    await settle("13800007777")
    await outreach.until_states("accepted")
    await let_pass(sandbox, 1200)
    assert await outreach.reconciler.poll_receipts() == 1
    await outreach.until_states("delivered")


@pytest.mark.parametrize("fault", ["html_200", "truncate", "status_500"])
async def test_an_answer_that_is_none_leaves_the_outcome_unknown(
    outreach: Outreach, sandbox: Sandbox, fault: str
) -> None:
    sandbox.tell("push-urls", sms_report="")
    sandbox.tell("faults", aliyun={fault: True})
    await settle("13800007777")
    await outreach.step()
    await outreach.until_states("unknown")
    sandbox.tell("faults", clear=True)
    for _ in range(3):
        await outreach.step_after(10)

    async def taken() -> bool:  # after a second of real time, for which the provider is left alone
        return bool(sandbox.ask("accounting")["total_accepted"])

    await outreach.until(taken)
    accounting = sandbox.ask("accounting")
    assert (accounting["total_accepted"], accounting["duplicates"]) == (1, [])


async def test_a_provider_that_cannot_be_reached_is_tried_again(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("faults", aliyun={"drop_percent": 100})
    await settle("13800007777")
    await outreach.step()
    sandbox.tell("faults", clear=True)
    for _ in range(3):
        await outreach.step_after(20)
    await outreach.until_states("delivered")
    assert sandbox.ask("accounting")["total_accepted"] == 1
