"""What a bad day brings: pushes that do not come, a record that cannot be read, an account or a number that is none."""

import json

import pytest

from backend import clock
from backend.errands import Errand
from backend.journal import Deed
from backend.residents import Contact
from notifications.hearing_back import hear_back
from notifications.message import Message
from notifications.receipt import ReceiptKind, keep
from notifications.settings import settings
from tests.notifications.occasions import SETTLED, happened, payouts_settled
from tests.notifications.outreach_steps import Outreach, let_pass
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_contact, a_resident


async def test_receipts_that_an_outage_swallowed_are_asked_for(outreach: Outreach, sandbox: Sandbox) -> None:
    """The provider repeats a push for sixteen minutes; after twenty its record is asked."""
    sandbox.tell("faults", aliyun={"push_down": True})
    await payouts_settled([await a_resident(phone=f"1380000{number:04d}") for number in range(2000, 2005)])
    await outreach.until_states(*["accepted"] * 5)
    await let_pass(sandbox, 16 * 60)
    assert await outreach.reconciler.poll_receipts() == 0
    await let_pass(sandbox, 5 * 60)
    assert await outreach.reconciler.poll_receipts() == 5
    await outreach.until_states(*["delivered"] * 5)
    accounting = sandbox.ask("accounting")
    assert (accounting["total_accepted"], accounting["duplicates"]) == (5, [])


@pytest.mark.parametrize(("owner", "needless"), [("self", True), ("neighbour", False)])
async def test_a_text_that_arrives_after_all_calls_back_who_was_to_go(
    outreach: Outreach, sandbox: Sandbox, owner: str, needless: bool
) -> None:
    """Where it was only a word left with the neighbour, somebody goes all the same."""
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800000408", phone_owner=owner), **SETTLED)
    (message,) = await outreach.until_states("accepted")
    await Message.all().update(state="undelivered", code="no_receipt", finished_at=clock.now())
    await outreach.step_after(5)
    errand = await Errand.get()
    report = {"phone_number": "13800000408", "success": True, "err_code": "DELIVERED", "out_id": message.id.hex}
    for size in ("1", "2"):  # the same twice
        await keep([(ReceiptKind.SMS_REPORT, json.dumps([report | {"sms_size": size}]))])
        await hear_back()
    await errand.refresh_from_db()
    assert ((await Message.get()).state, errand.outcome) == ("delivered", "needless" if needless else None)
    if needless:
        assert errand.note == "短信后来送到本人手机了，不用再上门告诉。"


async def test_what_stays_unknown_for_a_day_goes_to_a_person_and_is_not_sent_again(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800000503"), **SETTLED)  # taken, and no answer
    sandbox.tell("push-urls", sms_report="")
    await outreach.until_states("unknown")
    sandbox.tell("faults", aliyun={"html_200": True})  # nor can the record be read
    await outreach.step_after(23 * 3600)
    await outreach.step_after(60)
    assert (await Message.get()).state == "unknown"
    await outreach.step_after(3600)
    await outreach.step_after(5)
    message = await Message.get()
    assert (message.state, message.code, message.attempts) == ("undelivered", "unknown_for_good", 1)
    assert (await Errand.get()).because == f"message:{message.id}"
    sandbox.tell("faults", clear=True)
    await outreach.step()
    assert sandbox.ask("accounting")["total_accepted"] == 1


@pytest.mark.parametrize("fault", ["balance_empty", "out_of_service"])
async def test_an_account_that_is_closed_keeps_everything_in_line_until_it_is_open(
    outreach: Outreach, sandbox: Sandbox, fault: str
) -> None:
    sandbox.tell("faults", aliyun={fault: True})
    await payouts_settled([await a_resident(phone=f"1380000{number:04d}") for number in range(3000, 3012)])
    await outreach.step()
    assert await Message.filter(state="waiting").count() == 12
    sandbox.tell("faults", clear=True)
    for deliverer in outreach.deliverers.values():
        deliverer.breaker.__init__()  # type: ignore[misc]  # as after a restart
    await outreach.step_after(700)
    await outreach.until_states(*["delivered"] * 12)
    assert sandbox.ask("accounting")["total_accepted"] == 12


@pytest.mark.parametrize("number", ["12345678901", "0379-66312345", "1380000999", "13800009999x"])
async def test_a_number_that_is_none_is_closed_and_somebody_goes(
    outreach: Outreach, sandbox: Sandbox, number: str
) -> None:
    """On file as a mobile, by a register that nobody checked: the provider says so, and no second text is tried."""
    resident = await a_resident()
    await a_contact(resident, number)
    for _ in range(2):
        await happened(Deed.PAYOUT_SETTLED, resident, **SETTLED)
        await outreach.step()
        await outreach.step_after(5)
    assert (await Contact.get()).dead_since is not None
    assert await Message.filter(attempts__gt=0).count() == 1
    assert await Errand.filter(resident_id=resident.id).count() == 2
    assert sandbox.ask("accounting")["total_accepted"] == 0


async def test_a_refusal_whose_text_is_not_registered_goes_by_door_at_once(
    outreach: Outreach, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A term runs: it does not wait for somebody to register it again, as news would."""
    monkeypatch.setenv("SMS_TEMPLATE_CODES", '{"refused": "SMS_404", "payout_settled": "SMS_404"}')
    settings.cache_clear()
    elder, paid = await a_resident(phone="13800004001"), await a_resident(phone="13800004002")
    await happened(Deed.APPLICATION_REFUSED, elder, reasons=["too_young"])
    await happened(Deed.PAYOUT_SETTLED, paid, **SETTLED)
    await outreach.step()
    await outreach.step_after(5)
    assert (await Errand.get()).resident_id == elder.id
    assert (await Message.get(recipient_id=paid.id)).state == "waiting"


async def test_a_name_of_signs_that_no_provider_writes_is_still_told(outreach: Outreach, sandbox: Sandbox) -> None:
    people = {"𠮷田㛃": "𠮷田㛃您好", "王😀秀英": "王秀英您好", "😀": "乡亲您好"}
    for number, name in enumerate(people):
        await happened(Deed.PAYOUT_SETTLED, await a_resident(name, phone=f"1380000500{number}"), **SETTLED)
    await outreach.until_states(*["delivered"] * 3)
    for number, begins in enumerate(people.values()):
        assert sandbox.texts(f"1380000500{number}")[0]["text"].startswith(f"【嵩县民政局】{begins}")
