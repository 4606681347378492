"""Spreading: what many hear on one day is told over some hours of it, for they all ask at the same counter.

Thirty-two thousand texts that the money has come go out in a minute, and then everybody is at the bank and rings the
township. The hours are the county's to set; each person's moment is their own, by the chance in the message's id.
"""

from datetime import datetime, timedelta
from uuid import UUID

from notifications import quiet_hours
from notifications.message import ChannelName
from notifications.settings import settings

FEW = 50  # told at once of the same kind of thing: a handful fills no counter
_CHANCES = 2**62  # the random bits of an id


def spread(begin: datetime, message_id: UUID, channel: ChannelName) -> datetime:
    """A moment from `begin` on, within the hours set and before the channel's quiet hours."""
    hours = timedelta(hours=settings().payout_notices_hours)
    whole = min(hours, quiet_hours.closing(begin, channel) - begin)
    return begin + whole * ((message_id.int & (_CHANCES - 1)) / _CHANCES)
