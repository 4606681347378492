"""Keeping history: what is over leaves the table that outreach works on, and months whose term has passed go whole.

Which is kept how long, and why: docs/decisions/0090-history-by-month.md.
"""

from datetime import datetime, timedelta
from uuid import UUID

from backend import clock, database
from backend.identifiers import lowest_id
from notifications import counting_months, month_parts
from notifications.settings import settings

# Two months and some days: receipts come for four days, words are needed for thirty, and whoever looks back over a
# month looks at one table.
STILL_AT_WORK = timedelta(days=62)
_CALLBACKS_KEPT = timedelta(days=30)  # as long as the provider itself can be asked
_AT_ONCE = 20_000  # rows a transaction: far within the time that one may take
_ONCE = "kind, body_index"  # the same callback again is kept once

_COLUMNS = """id, county, village, entry_id, case_id, occasion, recipient_kind, recipient_id, channel, route_id,
              own_phone, address_sealed, address_index, lane, state, attempts, call_number, provider_id, code,
              created_at, sent_at, finished_at, followed_up_at, read_at, parts, charged_otherwise"""
# Nothing more comes of these: they have ended, the next way was tried, and the words are forgotten.
_OVER = """
SELECT id FROM message WHERE id < $1 AND content_sealed IS NULL
  AND (state = 'delivered' OR state IN ('undelivered', 'rejected') AND followed_up_at IS NOT NULL)
ORDER BY id LIMIT $2
"""
_MOVE = f"""
WITH gone AS (DELETE FROM message WHERE id = ANY ($1::uuid[]) AND state IN ('delivered', 'undelivered', 'rejected')
              RETURNING {_COLUMNS})
   , moved AS (INSERT INTO past_message ({_COLUMNS}) SELECT {_COLUMNS} FROM gone RETURNING 1)
SELECT count(*)::int AS rows FROM moved
"""
# What rang is kept as long as that it was told; a night's share is a month of calls.
_FORGET_CALLS = "DELETE FROM call_record WHERE message_id < $1"


async def keep_history(now: datetime | None = None) -> int:
    """Make the coming months' parts, move what is over, count, drop what has had its time; how many rows moved or went.

    `now` is of the real clock, as the ids are.
    """
    now = now or clock.real_now()
    await month_parts.make_ahead("receipt", now, once=_ONCE)
    touched = await _move_what_is_over(lowest_id(now - STILL_AT_WORK))
    await counting_months.count_months()
    touched += await month_parts.drop_before(
        "receipt", now - _CALLBACKS_KEPT, counted=counting_months.CALLBACKS_OF, open_where="read_at IS NULL"
    )
    years = settings().history_kept_years
    if years:
        before = now - timedelta(days=366 * years)
        touched += await month_parts.drop_before("past_message", before, counted=counting_months.MESSAGES_OF)
        touched += await database.execute(_FORGET_CALLS, lowest_id(month_parts.month_of(lowest_id(before))))
    return touched


async def _move_what_is_over(before: UUID) -> int:
    moved = 0
    while True:
        over = [row["id"] for row in await database.rows(_OVER, before, _AT_ONCE)]
        for month in sorted({month_parts.month_of(each) for each in over}):
            await month_parts.make_for("past_message", month)
        if over:
            (done,) = await database.rows(_MOVE, over)
            moved += done["rows"]
        if len(over) < _AT_ONCE:
            return moved
