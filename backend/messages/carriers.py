"""Carriers (运营商): how texts and calls to each carrier's numbers fared, month by month.

By number segment: a number taken along to another carrier (携号转网) counts as the one that gave it out.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from backend import clock, database
from backend.clock import COUNTY_TIME
from backend.identifiers import lowest_id
from backend.messages.channel import Channel, channels
from backend.messages.last_night import stands
from backend.residents import Carrier

_MONTHS = 3  # with the present one


@dataclass(frozen=True)
class CarrierMonth:
    """Messages tried in a month; `carrier` None: a landline, a cadre's or payee's phone, or not looked at yet."""

    month: date
    channel: Channel
    carrier: Carrier | None
    tried: int
    taken: int  #: by the provider
    ended: int  #: of these, those of which the end is known
    arrived: int  #: and of these, those that reached a handset or an ear
    median_seconds: float | None  #: from sending to the handset or ear, of those that arrived

    @property
    def carrier_shown(self) -> str:
        """As the list shows it."""
        return self.carrier.shown if self.carrier else "座机和未归类"


_CARRIER_MONTHS = """
SELECT date_trunc('month', m.sent_at AT TIME ZONE 'Asia/Shanghai')::date AS month, m.channel, c.carrier,
       count(*) AS tried,
       count(*) FILTER (WHERE m.state IN ('accepted', 'delivered', 'undelivered')) AS taken,
       count(*) FILTER (WHERE m.state IN ('delivered', 'undelivered')) AS ended,
       count(*) FILTER (WHERE m.state = 'delivered') AS arrived,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM m.finished_at - m.sent_at))
           FILTER (WHERE m.state = 'delivered') AS median_seconds
FROM every_message m LEFT JOIN contact c ON c.id = m.route_id
WHERE m.id > $1 AND m.county = $3 AND m.channel IN (SELECT name FROM channel WHERE by_phone) AND m.sent_at >= $2
  AND m.attempts > 0
GROUP BY 1, 2, 3
"""
_IN_ORDER = "ORDER BY month DESC, channel, tried DESC, carrier"
_KEPT = "month, channel, carrier, tried, taken, ended, arrived, median_seconds"


async def carrier_months(county: str) -> tuple[list[CarrierMonth], datetime | None]:
    """The last three months, newest first, then by channel, the carrier with most messages first; and of when that is,
    None for now: counted by night (`keep_carrier_months`), and what was counted in no last night is counted now.
    """
    kept = await database.rows(f"SELECT {_KEPT}, counted_at FROM carrier_month WHERE county = $1 {_IN_ORDER}", county)
    counted_at = [each.pop("counted_at") for each in kept]
    if counted_at and stands(counted_at[0]):
        return await _months(kept), counted_at[0]
    found = await database.rows(
        f"SELECT * FROM ({_CARRIER_MONTHS}) AS counted {_IN_ORDER}", *_from_the_first_month(), county
    )
    return await _months(found), None


async def keep_carrier_months(county: str) -> int:
    """Count them anew, in place of the night before; how many lines."""
    async with database.transaction():
        await database.execute("DELETE FROM carrier_month WHERE county = $1", county)
        return await database.execute(
            f"""INSERT INTO carrier_month (county, {_KEPT}, counted_at)
                SELECT $3::text, {_KEPT}, $4::timestamptz FROM ({_CARRIER_MONTHS}) AS counted""",
            *_from_the_first_month(), county, clock.now(),
        )  # fmt: skip


def _from_the_first_month() -> tuple[UUID, datetime]:
    """The lowest id and the beginning of the months shown. Ids follow the real clock."""
    today = clock.today()
    months = today.year * 12 + today.month - _MONTHS
    begin = datetime(months // 12, months % 12 + 1, 1, tzinfo=COUNTY_TIME)
    return lowest_id(begin.astimezone(UTC) - (clock.now() - clock.real_now())), begin


async def _months(found: list[dict[str, Any]]) -> list[CarrierMonth]:
    known = await channels()
    return [
        CarrierMonth(
            **{
                **row,
                "channel": known[row["channel"]],
                "carrier": Carrier(row["carrier"]) if row["carrier"] else None,
            }
        )
        for row in found
    ]
