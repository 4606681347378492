"""Pacing: how often one number may be spoken to. The provider refuses what is too much; asked before, it need not.

The windows are the channel's. Two processes at the same moment may still send one too many: then the provider says so,
and it waits.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from backend import clock, database
from backend.identifiers import lowest_id
from notifications import quiet_hours
from notifications.channels import CHANNELS, Windows, without_windows
from notifications.claimed import Claimed
from notifications.message import ChannelName, Lane
from notifications.putting_off import put_off
from notifications.wording import NEUTRAL, OCCASIONS

_DAY = timedelta(days=1)
_IN_LINE_AT_MOST = timedelta(days=7)  # what was sent in these 24 hours was written down within this time
PACED = "paced"  # put off, not tried

Times = dict[tuple[bytes, str], list[datetime]]

# Number by number along the index, newest first: the planner would rather read the whole table for two hundred of them.
# More than so many in 24 hours are over every limit in any case.
_SPOKEN = """
SELECT spoken.* FROM unnest($1::bytea[]) AS number (address), LATERAL (
    SELECT id, address_index, occasion, own_phone, attempts, sent_at, state FROM message m
    WHERE m.address_index = number.address AND m.id > $5 AND m.channel = $2 AND m.sent_at > $3 AND m.sent_at <= $4
    ORDER BY m.address_index, m.id DESC LIMIT 200) AS spoken
WHERE spoken.state IN ('sending', 'unknown', 'accepted', 'delivered', 'undelivered')
"""


async def put_off_what_crowds(claimed: list[Claimed], channel: ChannelName, now: datetime) -> list[Claimed]:
    """Those that may go now; what would be too much for its number waits until its window has passed."""
    way = CHANNELS[channel]
    if way.windows is without_windows or not claimed:
        return claimed
    times = await _times(claimed, channel, now)
    going, waiting = [], []
    for each in claimed:
        about = _about(each.address_index, channel, each.occasion, own_phone=each.own_phone)
        free = _free_at(times[about], way.windows(each.lane), now, by_clock=way.by_clock and each.lane is Lane.CODE)
        if free <= now:
            times[about].append(now)
            going.append(each)
        else:
            waiting.append((each, quiet_hours.earliest(each.lane, free, channel)))
    await put_off(waiting, PACED)
    return going


async def _times(claimed: list[Claimed], channel: ChannelName, now: datetime) -> Times:
    """When each number was last spoken to, by what was said; of a message tried several times, each time."""
    spoken: list[dict[str, Any]] = await database.rows(
        _SPOKEN, list({each.address_index for each in claimed}), channel, now - _DAY, now,
        lowest_id(clock.real_now() - _IN_LINE_AT_MOST),
    )  # fmt: skip
    times: Times = defaultdict(list)
    ours = {each.id for each in claimed}
    for row in spoken:
        if row["id"] in ours:
            continue
        about = _about(bytes(row["address_index"]), channel, row["occasion"], own_phone=row["own_phone"])
        times[about] += [row["sent_at"]] * (row["attempts"] if CHANNELS[channel].each_try_counts else 1)
    return times


def _about(address: bytes, channel: ChannelName, occasion: str, *, own_phone: bool) -> tuple[bytes, str]:
    if not CHANNELS[channel].by_template or occasion not in OCCASIONS:
        return address, ""
    return address, (OCCASIONS[occasion].sms if own_phone else NEUTRAL).name


def _free_at(times: list[datetime], windows: Windows, now: datetime, *, by_clock: bool) -> datetime:
    """The first moment at which one more is within every window."""
    free = now
    for length, permits in windows:
        begin = _began(now, length) if by_clock and length < _DAY else now - length
        within = sorted(each for each in times if each >= begin and each > now - length)
        if len(within) >= permits:
            ends = begin + length if by_clock and length < _DAY else within[-permits] + length
            free = max(free, ends)
    return free


def _began(moment: datetime, length: timedelta) -> datetime:
    """Of the clock's present minute or hour; the county's hours are those of UTC, eight away."""
    seconds = length.total_seconds()
    return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, tz=moment.tzinfo)
