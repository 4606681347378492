"""Provider (服务商): how each channel did by day, and whether the provider's record agrees with ours."""

from dataclasses import dataclass
from datetime import date, timedelta

from backend import clock, database
from backend.identifiers import lowest_id
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
    ended: int  #: of the messages sent that day, those of which the end is known
    arrived: int  #: and of these, those that reached a handset or an ear
    median_seconds: float | None  #: from sending to the handset, of those that arrived

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


# What came of the messages is read by the ids, which are in order of time: a month of them, not the whole history.
_CHANNEL_DAYS = """
SELECT d.day, d.channel, d.accepted, d.rejected, d.later, d.unknown, d.not_sent, coalesce(m.ended, 0) AS ended,
       coalesce(m.arrived, 0) AS arrived, m.median_seconds
FROM channel_day d LEFT JOIN (
    SELECT (sent_at AT TIME ZONE 'Asia/Shanghai')::date AS day, channel,
           count(*) FILTER (WHERE state IN ('delivered', 'undelivered')) AS ended,
           count(*) FILTER (WHERE state = 'delivered') AS arrived,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - sent_at))
               FILTER (WHERE state = 'delivered') AS median_seconds
    FROM every_message WHERE id > $2 AND sent_at IS NOT NULL GROUP BY 1, 2
) AS m ON m.day = d.day AND m.channel = d.channel
WHERE d.day > $1 ORDER BY d.day DESC, d.channel
"""


async def channel_days() -> list[ChannelDay]:
    """The last thirty days, newest first."""
    found = await database.rows(
        _CHANNEL_DAYS, clock.today() - timedelta(days=_DAYS), lowest_id(clock.real_now() - timedelta(days=_DAYS + 7))
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
