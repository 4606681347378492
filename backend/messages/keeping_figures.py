"""Keeping figures: what a page of a whole county would count for seconds is counted by night, anew each time."""

from backend.messages.carriers import keep_carrier_months
from backend.messages.phones import keep_phones
from backend.messages.provider import keep_channel_days
from backend.staff import in_each_county


async def keep_figures() -> int:
    """Phones by village, what came of each day's messages by channel, and of three months' by carrier; how many lines.

    For the timetable. Each is a transaction of its own, and done again is done anew.
    """
    return await in_each_county(keep_phones) + await keep_channel_days() + await in_each_county(keep_carrier_months)
