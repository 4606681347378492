"""Spreading: what many hear on one day is told over some hours of it, for they all ask at the same counter.

Thirty-two thousand texts that the money has come go out in a minute, and then everybody is at the bank and rings the
township. The hours are the county's to set; each person's moment is their own, by the chance in the message's id.
"""

from datetime import datetime, timedelta
from uuid import UUID

from notifications import holidays, quiet_hours
from notifications.message import ChannelName, Lane
from notifications.settings import settings

_A_WHILE = timedelta(hours=1)
FEW = 50  # told at once of the same kind of thing: a handful fills no counter
_CHANCES = 2**62  # the random bits of an id


def leave_time(occasion: str, lane: Lane, begin: datetime, channel: ChannelName) -> datetime:
    """`begin`, or the next opening where too little is left of the day: what finds the hours closed would be in line
    then all the same, and go out in the first minute of the morning."""
    least, closes = min(_A_WHILE, _hours()), quiet_hours.closing(begin, channel)
    return begin if closes - begin >= least else holidays.earliest(occasion, lane, closes, channel)


def spread(begin: datetime, message_id: UUID, channel: ChannelName) -> datetime:
    """A moment from `begin` on, within the hours set and before the channel's quiet hours."""
    whole = min(_hours(), quiet_hours.closing(begin, channel) - begin)
    return begin + whole * ((message_id.int & (_CHANCES - 1)) / _CHANCES)


def _hours() -> timedelta:
    return timedelta(hours=settings().payout_notices_hours)
