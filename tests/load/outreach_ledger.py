"""The ledger of a bad day: what is still open, and for each notice whether it was heard or somebody was sent."""

from xiangyin.benchmarks.proving_ground import opened_database

_OPEN = """
SELECT state, channel, code, count(*)::int AS number FROM message
WHERE occasion = 'payout_settled'
  AND (state NOT IN ('delivered', 'undelivered', 'rejected')
       OR (state <> 'delivered' AND followed_up_at IS NULL))
GROUP BY state, channel, code
UNION ALL
SELECT 'unannounced', '', '', count(*)::int FROM journal_entry
WHERE deed = 'payouts.settled' AND announced_at IS NULL HAVING count(*) > 0
UNION ALL
SELECT 'unread receipt', kind, '', count(*)::int FROM receipt WHERE read_at IS NULL GROUP BY kind
"""
# An errand names the message that failed, or the entry where there was no way at all.
_FORGOTTEN = """
SELECT count(*)::int AS number FROM journal_entry AS entry
WHERE deed = 'payouts.settled'
  AND NOT EXISTS (SELECT 1 FROM message WHERE entry_id = entry.id AND state = 'delivered')
  AND NOT EXISTS (SELECT 1 FROM errand WHERE kind = 'deliver_message' AND (
        because = 'notice:' || entry.id || ':' || entry.resident_id
        OR because IN (SELECT 'message:' || message.id FROM message WHERE entry_id = entry.id)))
"""


async def unfinished(*, listed: bool = False) -> int | str:
    """How much is open; `listed`: what, as a text."""
    async with opened_database() as database:
        rows = await database.rows(_OPEN)
    return str([dict(row) for row in rows]) if listed else sum(row["number"] for row in rows)


async def ends() -> list[str]:
    """What is wrong with the ends, as sentences."""
    async with opened_database() as database:
        (forgotten,) = await database.rows(_FORGOTTEN)
    return [f"{forgotten['number']} notices neither arrived nor have an errand."] if forgotten["number"] else []
