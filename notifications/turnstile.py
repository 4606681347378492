"""Turnstile: no more calls a second than the provider takes from one account, all processes of the house together.

Turns are a second's part apart and are handed out by Redis, whose clock is everybody's. While it is away each process
keeps the distance alone: what is too much then, the provider refuses, and it goes two seconds later.
"""

import redis

from notifications.message import ChannelName
from notifications.settings import settings

_PATIENCE = 1.0  # seconds for Redis
_TOO_FAR = 60.0  # seconds; no turn is given that far ahead: a clock has stepped back

# The next free turn in microseconds of Redis's clock; a key that nobody has asked about for a minute is forgotten.
_HAND_OUT = """
local now = redis.call('TIME')
now = now[1] * 1000000 + now[2]
local first = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
if first - now > tonumber(ARGV[2]) then first = now end
redis.call('SET', KEYS[1], string.format('%.0f', first + ARGV[1]), 'EX', 60)
return first - now
"""


class Turnstile:
    """One a channel and process; `a_second` 0: whoever comes goes through."""

    def __init__(self, channel: ChannelName, a_second: int) -> None:
        self.at_once = a_second  #: the most to ask for, so that nobody has turns far ahead; 0: as many as there are
        self._apart = 1 / a_second if a_second else 0.0
        self._key = f"outreach:turn:{channel}"
        self._store = redis.Redis.from_url(
            settings().redis_url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE
        )

    def turns(self, count: int) -> list[float]:
        """In how many seconds each of `count` calls may be made. Blocks for as long as Redis takes."""
        if not self._apart:
            return [0.0] * count
        taken = round(1_000_000 * self._apart * count)
        try:
            answer = self._store.eval(_HAND_OUT, 1, self._key, str(taken), str(1_000_000 * _TOO_FAR))
            first = int(str(answer)) / 1_000_000
        except redis.RedisError:
            first = 0.0
        return [first + number * self._apart for number in range(count)]

    def close(self) -> None:
        """Give the connection back."""
        self._store.close()
