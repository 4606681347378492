"""When people may be disturbed: texts and cards from 8 to 20 o'clock in the county, calls not at noon either.

The provider's own task centre calls nobody from 12 to 14 o'clock and before 9, and an elder who naps at noon should
not be woken by a machine.
"""

from datetime import datetime, time, timedelta

from backend.clock import in_county_time
from notifications.message import ChannelName, Lane

OPENS = time(8, 0)
CLOSES = time(20, 0)
_MAY_READ = ((OPENS, CLOSES),)
_MAY_RING = ((time(9, 0), time(12, 0)), (time(14, 0), CLOSES))


def may_go(lane: Lane, moment: datetime, channel: ChannelName = ChannelName.SMS) -> bool:
    """Whether a message of this lane may go out at `moment` by this way: a code someone waits for, always."""
    if lane is Lane.CODE:
        return True
    hour = in_county_time(moment).time()
    return any(opens <= hour < closes for opens, closes in _hours(channel))


def earliest(lane: Lane, moment: datetime, channel: ChannelName = ChannelName.SMS) -> datetime:
    """`moment` itself, or the next opening when it falls into the quiet hours."""
    if may_go(lane, moment, channel):
        return moment
    local = in_county_time(moment)
    openings = [opens for opens, _ in _hours(channel)]
    later_today = [opens for opens in openings if opens > local.time()]
    day = local.date() if later_today else local.date() + timedelta(days=1)
    return datetime.combine(day, (later_today or openings)[0], tzinfo=local.tzinfo)


def _hours(channel: ChannelName) -> tuple[tuple[time, time], ...]:
    return _MAY_RING if channel is ChannelName.VOICE else _MAY_READ
