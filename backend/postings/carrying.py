"""Carrying: the notices of a village that a cadre's phone must know to photograph their board without a signal."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from backend import clock, database
from backend.programmes import get_programme

_LATEST = timedelta(days=7)  # after its last day a board proves nothing any more

_CARRIED = """
SELECT p.id, p.programme, p.posted_on, p.ends_on,
       (SELECT a.resident_id FROM posting_line l JOIN application a ON a.id = l.application_id
        WHERE l.posting_id = p.id ORDER BY l.id LIMIT 1) AS resident_id
FROM posting p WHERE p.village = $1 AND p.ends_on >= $2 ORDER BY p.id
"""


@dataclass(frozen=True)
class CarriedNotice:
    """`resident_id` is in whose file the photo of its board is kept."""

    id: UUID
    programme_title: str
    posted_on: date
    ends_on: date
    resident_id: UUID


async def carried_notices(village: str) -> list[CarriedNotice]:
    """Those that hang, and those just over."""
    found = await database.rows(_CARRIED, village, clock.today() - _LATEST)
    return [
        CarriedNotice(
            each["id"], get_programme(each["programme"]).title, each["posted_on"], each["ends_on"], each["resident_id"]
        )
        for each in found
        if each["resident_id"] is not None
    ]
