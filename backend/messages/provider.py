"""Provider (服务商): how each channel did by day, and whether the provider's record agrees with ours."""

from dataclasses import dataclass
from datetime import date, timedelta

from backend import clock, database
from backend.messages.notice import Channel

_DAYS = 30


@dataclass(frozen=True)
class ChannelDay:
    """Attempts of one channel on one day by what came of them."""

    day: date
    channel: Channel
    accepted: int
    rejected: int
    later: int
    unknown: int
    not_sent: int

    @property
    def tried(self) -> int:
        """All attempts."""
        return self.accepted + self.rejected + self.later + self.unknown + self.not_sent

    @property
    def is_sick(self) -> bool:
        """Whether more than one attempt in ten got no answer: somebody should look at the provider."""
        return self.tried >= 10 and (self.unknown + self.not_sent) * 10 > self.tried


@dataclass(frozen=True)
class StatementDay:
    """One night's comparison; `differences` by kind."""

    day: date
    ours: int
    theirs: int
    phones: int
    unanswered: int
    not_on_record: int
    not_ours: int
    believed_unsent: int
    ended_otherwise: int

    @property
    def agrees(self) -> bool:
        """Whether all could be asked, and nothing differs."""
        named = self.not_on_record + self.not_ours + self.believed_unsent + self.ended_otherwise
        return not self.unanswered and not named and self.ours == self.theirs


async def channel_days() -> list[ChannelDay]:
    """The last thirty days, newest first."""
    found = await database.rows(
        """SELECT day, channel, accepted, rejected, later, unknown, not_sent FROM channel_day
           WHERE day > $1 ORDER BY day DESC, channel""",
        clock.today() - timedelta(days=_DAYS),
    )
    return [ChannelDay(**{**row, "channel": Channel(row["channel"])}) for row in found]


async def statement_days(county: str) -> list[StatementDay]:
    """The last thirty nights, newest first."""
    found = await database.rows(
        """SELECT s.day, s.ours, s.theirs, s.phones, s.unanswered, d.* FROM statement_day s, LATERAL (
               SELECT count(*) FILTER (WHERE kind = 'not_on_record') AS not_on_record,
                      count(*) FILTER (WHERE kind = 'not_ours') AS not_ours,
                      count(*) FILTER (WHERE kind = 'believed_unsent') AS believed_unsent,
                      count(*) FILTER (WHERE kind = 'ended_otherwise') AS ended_otherwise
               FROM statement_difference WHERE county = s.county AND day = s.day) AS d
           WHERE s.county = $1 AND s.day > $2 ORDER BY s.day DESC""",
        county, clock.today() - timedelta(days=_DAYS),
    )  # fmt: skip
    return [StatementDay(**row) for row in found]
