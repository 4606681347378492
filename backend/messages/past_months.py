"""Past months (历年发送): what was sent in each month by which way, how it ended and about what it cost.

From the counts that outreach keeps by night: they stay where a term takes the notices themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backend import database, programmes, staff
from backend.messages.channel import SMS, VOICE, WECHAT, Channel, channels
from backend.messages.occasion_titles import OCCASION_TITLES
from backend.staff import Officer, Power
from backend.workbook import Leaf, write_xlsx


@dataclass(frozen=True)
class PastMonth:
    """`under_way`: not ended when it was last counted. `parts`: texts as charged, of those that the provider took.

    `cost_fen` by the county's prices of that month: texts by parts, calls that were answered; None where there is no
    price, or a text of before parts were kept. A card costs nothing.
    """

    month: date
    channel: Channel
    occasion: str  #: empty where all of a month are one line
    delivered: int
    undelivered: int
    rejected: int
    under_way: int
    parts: int
    cost_fen: int | None

    @property
    def messages(self) -> int:
        """All of them."""
        return self.delivered + self.undelivered + self.rejected + self.under_way

    @property
    def occasion_title(self) -> str:
        """As staff call it."""
        return OCCASION_TITLES.get(self.occasion, self.occasion)


@dataclass(frozen=True)
class CallbackMonth:
    """What providers told us in a month, by the kind of callback; `odd` items fitted nothing of ours."""

    month: date
    kind: str
    callbacks: int
    odd: int

    @property
    def shown(self) -> str:
        """As the page calls it."""
        return _KINDS.get(self.kind, self.kind)


_KINDS = {"sms_report": "短信回执", "sms_reply": "来信", "voice_report": "通话记录", "wechat": "微信事件"}

# `priced`: parts of what was taken, 0 where one of them was never counted in parts.
_MONTHS = """
SELECT month, channel, {occasion} AS occasion,
       coalesce(sum(messages) FILTER (WHERE state = 'delivered'), 0)::bigint AS delivered,
       coalesce(sum(messages) FILTER (WHERE state = 'undelivered'), 0)::bigint AS undelivered,
       coalesce(sum(messages) FILTER (WHERE state = 'rejected'), 0)::bigint AS rejected,
       coalesce(sum(messages) FILTER (WHERE state NOT IN ('delivered', 'undelivered', 'rejected')), 0)::bigint
           AS under_way,
       coalesce(sum(parts) FILTER (WHERE state IN ('accepted', 'delivered', 'undelivered')), 0)::bigint AS parts,
       coalesce(bool_and(parts >= messages) FILTER (WHERE state IN ('accepted', 'delivered', 'undelivered')), true)
           AS all_counted
FROM message_month WHERE county = $1 AND month >= $2 AND month < $3
GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3
"""


async def years_sent(officer: Officer) -> list[int]:
    """In which years anything was sent, the newest first; NoSuchPower."""
    staff.must_have(officer, Power.SEE_CASES)
    found = await database.rows(
        """SELECT DISTINCT extract(year FROM month)::int AS year FROM message_month WHERE county = $1
           ORDER BY year DESC""",
        officer.county,
    )
    return [each["year"] for each in found]


async def past_months(officer: Officer, year: int, *, by_occasion: bool = False) -> list[PastMonth]:
    """A year's months, newest first, by channel, or by occasion and channel; nobody is named. NoSuchPower."""
    staff.must_have(officer, Power.SEE_CASES)
    rows = await database.rows(
        _MONTHS.format(occasion="occasion" if by_occasion else "''"), officer.county, date(year, 1, 1),
        date(year + 1, 1, 1),
    )  # fmt: skip
    prices = {month: await programmes.parameters_on(officer.county, month) for month in {row["month"] for row in rows}}
    known = await channels()
    return [_month(row, known[row["channel"]], prices[row["month"]]) for row in rows]


async def callback_months(officer: Officer, year: int) -> list[CallbackMonth]:
    """The same of what providers told us; NoSuchPower."""
    staff.must_have(officer, Power.SEE_CASES)
    found = await database.rows(
        "SELECT * FROM receipt_month WHERE month >= $1 AND month < $2 ORDER BY month DESC, kind",
        date(year, 1, 1), date(year + 1, 1, 1),
    )  # fmt: skip
    return [CallbackMonth(**row) for row in found]


async def past_workbook(officer: Officer, year: int) -> bytes:
    """A year as XLSX: by channel, by occasion, and what providers told us; NoSuchPower."""
    by_channel, by_occasion = await past_months(officer, year), await past_months(officer, year, by_occasion=True)
    callbacks = [(f"{e.month:%Y-%m}", e.shown, e.callbacks, e.odd) for e in await callback_months(officer, year)]
    return write_xlsx([
        Leaf("按渠道", _HEADER, _rows(by_channel)),
        Leaf("按事项", _HEADER, _rows(by_occasion), (10, 24)),
        Leaf("服务商来报", ("月份", "种类", "次", "其中对不上的条目"), callbacks),
    ])  # fmt: skip


_HEADER = ("月份", "事项", "渠道", "总数", "送达", "未送达", "没有发出", "还没有结果", "计费条数", "约合（元）")


def _rows(months: Iterable[PastMonth]) -> list[tuple[str | int | Decimal | None, ...]]:
    return [
        (
            f"{e.month:%Y-%m}", e.occasion_title or "全部", e.channel.shown, e.messages, e.delivered, e.undelivered,
            e.rejected, e.under_way, e.parts, None if e.cost_fen is None else Decimal(e.cost_fen) / 100,
        )
        for e in months
    ]  # fmt: skip


def _month(row: dict[str, Any], channel: Channel, prices: dict[str, object]) -> PastMonth:
    all_counted = row.pop("all_counted")
    thousand = {
        SMS: prices.get("outreach.thousand_texts_fen") if all_counted else None,
        VOICE: prices.get("outreach.thousand_calls_fen"), WECHAT: 0,
    }.get(channel.name)  # fmt: skip
    charged = row["parts"] if channel.name == SMS else row["delivered"]
    cost = -(-charged * thousand // 1000) if isinstance(thousand, int) else None
    return PastMonth(**{**row, "channel": channel}, cost_fen=cost)
