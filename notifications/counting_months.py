"""Counting months: how many of what went which way and ended how; the counts outlive the rows.

Counted anew each night while something may still change, so that a page of years reads a few hundred rows.
"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from backend import clock, database
from backend.clock import COUNTY_TIME
from backend.identifiers import lowest_id

_MONTHS_OF_MESSAGES = 2  # before the present one: receipts, readings and next ways come for days, not for months
_AFTER_THE_EDGE = timedelta(days=2)  # a month's callbacks are counted until the next has begun, whenever this runs

_BY_MESSAGE = "date_trunc('month', created_at AT TIME ZONE 'Asia/Shanghai')::date, county, occasion, channel, state"
_INTO_MESSAGES = "INSERT INTO message_month AS kept (month, county, occasion, channel, state, messages, parts)"
_INTO_CALLBACKS = "INSERT INTO receipt_month AS kept (month, kind, callbacks, odd)"
_BY_CALLBACK = "date_trunc('month', received_at AT TIME ZONE 'Asia/Shanghai')::date, kind, count(*), sum(odd)"

_MESSAGES = f"""
{_INTO_MESSAGES} SELECT {_BY_MESSAGE}, count(*), coalesce(sum(parts), 0) FROM every_message
WHERE id >= $1 AND created_at >= $2 GROUP BY 1, 2, 3, 4, 5
"""
_CALLBACKS = f"{_INTO_CALLBACKS} SELECT {_BY_CALLBACK} FROM receipt WHERE id >= $1 AND received_at >= $2 GROUP BY 1, 2"
#: What is kept of a part (`month_parts.drop_before`) for which it has been counted night by night, or not at all.
MESSAGES_OF = f"""
{_INTO_MESSAGES} SELECT {_BY_MESSAGE}, count(*), coalesce(sum(parts), 0) FROM {{part}} GROUP BY 1, 2, 3, 4, 5
ON CONFLICT (month, county, occasion, channel, state) DO UPDATE
    SET messages = greatest(kept.messages, excluded.messages), parts = greatest(kept.parts, excluded.parts)
"""
CALLBACKS_OF = f"""
{_INTO_CALLBACKS} SELECT {_BY_CALLBACK} FROM {{part}} GROUP BY 1, 2
ON CONFLICT (month, kind) DO UPDATE
    SET callbacks = greatest(kept.callbacks, excluded.callbacks), odd = greatest(kept.odd, excluded.odd)
"""


async def count_months() -> None:
    """Count the present month and those before it of which something may still come; the rest stays as it is."""
    today = clock.today()
    messages = today.replace(day=1)
    for _ in range(_MONTHS_OF_MESSAGES):
        messages = (messages - timedelta(days=1)).replace(day=1)
    await _count("message_month", _MESSAGES, messages)
    await _count("receipt_month", _CALLBACKS, (today - _AFTER_THE_EDGE).replace(day=1))


async def _count(table: str, statement: str, month: date) -> None:
    begin = datetime.combine(month, time(), tzinfo=COUNTY_TIME)
    async with database.transaction():
        await database.execute(f"DELETE FROM {table} WHERE month >= $1", month)
        await database.execute(statement, _lowest_id(begin), begin)


def _lowest_id(begin: datetime) -> UUID:
    """Ids follow the real clock, which a demo's county may be ahead of."""
    return lowest_id(begin.astimezone(UTC) - (clock.now() - clock.real_now()) - timedelta(minutes=1))
