"""How many calls a second a provider is asked to take from all processes together."""

import asyncio
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
import redis

from notifications import settings as outreach_settings
from notifications.announcing import announce
from notifications.channels import CHANNELS
from notifications.delivering import Deliverer
from notifications.message import ChannelName, Message
from notifications.settings import settings
from notifications.turnstile import Turnstile
from tests.notifications.occasions import payouts_settled
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_household, a_resident

KEY = "outreach:turn:sms"


@pytest.fixture
def at_redis(redis_url: str, monkeypatch: pytest.MonkeyPatch, store: redis.Redis) -> Iterator[redis.Redis]:
    """Outreach's settings with this worker's Redis, in which no turn is taken."""
    store.flushdb()
    monkeypatch.setenv("REDIS_URL", redis_url)
    outreach_settings.settings.cache_clear()
    yield store
    outreach_settings.settings.cache_clear()


def test_processes_share_the_turns_of_a_channel_and_channels_share_none(at_redis: redis.Redis) -> None:
    one, other = Turnstile(ChannelName.SMS, 10), Turnstile(ChannelName.SMS, 10)
    turns = [*one.turns(3), *other.turns(4), *one.turns(1)]
    assert turns[0] == 0
    assert all(0.05 < later - earlier < 0.101 for earlier, later in pairwise(turns)), turns
    assert Turnstile(ChannelName.VOICE, 10).turns(1) == [0]
    assert Turnstile(ChannelName.SMS, 0).turns(2) == [0, 0], "no limit, no turns"


def test_a_clock_that_stepped_back_and_a_redis_that_is_away_hold_up_nobody(
    at_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_redis.set(KEY, str(int((time.time() + 3600) * 1_000_000)))
    assert Turnstile(ChannelName.SMS, 10).turns(2) == [0, 0.1]
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    outreach_settings.settings.cache_clear()
    assert Turnstile(ChannelName.SMS, 10).turns(2) == [0, 0.1], "each process keeps the distance alone"


async def test_texts_keep_their_distance_and_told_to_stop_those_in_front_of_the_turnstile_go_back(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    home = await a_household()
    await payouts_settled(
        [await a_resident(household=home, phone=f"1380000{number:04d}") for number in range(1111, 1117)]
    )
    await announce()
    channel = CHANNELS[ChannelName.SMS].make(settings())
    slow = Deliverer(ChannelName.SMS, channel, threads=4, lease_seconds=15, most_a_second=2)
    sending = asyncio.create_task(slow.deliver())
    await asyncio.sleep(0.8)  # the turns are at 0, 0.5 and 1 s
    sending.cancel()
    await asyncio.wait({sending})
    slow.close()
    assert sandbox.ask("accounting")["total_accepted"] == 2
    assert await Message.filter(state="waiting").count() == 4
