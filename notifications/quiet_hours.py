"""When people may be disturbed: texts and cards from 8 to 20 o'clock in the county, calls by their channel's hours."""

from datetime import datetime, time, timedelta

from backend.clock import in_county_time
from notifications.channels import BY_DAY, CHANNELS
from notifications.message import ChannelName, Lane

((OPENS, CLOSES),) = BY_DAY
_A_CALL_LASTS = timedelta(seconds=15)  # at the most, until the provider has it or the channel gives up on the answer


def may_go(lane: Lane, moment: datetime, channel: ChannelName = ChannelName.SMS) -> bool:
    """Whether a message of this lane may go out at `moment` by this way: a code someone waits for, always."""
    if lane is Lane.CODE:
        return True
    hour = in_county_time(moment).time()
    return any(opens <= hour < closes for opens, closes in _hours(channel))


def may_begin(lane: Lane, moment: datetime, channel: ChannelName) -> bool:
    """Whether a call to the provider that begins at `moment` ends while the message may still go out."""
    return may_go(lane, moment, channel) and may_go(lane, moment + _A_CALL_LASTS, channel)


def earliest(lane: Lane, moment: datetime, channel: ChannelName = ChannelName.SMS) -> datetime:
    """`moment` itself, or the next opening when it falls into the quiet hours."""
    if may_go(lane, moment, channel):
        return moment
    local = in_county_time(moment)
    openings = [opens for opens, _ in _hours(channel)]
    later_today = [opens for opens in openings if opens > local.time()]
    day = local.date() if later_today else local.date() + timedelta(days=1)
    return datetime.combine(day, (later_today or openings)[0], tzinfo=local.tzinfo)


def closing(moment: datetime, channel: ChannelName) -> datetime:
    """When the hours end in which `moment` lies; `moment` itself where it lies in none."""
    local = in_county_time(moment)
    ends = [closes for opens, closes in _hours(channel) if opens <= local.time() < closes]
    return datetime.combine(local.date(), ends[0], tzinfo=local.tzinfo) if ends else moment


def _hours(channel: ChannelName) -> tuple[tuple[time, time], ...]:
    return CHANNELS[channel].hours
