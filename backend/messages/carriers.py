"""Carriers (运营商): how texts and calls to each carrier's numbers fared, month by month.

By number segment: a number taken along to another carrier (携号转网) counts as the one that gave it out.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from backend import clock, database
from backend.clock import COUNTY_TIME
from backend.identifiers import lowest_id
from backend.messages.channel import Channel, channels
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
WHERE m.id > $1 AND m.county = $2 AND m.channel = ANY ($4) AND m.sent_at >= $3 AND m.attempts > 0
GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 4 DESC
"""


async def carrier_months(county: str) -> list[CarrierMonth]:
    """The last three months, newest first, then by channel, the carrier with most messages first."""
    today = clock.today()
    months = today.year * 12 + today.month - _MONTHS
    begin = datetime(months // 12, months % 12 + 1, 1, tzinfo=COUNTY_TIME)
    since = begin.astimezone(UTC) - (clock.now() - clock.real_now())  # ids are of the real time
    known = await channels()
    by_phone = [each.name for each in known.values() if each.by_phone]
    found = await database.rows(_CARRIER_MONTHS, lowest_id(since), county, begin, by_phone)
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
