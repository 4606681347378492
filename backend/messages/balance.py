"""Balance (收支平衡): every notice in exactly one state, and every person told or still to be told."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from backend import clock, database
from backend.clock import COUNTY_TIME
from backend.identifiers import lowest_id
from backend.messages.notice import OF_THE_PLACE, NoticeState


@dataclass(frozen=True)
class Balance:
    """Of what was written down from `first` to `last` (county days, both included).

    `told` counts what was to be told: one entry to one resident, by however many ways. Each of them is in exactly one
    of the six: a text on a handset, heard in a call, read in the mini program, visited, under way, not reached. A card
    that arrived in WeChat has reached nobody until it is opened: it is under way until it is followed by another way.
    """

    first: date
    last: date
    states: dict[NoticeState, int]
    told: int
    handset: int
    heard: int  #: a call
    read: int  #: in the mini program
    visited: int
    under_way: int  #: by a message, or an errand that is open
    not_reached: int

    @property
    def is_whole(self) -> bool:
        """Whether the six add up to what was to be told."""
        known = self.handset + self.heard + self.read + self.visited
        return known + self.under_way + self.not_reached == self.told


async def balance_of(county: str, village_like: str, first: date, last: date) -> Balance:
    """The balance of the places whose code is LIKE `village_like`; of a county also what is of no village."""
    terms = terms_of(county, village_like, first, last)
    async with database.transaction():
        await database.execute("SET LOCAL work_mem = '64MB'")  # a county's month of people, and nothing on the disk
        states = await database.rows(
            f"""SELECT m.state, count(*) AS number FROM every_message m
                WHERE m.id >= $5 AND m.county = $1 AND {OF_THE_PLACE} AND m.created_at >= $3 AND m.created_at < $4
                GROUP BY m.state""",
            *terms,
        )  # fmt: skip
        told = await database.row(_TOLD, *terms)
    assert told is not None
    return Balance(first, last, {NoticeState(row["state"]): row["number"] for row in states}, **told)


def terms_of(county: str, village_like: str, first: date, last: date) -> tuple[object, ...]:
    """What `each_told` takes as $1 to $5. Ids follow the real clock, in order of time: by the lowest of them these
    days are read, and not the whole history."""
    begin = datetime.combine(first, time(), tzinfo=COUNTY_TIME)
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=COUNTY_TIME)
    lowest = lowest_id(begin.astimezone(UTC) - (clock.now() - clock.real_now()) - timedelta(minutes=1))
    return county, village_like, begin, end, lowest


def each_told(only: str = "true") -> str:
    """CTEs of whom something was to be told (`told`) and of who went to the door for it, for the terms of `terms_of`.

    `only` narrows the messages `m` that are read at all: it must let pass all or none of one person's of one entry.
    """
    # An errand names what it is for: `message:<id>` of the last way that failed, or `notice:<entry>:<resident>` where
    # there was no way at all, which leaves no message. The door may be a guardian's, in another village. Errands are
    # joined by the message's id before anything is grouped: a county's month is some 400,000 messages.
    return f"""
WITH at_the_door AS (
    SELECT CASE WHEN because LIKE 'message:%' THEN substr(because, 9)::uuid END AS message_id, because, village,
           raised_at, done_at IS NOT NULL AND outcome = 'done' AS visited, done_at IS NULL AS open
    FROM errand WHERE county = $1 AND kind = 'deliver_message' AND raised_at >= $3
), told AS (
    SELECT m.entry_id, m.recipient_id, NULL::text AS because,
           bool_or(m.state = 'delivered' AND c.arrival = 'handset') AS handset,
           bool_or(m.state = 'delivered' AND c.arrival = 'ear') AS heard, bool_or(m.read_at IS NOT NULL) AS read,
           coalesce(bool_or(d.visited), false) AS visited,
           coalesce(bool_or(d.open), false) OR bool_or(m.state IN ('waiting', 'sending', 'unknown', 'accepted')
               OR m.followed_up_at IS NULL AND (m.state IN ('undelivered', 'rejected')
                                                OR m.state = 'delivered' AND c.arrival = 'card')) AS open
    FROM every_message m JOIN channel c ON c.name = m.channel LEFT JOIN at_the_door d ON d.message_id = m.id
    WHERE m.id >= $5 AND m.county = $1 AND {OF_THE_PLACE} AND m.created_at >= $3 AND m.created_at < $4
      AND m.recipient_kind = 'resident' AND {only}
    GROUP BY m.entry_id, m.recipient_id
    UNION ALL
    SELECT NULL::uuid, NULL::uuid, because, false, false, false, visited, open FROM at_the_door
    WHERE because LIKE 'notice:%' AND village LIKE $2 AND raised_at < $4
)
"""


_TOLD = f"""{each_told()}
SELECT count(*) AS told, count(*) FILTER (WHERE handset) AS handset,
       count(*) FILTER (WHERE heard AND NOT handset) AS heard,
       count(*) FILTER (WHERE read AND NOT handset AND NOT heard) AS read,
       count(*) FILTER (WHERE visited AND NOT handset AND NOT heard AND NOT read) AS visited,
       count(*) FILTER (WHERE open AND NOT handset AND NOT heard AND NOT read AND NOT visited) AS under_way,
       count(*) FILTER (WHERE NOT open AND NOT handset AND NOT heard AND NOT read AND NOT visited) AS not_reached
FROM told"""
