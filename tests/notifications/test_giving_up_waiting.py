"""What is in line for a provider that takes nothing goes the next way when it has waited long enough."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend import clock, database
from backend.errands import Errand
from backend.identifiers import new_id
from backend.journal import Deed
from notifications.giving_up_waiting import give_up_waiting
from notifications.message import ChannelName, Lane, Message
from notifications.wording import OCCASIONS
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_resident

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def waiting(occasion: str, ago: timedelta, due_in: timedelta = -MINUTE, channel: str = "sms") -> Message:
    return await Message.create(
        id=new_id(), county="410325", entry_id=new_id(), occasion=occasion, recipient_kind="resident", channel=channel,
        recipient_id=new_id(), route_id=new_id(), own_phone=True, address_sealed=b"x", address_index=b"x",
        content_sealed=b"x", lane=int(OCCASIONS[occasion].lane), state="waiting", send_after=clock.now() + due_in,
        created_at=clock.now() - ago,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("occasion", "longest"),
    [
        ("flood", 30 * MINUTE), ("cold_wave", 30 * MINUTE), ("refused", DAY), ("payout_bounced", DAY),
        ("payout_settled", 3 * DAY), ("posted", 3 * DAY), ("policy_news", 2 * DAY),
    ],
)  # fmt: skip
async def test_how_long_each_waits(
    empty_database: str, at: Callable[[str], None], occasion: str, longest: timedelta
) -> None:
    at("2026-03-12 10:00")
    young, old = await waiting(occasion, longest - MINUTE), await waiting(occasion, longest + MINUTE)
    later, elsewhere = await waiting(occasion, 9 * DAY, HOUR), await waiting(occasion, 9 * DAY, channel="wechat")
    assert await give_up_waiting(ChannelName.SMS) == 1
    assert {each.id for each in await Message.filter(state="waiting")} == {young.id, later.id, elsewhere.id}
    given_up = await Message.get(id=old.id)
    assert (given_up.state, given_up.code, given_up.finished_at is not None) == ("rejected", "waited_too_long", True)


async def test_holidays_do_not_count_for_what_waits_until_they_are_over(
    empty_database: str, at: Callable[[str], None]
) -> None:
    at("2026-10-08 09:00")  # the first working day after seven days off
    await waiting("payout_settled", 7 * DAY + 12 * HOUR)
    assert await give_up_waiting(ChannelName.SMS) == 0


async def test_a_code_is_left_to_its_own_end(empty_database: str, at: Callable[[str], None]) -> None:
    at("2026-03-12 10:00")
    await waiting("phone_code", DAY)
    assert await give_up_waiting(ChannelName.SMS) == 0


async def test_an_empty_account_keeps_no_decision_from_being_told(outreach: Outreach, sandbox: Sandbox) -> None:
    """Three of them: only one a minute asks whether money is back, and the others would wait for their turn to ask."""
    sandbox.tell("faults", aliyun={"balance_empty": True})
    for number in range(3):
        elder = await a_resident(phone=f"1380000410{number}")
        await happened(Deed.APPLICATION_REFUSED, elder, reasons=["too_young"])
        await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.step()
    await database.execute("UPDATE message SET created_at = created_at - interval '25 hours'")
    await outreach.step_after(700)
    assert await Message.filter(state="waiting").count() == 6, "it has not been sick for long"
    breaker = outreach.deliverers[ChannelName.SMS].breaker
    breaker._sick_since -= 1800
    await outreach.step()
    await outreach.step_after(5)
    assert await Message.filter(code="waited_too_long", lane=int(Lane.URGENT)).count() == 3
    assert (await Message.filter(state="waiting").count(), await Errand.all().count()) == (3, 3)
    breaker._open_until = breaker._now() - 3600.0
    await outreach.step()
    assert await Message.filter(code="waited_too_long").count() == 3, "who has not been asked for an hour may be well"
