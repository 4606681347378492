"""Who texts 退订 is told no more by that number, whoever is on file under it, until 恢复 takes it back."""

import asyncpg
import pytest

from backend import database
from backend.errands import Errand
from backend.journal import Deed, Entry
from backend.residents import Contact
from notifications import replying
from notifications.announcing import announce
from notifications.hearing_back import hear_back
from notifications.message import Message
from notifications.replying import take_replies
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.notifications.test_replying import PHONE, text_us
from tests.notifications.test_ways import an_agreement
from tests.people import a_cadre, a_resident


async def test_stop_closes_the_phone_for_everyone_on_file_under_it(outreach: Outreach, sandbox: Sandbox) -> None:
    first = await a_resident(phone=PHONE)
    await a_resident(name="王桂花", phone=PHONE, phone_owner="relative")
    await text_us(outreach, "退订")
    assert await Contact.filter(opted_out_at=None).count() == 0
    await happened(Deed.PAYOUT_SETTLED, first, **SETTLED)
    await outreach.step()
    assert sandbox.texts() == []
    assert await Errand.filter(kind="deliver_message").count() == 1


async def test_what_was_in_line_when_they_opted_out_goes_by_door(outreach: Outreach, sandbox: Sandbox) -> None:
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone=PHONE), **SETTLED)
    sandbox.tell("faults", aliyun={"throttle_times": 1})
    await outreach.step()
    await text_us(outreach, "R")
    await outreach.step_after(20)
    await outreach.step_after(20)
    assert sandbox.texts() == []
    assert (await Message.get()).code == "phone_closed"
    assert await Errand.all().count() == 1


async def test_a_payee_who_stops_is_told_no_more_and_the_person_still_is(outreach: Outreach, sandbox: Sandbox) -> None:
    elder = await a_resident(phone="13800001111")
    await an_agreement(elder, PHONE)
    await text_us(outreach, "T")
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("delivered")
    assert (len(sandbox.texts("13800001111")), sandbox.texts(PHONE)) == (1, [])
    assert await Errand.all().count() == 0


async def test_what_waits_for_a_payee_who_stops_is_taken_back(outreach: Outreach, sandbox: Sandbox) -> None:
    elder = await a_resident(phone="13800001111")
    await an_agreement(elder, PHONE)
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await announce()
    await text_us(outreach, "退订")
    await outreach.until_states("delivered", "rejected")
    await outreach.step_after(20)
    assert (sandbox.texts(PHONE), await Errand.all().count()) == ([], 0)


async def test_a_cadre_who_stops_is_not_texted_and_finds_it_on_the_list(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_cadre(phone=PHONE)
    await text_us(outreach, "TD")
    await happened(Deed.PAYOUT_SETTLED, await a_resident(), **SETTLED)
    await outreach.step()
    await outreach.step()
    assert (sandbox.texts(PHONE), await Errand.all().count()) == ([], 1)


async def test_a_stopped_number_stays_stopped_for_whoever_comes_to_be_on_file_under_it(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    await text_us(outreach, "R")  # a stranger
    elder = await a_resident(phone=PHONE)
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.step()
    assert (sandbox.texts(PHONE), await Errand.all().count()) == ([], 1)


async def test_who_stopped_by_mistake_takes_it_back_by_the_same_number(outreach: Outreach, sandbox: Sandbox) -> None:
    elder = await a_resident(phone=PHONE)
    await text_us(outreach, "T")
    await text_us(outreach, "恢复", phone="13711112222")  # another's word opens nothing
    assert (await Contact.get()).opted_out_at is not None
    await text_us(outreach, "恢复")
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("delivered")
    assert len(sandbox.texts(PHONE)) == 1
    assert (await Entry.get(deed=Deed.CONTACT_OPTED_IN.value)).resident_id == elder.id
    await text_us(outreach, "恢复")  # nothing is stopped: a person asks what they want
    assert (await Errand.get()).kind == "call_back"


@pytest.mark.parametrize(("first", "second", "is_stopped"), [("退订", "恢复", False), ("恢复", "退订", True)])
async def test_of_a_stop_and_its_taking_back_the_one_said_last_counts_whichever_came_first(
    outreach: Outreach, first: str, second: str, is_stopped: bool
) -> None:
    """The provider repeats a push after a minute: the second word may overtake the first."""
    await a_resident(phone=PHONE)
    if second == "恢复":
        await text_us(outreach, "退订", at="09:00:00")
    await text_us(outreach, second, at="09:10:02")
    await text_us(outreach, first, at="09:10:01")
    assert ((await Contact.get()).opted_out_at is not None) is is_stopped
    assert await Errand.all().count() == 0
    await text_us(outreach, first, at="25:61:00")  # a moment that is none: what came last counts
    assert ((await Contact.get()).opted_out_at is not None) is not is_stopped


async def test_one_reply_that_cannot_be_taken_costs_nobody_else_their_stop(
    outreach: Outreach, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_resident(phone=PHONE)
    await a_resident(name="王桂花", phone="13711112222", phone_owner="relative")

    async def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(replying, "_have_called", broken)
    async with database.transaction():
        odd = await take_replies(
            [
                {"phone_number": "13711112222", "content": "在吗", "sequence_id": "1"},
                {"phone_number": PHONE, "content": "退订", "sequence_id": "2"},
            ]
        )
    assert odd == 1
    assert [each.opted_out_at is not None for each in await Contact.all().order_by("id")] == [True, False]


async def test_a_reply_that_was_in_somebodys_way_is_taken_again_and_not_lost(
    outreach: Outreach, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_resident(phone=PHONE)
    withdraw = replying.withdraw_waiting

    async def deadlocked(_: bytes) -> int:
        raise asyncpg.DeadlockDetectedError

    monkeypatch.setattr(replying, "withdraw_waiting", deadlocked)
    with pytest.raises(asyncpg.DeadlockDetectedError):
        await text_us(outreach, "退订")
    assert (await Contact.get()).opted_out_at is None
    monkeypatch.setattr(replying, "withdraw_waiting", withdraw)
    await hear_back()
    assert (await Contact.get()).opted_out_at is not None


async def test_the_provider_counts_who_took_it_back_among_the_willing(outreach: Outreach, sandbox: Sandbox) -> None:
    elder = await a_resident(phone="13800000705")
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("delivered")
    sandbox.tell("clock", advance_seconds=2)

    async def stopped() -> bool:
        return (await Contact.get()).opted_out_at is not None

    async def resumed() -> bool:
        return not await stopped()

    await outreach.until(stopped)
    sandbox.tell("clock", advance_seconds=5)
    await outreach.until(resumed)
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("delivered", "delivered")
    figures = sandbox.ask("accounting")
    assert (len(sandbox.texts("13800000705")), figures["to_opted_out_count"]) == (2, 0)
