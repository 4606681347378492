"""Channel day: how many attempts a channel made on one day of the county, and how many texts its budget still holds."""

from collections import Counter
from collections.abc import Iterable

from backend import clock, database
from notifications.channels import CHANNELS, Result
from notifications.message import ChannelName
from notifications.settings import settings


async def count(channel: ChannelName, results: Iterable[Result]) -> None:
    """Add what came of attempts to today's figures."""
    counted = Counter(results)
    if counted:
        await database.execute(
            """INSERT INTO channel_day AS d (channel, day, accepted, rejected, later, unknown, not_sent)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (channel, day) DO UPDATE SET
                 accepted = d.accepted + excluded.accepted, rejected = d.rejected + excluded.rejected,
                 later = d.later + excluded.later, unknown = d.unknown + excluded.unknown,
                 not_sent = d.not_sent + excluded.not_sent""",
            channel, clock.today(), counted[Result.ACCEPTED], counted[Result.REJECTED], counted[Result.LATER],
            counted[Result.UNKNOWN], counted[Result.NOT_SENT],
        )  # fmt: skip


async def budget_left(channel: ChannelName) -> int | None:
    """How many more the county lets this channel send today; None where it has set no limit.

    What is perhaps sent counts as sent: it may be on the bill.
    """
    most = CHANNELS[channel].most_a_day(settings())
    if not most:
        return None
    today = await database.row(
        "SELECT accepted + unknown AS sent FROM channel_day WHERE channel = $1 AND day = $2", channel,
        clock.today(),
    )  # fmt: skip
    return max(0, most - (today["sent"] if today else 0))
