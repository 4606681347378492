"""A number that wants nothing gets nothing, however near to leaving a text was when the stop came in."""

import asyncio
import json
from typing import Any

import pytest

from backend import database, residents, sealing
from backend.errands import Errand
from backend.journal import By, Deed, Signature
from notifications.announcing import announce
from notifications.hearing_back import hear_back
from notifications.message import PHONE as PURPOSE
from notifications.message import Message
from notifications.receipt import ReceiptKind, keep
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import COUNTY, a_cadre, a_contact, a_resident, a_wechat_account

STOPS, GOES_ON = "13800008001", "13800008002"
CARRIER = Signature(By.CARRIER)


def stop(phone: str = STOPS, words: str = "退订") -> str:
    said = {"phone_number": phone, "content": words, "sequence_id": phone, "send_time": "2026-03-02 10:00:00"}
    return json.dumps([said])


async def stopped(phone: str = STOPS) -> None:
    """As the word is heeded, but for what was in line: that is being written down at this very moment."""
    await residents.stop_number(COUNTY, sealing.blind_index(phone, PURPOSE), by=CARRIER)


async def unread() -> list[dict[str, Any]]:
    return await database.rows("SELECT * FROM unread_stop")


async def test_what_is_written_down_beside_a_stop_goes_by_door(outreach: Outreach, sandbox: Sandbox) -> None:
    """The words were put in line by a transaction that had read the phone before it was closed."""
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone=STOPS), **SETTLED)
    await announce()
    await stopped()
    await outreach.step()
    message = await Message.get()
    assert (message.state, message.code, message.attempts) == ("rejected", "phone_closed", 0)
    await outreach.step_after(5)
    assert (sandbox.texts(), await Errand.all().count()) == ([], 1)


@pytest.mark.parametrize("column", ["dead_since", "opted_out_at"])
async def test_what_comes_back_into_the_line_is_asked_about_again(
    outreach: Outreach, sandbox: Sandbox, column: str
) -> None:
    """The provider asked to wait; meanwhile the phone was closed in the row on file."""
    elder = await a_resident()
    contact = await a_contact(elder, STOPS)
    sandbox.tell("faults", aliyun={"throttle_times": 1})
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.step()
    await database.execute(f"UPDATE contact SET {column} = now() WHERE id = $1", contact.id)
    await outreach.step_after(20)
    assert ((await Message.get()).code, sandbox.texts()) == ("phone_closed", [])


async def test_a_cadres_stopped_number_is_asked_about_too(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_cadre(phone=STOPS)
    await happened(Deed.PAYOUT_SETTLED, await a_resident(), **SETTLED)
    await outreach.step()  # nobody to text: an errand, of which the cadre hears
    await announce()
    await stopped()
    await outreach.step()
    assert ((await Message.get()).code, sandbox.texts()) == ("phone_closed", [])


async def test_a_stop_is_heeded_before_it_is_read_and_holds_up_nobody_else(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    for phone in (STOPS, GOES_ON):
        await happened(Deed.PAYOUT_SETTLED, await a_resident(phone=phone), **SETTLED)
    await announce()
    await keep([(ReceiptKind.SMS_REPLY, stop()), (ReceiptKind.SMS_REPLY, stop(GOES_ON, "谢谢"))])
    await outreach.deliverers["sms"].deliver()
    assert ((await Message.get(code="stop_unread")).state, len(await unread())) == ("waiting", 1)
    assert (sandbox.texts(STOPS), len(sandbox.texts(GOES_ON))) == ([], 1)
    await hear_back()
    assert ((await Message.get(code="phone_closed")).state, await unread()) == ("rejected", [])


async def test_the_same_stop_kept_twice_is_one_and_a_body_that_holds_none_is_none(outreach: Outreach) -> None:
    for _ in range(2):
        await keep([(ReceiptKind.SMS_REPLY, stop()), (ReceiptKind.SMS_REPORT, stop(GOES_ON))])
    for body in ("[]", "7", "null", '["T"]', '[{"content": "T"}]', '{"phone_number": "1", "content": "T"}'):
        await keep([(ReceiptKind.SMS_REPLY, body)])
    assert len(await unread()) == 1
    await hear_back()
    assert await unread() == []


async def test_what_a_process_holds_for_who_stops_meanwhile_does_not_leave_it(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    """One thread, and a provider that takes its time: the second of two waits in the process that claimed both."""
    for phone in (GOES_ON, STOPS):
        await happened(Deed.PAYOUT_SETTLED, await a_resident(phone=phone), **SETTLED)
    await announce()
    sandbox.tell("faults", aliyun={"slow_ms": 1500})
    deliverer = outreach.deliverers["sms"]
    deliverer._crew.size = deliverer._crew._most = 1
    sending = asyncio.create_task(deliverer.deliver())
    while await Message.filter(state="sending").count() < 2:  # noqa: ASYNC110 — nothing says that it has claimed
        await asyncio.sleep(0.02)
    await keep([(ReceiptKind.SMS_REPLY, stop())])
    await sending
    sandbox.tell("faults", clear=True)
    assert (sandbox.texts(STOPS), len(sandbox.texts(GOES_ON))) == ([], 1)
    held = await Message.get(state="waiting")
    assert held.attempts == 0


async def test_what_nobody_has_looked_at_for_long_waits_for_a_look(
    outreach: Outreach, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that is starved looks late: then nothing goes that might have been closed since."""
    monkeypatch.setattr("notifications.delivering._OPEN_FOR", 0.0)
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone=GOES_ON), **SETTLED)
    await outreach.step()
    assert ((await Message.get()).code, sandbox.texts()) == ("held_back", [])


async def test_a_code_that_somebody_asks_for_comes_all_the_same(outreach: Outreach, sandbox: Sandbox) -> None:
    await stopped()
    await keep([(ReceiptKind.SMS_REPLY, stop())])
    await residents.request_phone_code((await a_wechat_account()).id, COUNTY, STOPS)
    await outreach.until_states("delivered")
    assert len(sandbox.texts(STOPS)) == 1
