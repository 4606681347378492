"""Holidays (法定节假日): what can wait does not go out on days that people spend with their family.

What has a term, a right of appeal or somebody waiting for it goes all the same: which can wait, each occasion says. A
county decides by QUIET_HOLIDAYS. Past the last published year no holiday is known, and nothing waits.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from backend.clock import in_county_time
from backend.workdays import is_holiday, is_spring_festival
from notifications import quiet_hours
from notifications.claimed import Claimed
from notifications.message import ChannelName, Lane
from notifications.putting_off import put_off
from notifications.settings import QuietHolidays, settings
from notifications.wording import OCCASIONS

HOLIDAY = "holiday"  # put off, not tried


def is_quiet(day: date) -> bool:
    """Whether what can wait does so on this day."""
    kept = settings().quiet_holidays
    if kept is QuietHolidays.ALL:
        return is_holiday(day)
    return kept is QuietHolidays.SPRING_FESTIVAL and is_spring_festival(day)


def can_wait(occasion: str) -> bool:
    """Whether it is told after a holiday rather than on it; an occasion that is no more, never."""
    return occasion in OCCASIONS and OCCASIONS[occasion].can_wait


def earliest(occasion: str, lane: Lane, moment: datetime, channel: ChannelName) -> datetime:
    """The first moment from `moment` on at which this may go out: within the hours, and not on a quiet holiday."""
    allowed = quiet_hours.earliest(lane, moment, channel)
    day = in_county_time(allowed).date()
    if not can_wait(occasion) or not is_quiet(day):
        return allowed
    while is_quiet(day):
        day += timedelta(days=1)
    return quiet_hours.earliest(lane, datetime.combine(day, time(), in_county_time(moment).tzinfo), channel)


def age(occasion: str, since: datetime, moment: datetime) -> timedelta:
    """How long something has been in line, without the holidays on which it had to wait."""
    waited = sum(map(is_quiet, _days(since, moment))) if can_wait(occasion) else 0
    return moment - since - timedelta(days=waited)


async def put_off_what_can_wait(claimed: list[Claimed], channel: ChannelName, now: datetime) -> list[Claimed]:
    """Those that may go today: on a quiet holiday, what had been in line before goes back until it is over."""
    if not is_quiet(in_county_time(now).date()):
        return claimed
    waiting = [each for each in claimed if can_wait(each.occasion)]
    await put_off([(each, earliest(each.occasion, each.lane, now, channel)) for each in waiting], HOLIDAY)
    return [each for each in claimed if not can_wait(each.occasion)]


def _days(since: datetime, until: datetime) -> Iterator[date]:
    """From the day after the one on which it began to wait; a clock that stepped back gives none."""
    day, last = in_county_time(since).date(), in_county_time(until).date()
    while day < last:
        yield day
        day += timedelta(days=1)
