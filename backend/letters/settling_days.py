"""Settling days (重新计算期限): by when a letter is brought, where that was reckoned before the holidays were known."""

from datetime import date
from uuid import UUID

from backend import clock, database, workdays
from backend.applications import Application
from backend.entitlements import Award
from backend.journal import By, Deed, Signature, record
from backend.letters.decision_letter import DecisionLetter

_PROVISIONAL = """
SELECT l.id, l.due_on, coalesce(d.at, c.decided_at, l.drawn_up_at) AS decided_at
FROM decision_letter l LEFT JOIN decision d ON d.id = l.decision_id LEFT JOIN award_change c ON c.id = l.change_id
WHERE l.due_provisional AND l.delivered_at IS NULL AND l.due_on IS NOT NULL ORDER BY l.id
"""


async def settle_letters() -> int:
    """Reckon the three working days of each undelivered letter anew once their year is published; how many moved.

    The errand to bring it is an errand as any other (`errands.settle_errands`). For the timetable.
    """
    found = [each for each in await database.rows(_PROVISIONAL) if not workdays.is_provisional(each["due_on"])]
    return sum([await _settle(each["id"], clock.in_county_time(each["decided_at"]).date()) for each in found])


async def _settle(letter_id: UUID, decided_on: date) -> int:
    async with database.transaction():
        letter = await DecisionLetter.select_for_update().get(id=letter_id)
        if letter.delivered_at is not None or letter.due_on is None or not letter.due_provisional:
            return 0
        due = workdays.reckoned_anew(decided_on, letter.due_on)
        await DecisionLetter.filter(id=letter.id).update(due_on=due.day, due_provisional=due.provisional)
        if due.day == letter.due_on:
            return 0
        facts = {"letter_id": letter.id, "due_before": letter.due_on, "due_on": due.day}
        if letter.application_id is not None:
            line = (await Application.get(id=letter.application_id)).line(Deed.LETTER_DUE_MOVED, **facts)
        else:
            line = (await Award.get(id=letter.award_id)).line(Deed.LETTER_DUE_MOVED, **facts)
        await record(line, by=Signature(By.CLOCK))
    return 1
