"""When people may be disturbed: 8 to 20 o'clock in the county (reference: the elders' habits and policy on SMS)."""

from datetime import datetime, time, timedelta

from backend.clock import in_county_time
from notifications.message import Lane

OPENS = time(8, 0)
CLOSES = time(20, 0)


def may_go(lane: Lane, moment: datetime) -> bool:
    """Whether a message of this lane may go out at `moment`: a code someone waits for, always."""
    return lane is Lane.CODE or OPENS <= in_county_time(moment).time() < CLOSES


def earliest(lane: Lane, moment: datetime) -> datetime:
    """`moment` itself, or the next opening when it falls into the quiet hours."""
    if may_go(lane, moment):
        return moment
    local = in_county_time(moment)
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=local.tzinfo)
