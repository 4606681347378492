"""Provider (服务商): how each channel did by day, and whether the provider's record agrees with ours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from backend import clock, database
from backend.clock import COUNTY_TIME
from backend.identifiers import lowest_id
from backend.messages.channel import Channel, channels
from backend.messages.difference import DifferenceKind
from backend.messages.last_night import stands

_DAYS = 30
_WAITED_AT_MOST = timedelta(days=7)  # from being written to being sent: over holidays


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
    """One night's comparison; `named`: how many texts by what differs."""

    day: date
    ours: int
    theirs: int
    phones: int
    unanswered: int
    named: dict[DifferenceKind, int]

    @property
    def agrees(self) -> bool:
        """Whether all could be asked, and nothing differs: the two counts may, by what went out at midnight."""
        return not self.unanswered and not self.named


# What came of the messages is read by the ids, which are in order of time: a month of them, not the whole history.
_OUTCOMES = """
SELECT channel, (sent_at AT TIME ZONE 'Asia/Shanghai')::date AS day,
       count(*) FILTER (WHERE state IN ('delivered', 'undelivered')) AS ended,
       count(*) FILTER (WHERE state = 'delivered') AS arrived,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - sent_at))
           FILTER (WHERE state = 'delivered') AS median_seconds
FROM every_message WHERE id > $1 AND sent_at >= $2 GROUP BY 1, 2
"""
_CHANNEL_DAYS = f"""
SELECT d.day, d.channel, d.accepted, d.rejected, d.later, d.unknown, d.not_sent, coalesce(m.ended, 0) AS ended,
       coalesce(m.arrived, 0) AS arrived, m.median_seconds
FROM channel_day d LEFT JOIN (
    {_OUTCOMES} UNION ALL SELECT channel, day, ended, arrived, median_seconds FROM channel_outcome WHERE day < $3
) AS m ON m.day = d.day AND m.channel = d.channel
WHERE d.day > $4 ORDER BY d.day DESC, d.channel
"""


async def channel_days() -> tuple[list[ChannelDay], datetime | None]:
    """The last thirty days, newest first; and of when the outcomes are of days that are over, None for now.

    Those are counted by night (`keep_channel_days`); days since the last night's count are counted now, or all
    where it has none.
    """
    last = await database.row("SELECT max(counted_at) AS counted_at FROM channel_outcome")
    counted_at = last["counted_at"] if last and last["counted_at"] and stands(last["counted_at"]) else None
    earliest = clock.today() - timedelta(days=_DAYS)
    since = clock.in_county_time(counted_at).date() if counted_at else earliest
    found = await database.rows(_CHANNEL_DAYS, *_from(since), since, earliest)
    known = await channels()
    return [ChannelDay(**{**row, "channel": known[row["channel"]]}) for row in found], counted_at


async def keep_channel_days() -> int:
    """Count what came of the last thirty days' messages anew, today's left out; of how many days and channels."""
    async with database.transaction():
        await database.execute("DELETE FROM channel_outcome")
        return await database.execute(
            f"""INSERT INTO channel_outcome (channel, day, ended, arrived, median_seconds, counted_at)
                SELECT *, $4::timestamptz FROM ({_OUTCOMES}) AS counted WHERE day < $3""",
            *_from(clock.today() - timedelta(days=_DAYS)), clock.today(), clock.now(),
        )  # fmt: skip


def _from(day: date) -> tuple[UUID, datetime]:
    """The lowest id and the beginning of what was sent from a day on. Ids follow the real clock."""
    begin = datetime.combine(day, time(), tzinfo=COUNTY_TIME)
    return lowest_id(begin.astimezone(UTC) - (clock.now() - clock.real_now()) - _WAITED_AT_MOST), begin


async def statement_days(county: str) -> list[StatementDay]:
    """The last thirty nights, newest first."""
    since = clock.today() - timedelta(days=_DAYS)
    found = await database.rows(
        """SELECT day, ours, theirs, phones, unanswered FROM statement_day WHERE county = $1 AND day > $2
           ORDER BY day DESC""",
        county, since,
    )  # fmt: skip
    counted = await database.rows(
        """SELECT day, kind, count(*)::int AS texts FROM every_difference WHERE county = $1 AND day > $2
           GROUP BY day, kind ORDER BY day, kind""",
        county, since,
    )  # fmt: skip
    named: dict[date, dict[DifferenceKind, int]] = {row["day"]: {} for row in found}
    for each in (one for one in counted if one["day"] in named):
        named[each["day"]][DifferenceKind(each["kind"])] = each["texts"]
    return [StatementDay(**row, named=named[row["day"]]) for row in found]
