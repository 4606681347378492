"""Heeding visits: a cadre finished the errand, so the person was seen; the certification follows from that row."""

from backend import clock, database, journal
from backend.entitlements.award import get_award
from backend.entitlements.certifying import seen


async def certify_visited() -> int:
    """Certify everyone whose errand for the present due date was done at the door; how many.

    For the timetable. A certification moves the due date, so a second pass finds nothing.
    """
    visited = await database.rows(
        """SELECT a.id, e.done_by, e.done_at, e.photo_id FROM errand e
           JOIN award a ON a.resident_id = e.resident_id
            AND starts_with(e.because, 'certification:' || a.id || ':' || a.certification_due_on)
           WHERE e.kind = 'certify_life' AND e.outcome = 'done' AND a.stopped_from IS NULL ORDER BY e.done_at"""
    )
    certified = 0
    for visit in visited:
        day = clock.in_county_time(visit["done_at"]).date()
        by = journal.Signature(journal.By.CADRE, visit["done_by"])
        certified += await seen(await get_award(visit["id"]), day, by, visit["photo_id"])
    return certified
