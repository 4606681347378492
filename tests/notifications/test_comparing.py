"""The nightly comparison: what both hold alike is silent, and each difference is named."""

from collections.abc import Callable
from datetime import date

import pytest

from backend import clock, database, messages
from backend.identifiers import new_id
from notifications import comparing
from notifications.channels import Detail, DetailsUnavailable, SmsChannel
from notifications.message import Message
from notifications.settings import settings
from tests.notifications.occasions import payouts_settled
from tests.notifications.outreach_steps import Outreach
from tests.people import COUNTY, a_resident

TODAY = date(2026, 3, 2)


@pytest.fixture
async def sent(outreach: Outreach) -> list[Message]:
    """Three people told, to the end, and long enough ago to be on the provider's record."""
    await payouts_settled([await a_resident(phone=f"1380000700{number}") for number in range(3)])
    told = await outreach.until_states("delivered", "delivered", "delivered")
    outreach.sandbox.tell("clock", advance_seconds=60)
    return told


async def compared() -> messages.StatementDay:
    (day,) = await messages.statement_days(COUNTY)
    return day


async def test_a_day_on_which_both_agree(
    outreach: Outreach, sent: list[Message], travel: Callable[[str], None]
) -> None:
    travel("2026-03-03 06:00")
    assert await outreach.reconciler.compare_yesterday() == 0
    day = await compared()
    assert (day.day, day.ours, day.theirs, day.phones, day.agrees) == (TODAY, 3, 3, 3, True)


async def test_every_difference_has_a_name(outreach: Outreach, sent: list[Message]) -> None:
    record = SmsChannel(settings())
    unsent, otherwise, gone = sent
    await Message.filter(id=unsent.id).update(state="rejected")
    await Message.filter(id=otherwise.id).update(state="undelivered", provider_id="1^0")
    stranger = new_id()
    await database.execute("UPDATE message SET id = $2 WHERE id = $1", gone.id, stranger)
    assert await comparing.compare(record, TODAY) == 4
    day = await compared()
    assert (day.believed_unsent, day.ended_otherwise, day.not_on_record, day.not_ours) == (1, 1, 1, 1)
    assert not day.agrees
    await database.execute("UPDATE message SET id = $2 WHERE id = $1", stranger, gone.id)
    await Message.all().update(state="delivered")
    assert await comparing.compare(record, TODAY) == 0
    assert (await compared()).agrees, "compared again, the later comparison stands"


async def test_a_record_that_cannot_be_read_is_no_difference(outreach: Outreach, sent: list[Message]) -> None:
    class Silent:
        def details(self, phone: str, day: date) -> list[Detail]:
            raise DetailsUnavailable

    assert await comparing.compare(Silent(), TODAY) == 0
    day = await compared()
    assert (day.unanswered, day.ours, day.agrees) == (3, 0, False)


async def test_the_day_of_a_channel_is_counted(outreach: Outreach, sent: list[Message]) -> None:
    (day,) = await messages.channel_days()
    assert (day.day, day.channel.value, day.accepted, day.tried, day.is_sick) == (clock.today(), "sms", 3, 3, False)
    assert (day.ended, day.arrived) == (3, 3)
    assert 0 <= (day.median_seconds or 0) < 60
