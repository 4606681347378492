"""Turns: what has everything it needs is done by whoever has a free hand, oldest first.

The backlog lies in the database, not in a process: nothing is lost with one, and memory does not grow with the phones.
"""

from datetime import timedelta

from backend import clock, database, evidence
from backend.fieldwork.item import FieldItem
from backend.fieldwork.settling import settle, strike_off
from backend.staff import Cadre

HELD = timedelta(minutes=1)  # by who took it: far longer than a photo takes, so that nobody else does it, too
_AT_ONCE = 4  # rows taken with one statement
_PASS = 200  # items a pass of the timetable
_TAKE = """
UPDATE field_item SET taken_until = $2 WHERE id IN (
    SELECT f.id FROM field_item f JOIN cadre c ON c.id = f.cadre_id
    WHERE f.state = 'waiting' AND f.waits_for = '{}' AND (f.taken_until IS NULL OR f.taken_until <= $1)
      AND c.left_on IS NULL AND ($3::uuid IS NULL OR f.cadre_id = $3)
    ORDER BY f.id LIMIT $4 FOR UPDATE OF f SKIP LOCKED)
RETURNING *
"""
# The file is whole, and the process died before it struck it off: the phone got no answer, and may be off by now.
_NOT_STRUCK_OFF = """
SELECT u.digest, u.by_id AS cadre_id FROM upload u
WHERE u.by_kind = 'cadre' AND u.whole_at BETWEEN $1 AND $2 AND EXISTS (
    SELECT 1 FROM field_item f
    WHERE f.cadre_id = u.by_id AND f.state = 'waiting' AND f.waits_for @> ARRAY['file:' || u.digest])
LIMIT $3
"""


async def file_arrived(digest: str, cadre: Cadre) -> None:
    """Before the phone hears that its file is whole: what waited for it has its turn."""
    if not await strike_off(f"file:{digest}", cadre.id) and await evidence.is_photo(digest, cadre.signature):
        await evidence.forget_uploads(digest, cadre.signature)  # sent once more than was needed


async def go_on(cadre: Cadre | None = None, *, at_most: int = 1_000_000) -> int:
    """Do what has everything it needs, of one cadre or of all, until nothing has or so many had a turn; how many."""
    had = 0
    while had < at_most and (rows := await _take(cadre)):
        cadres = {each.id: each for each in await Cadre.filter(id__in={row.cadre_id for row in rows})}
        for row in rows:
            await settle(row, cadres[row.cadre_id], decodes=True)
        had += len(rows)
    return had


async def catch_up() -> int:
    """Go on with what a process was stopped over; how many had a turn. For the timetable."""
    now = clock.now()
    for each in await database.rows(_NOT_STRUCK_OFF, now - timedelta(days=1), now - HELD, _PASS):
        cadre = await Cadre.get(id=each["cadre_id"])
        if await evidence.is_whole(each["digest"], cadre.signature):
            await file_arrived(each["digest"], cadre)
    return await go_on(at_most=_PASS)


async def _take(cadre: Cadre | None) -> list[FieldItem]:
    now = clock.now()
    values = (now, now + HELD, cadre.id if cadre else None, _AT_ONCE)
    return sorted(await database.models(FieldItem, _TAKE, *values), key=lambda row: row.id)
