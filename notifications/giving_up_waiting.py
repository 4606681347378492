"""Giving up waiting: what is in line for a provider that takes nothing goes the next way once it is too old for it.

While a provider is left alone, one message at a time finds out how it is; what came of that one says nothing to all the
others in line. They are looked through here: a warning must not wait for an account that is empty over a weekend.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog

from backend import clock, database
from notifications import holidays
from notifications.acknowledging import WORTH_SENDING
from notifications.message import ChannelName, Lane
from notifications.wording import OCCASIONS

SICK_FOR = timedelta(minutes=30)  # shorter, and who was to be told at the door would have the text after all
# Where lives may depend on it, somebody is sent at once; a decision waits a day, for a term runs from when it is known.
_TODAY, _URGENT = SICK_FOR, timedelta(days=1)
_AT_ONCE = 5000  # messages

_WAITING = """
SELECT id, occasion, lane, created_at FROM message
WHERE state = 'waiting' AND channel = $1 AND lane = $2 AND send_after <= $3 AND created_at <= $4
ORDER BY created_at LIMIT $5
"""

log = structlog.get_logger()


async def give_up_waiting(channel: ChannelName) -> int:
    """Of what is due; how many messages. A code is not among them: it opens nothing after ten minutes."""
    now, given_up = clock.now(), 0
    for lane in (each for each in Lane if each is not Lane.CODE):
        shortest = _TODAY if lane is Lane.URGENT else WORTH_SENDING[lane]
        due = await database.rows(_WAITING, channel, int(lane), now, now - shortest, _AT_ONCE)
        old = [each["id"] for each in due if _is_too_old(each, now)]
        if old:
            given_up += await database.execute(
                """UPDATE message SET state = 'rejected', code = 'waited_too_long', finished_at = $2
                   WHERE id = ANY ($1::uuid[]) AND state = 'waiting'""",
                old, now,
            )  # fmt: skip
    if given_up:
        log.warning("Messages go the next way, for their provider takes nothing.", channel=channel, messages=given_up)
    return given_up


def _is_too_old(message: dict[str, Any], now: datetime) -> bool:
    lane, occasion = Lane(message["lane"]), OCCASIONS.get(message["occasion"])
    longest = _URGENT if lane is Lane.URGENT else WORTH_SENDING[lane]
    if occasion is not None and occasion.today:
        longest = _TODAY
    return holidays.age(message["occasion"], message["created_at"], now) >= longest
