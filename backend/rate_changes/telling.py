"""Telling (告知): whoever receives another amount from now on hears of it, once the second officer has confirmed."""

from backend import clock, database, journal

_AT_ONCE = 1000  # people a transaction

# Only what is to come: the difference of months gone by is told with the money that is paid or reclaimed for it.
_TAKE = """
UPDATE rate_change_line line SET told_at = $1
FROM (SELECT l.change_id, l.award_id, l.from_month FROM rate_change_line l
      JOIN rate_change c ON c.id = l.change_id AND c.state = 'confirmed'
      JOIN award a ON a.id = l.award_id AND a.stopped_from IS NULL AND NOT a.read_only
      WHERE l.told_at IS NULL AND NOT l.by_review AND l.through_month IS NULL
      ORDER BY l.change_id, l.award_id LIMIT $2 FOR UPDATE OF l SKIP LOCKED) AS due
WHERE line.change_id = due.change_id AND line.award_id = due.award_id AND line.from_month = due.from_month
RETURNING line.county, line.award_id, line.resident_id, line.village, line.programme, line.from_month, line.after_fen
"""


async def tell_of_new_amounts() -> int:
    """Journal AMOUNT_CHANGED for each award whose amount a confirmed change moves; how many. For the timetable.

    A person must hear of a decision that changes what they receive, and that they may ask why.
    """
    told = 0
    while number := await _tell():
        told += number
    return told


async def _tell() -> int:
    async with database.transaction():
        taken = await database.rows(_TAKE, clock.now(), _AT_ONCE)
        lines = [
            journal.Line(
                journal.Deed.AMOUNT_CHANGED, each["county"], "award", each["award_id"],
                resident_id=each["resident_id"], village=each["village"],
                facts={"programme": each["programme"], "from_month": each["from_month"].isoformat(),
                       "amount_fen": each["after_fen"]},
            )
            for each in taken
        ]  # fmt: skip
        await journal.record_many(lines, by=journal.Signature(journal.By.CLOCK))
    return len(taken)
