"""Settling days (重新计算期限): errands whose day was reckoned before a year's holidays were known get it anew."""

from uuid import UUID

from backend import clock, database, workdays
from backend.errands.errand import Errand
from backend.journal import By, Deed, Line, Signature, record

_PROVISIONAL = "SELECT id, due_on FROM errand WHERE due_provisional AND done_at IS NULL ORDER BY id"


async def settle_errands() -> int:
    """Reckon each open errand's day anew once its year is published; how many got another. For the timetable."""
    found = await database.rows(_PROVISIONAL)
    return sum([await _settle(each["id"]) for each in found if not workdays.is_provisional(each["due_on"])])


async def _settle(errand_id: UUID) -> int:
    async with database.transaction():
        errand = await Errand.select_for_update().get_or_none(id=errand_id)
        if errand is None or errand.done_at is not None or not errand.due_provisional:
            return 0
        due = workdays.reckoned_anew(clock.in_county_time(errand.raised_at).date(), errand.due_on)
        await Errand.filter(id=errand.id).update(due_on=due.day, due_provisional=due.provisional)
        if due.day == errand.due_on:
            return 0
        line = Line(
            Deed.ERRAND_DUE_MOVED, errand.county, "errand", errand.id, resident_id=errand.resident_id,
            village=errand.village, facts={"due_before": str(errand.due_on), "due_on": str(due.day)},
        )  # fmt: skip
        await record(line, by=Signature(By.CLOCK))
    return 1
