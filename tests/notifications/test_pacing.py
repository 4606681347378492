"""How often one number is spoken to: within the provider's windows before it has to refuse."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend import clock
from backend.identifiers import new_id
from notifications.claiming import claim
from notifications.message import ChannelName, Lane, Message

NUMBER = b"one number"
MORNING = "2026-03-02 10:00"


@pytest.fixture(autouse=True)
def morning(empty_database: str, at: Callable[[str], None]) -> None:
    at(MORNING)


async def a_message(
    channel: str, ago: timedelta | None, *, lane: Lane = Lane.ROUTINE, occasion: str = "posted", attempts: int = 1
) -> Message:
    """Sent so long ago; None: in line."""
    sent = None if ago is None else clock.now() - ago
    return await Message.create(
        id=new_id(), county="410325", entry_id=new_id(), occasion=occasion, recipient_kind="resident", channel=channel,
        recipient_id=new_id(), route_id=new_id(), own_phone=True, address_sealed=b"x", address_index=NUMBER,
        content_sealed=b"x", lane=int(lane), state="delivered" if sent else "waiting", attempts=attempts if sent else 0,
        send_after=sent or clock.now(), created_at=sent or clock.now(), sent_at=sent,
    )  # fmt: skip


MINUTES = timedelta(minutes=1)
# Channel, lane, how many minutes ago it was spoken to, and in how many minutes the next one may go (None: now).
WINDOWS = [
    ("sms", Lane.ROUTINE, [1] * 49, None),
    ("sms", Lane.ROUTINE, [23 * 60, *[1] * 49], 60),
    ("sms", Lane.CODE, [0], 1),
    ("sms", Lane.CODE, [0.2], None),  # the provider's minutes are those of the clock
    ("sms", Lane.CODE, [1, 2, 3, 4, 5], None),  # the hour has just begun
    ("sms", Lane.CODE, [90] * 10, 24 * 60 - 90),
    ("voice", Lane.ROUTINE, [0.5], 0.5),
    ("voice", Lane.ROUTINE, [2, 10, 20, 30, 50], 10),
    ("voice", Lane.ROUTINE, [70] * 5, None),
]


@pytest.mark.parametrize(("channel", "lane", "spoken", "free_in"), WINDOWS)
async def test_what_would_be_too_much_waits_until_the_window_is_over(
    channel: str, lane: Lane, spoken: list[float], free_in: float | None
) -> None:
    occasion = "phone_code" if lane is Lane.CODE else "posted"
    for minutes in spoken:
        await a_message(channel, minutes * MINUTES, lane=lane, occasion=occasion)
    next_one = await a_message(channel, None, lane=lane, occasion=occasion)
    claimed = await claim(ChannelName(channel), 10, 15)
    assert [each.id for each in claimed] == ([next_one.id] if free_in is None else [])
    if free_in is not None:
        await next_one.refresh_from_db()
        assert (next_one.state, next_one.attempts, next_one.code) == ("waiting", 0, "paced")
        assert abs(next_one.send_after - clock.now() - free_in * MINUTES) < timedelta(seconds=5)


async def test_another_template_another_number_and_what_was_refused_do_not_count() -> None:
    for occasion in [*["refused"] * 25, *["accepted"] * 25]:
        await a_message("sms", MINUTES, occasion=occasion)
    for _ in range(5):
        refused = await a_message("sms", MINUTES)
        await Message.filter(id=refused.id).update(state="rejected")
    await a_message("sms", None)
    assert len(await claim(ChannelName.SMS, 10, 15)) == 1


async def test_two_calls_to_one_number_in_one_claim_are_a_minute_apart() -> None:
    first, second = await a_message("voice", None), await a_message("voice", None)
    assert [each.id for each in await claim(ChannelName.VOICE, 10, 15)] == [first.id]
    await second.refresh_from_db()
    assert second.state == "waiting"
    assert abs(second.send_after - clock.now() - MINUTES) < timedelta(seconds=5)
