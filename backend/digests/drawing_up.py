"""Drawing up digests: on the morning of a working day every officer hears once what is due, close and late.

Standing work is counted for those whose turn it is. What stays late goes up: each step and each errand is told to the
leader once, and to the county once, on the morning after it came before them.
"""

import json
from datetime import timedelta

from backend import clock, database, journal, workdays
from backend.digests.concerning import matters_of
from backend.digests.digest import Digest
from backend.identifiers import lowest_id, new_id
from backend.staff import Officer

_FIRST_LOOKS_BACK = timedelta(days=3)  # an officer's first digest has what came before them since then


async def draw_up_digests() -> int:
    """One digest for each officer in office for whom something waits; how many. None on days of rest."""
    if not workdays.is_workday(clock.today()):
        return 0
    drawn = 0
    for officer in await Officer.filter(left_on=None).order_by("id"):
        drawn += await _draw_up(officer)
    return drawn


async def _draw_up(officer: Officer) -> bool:
    last = await Digest.filter(officer_id=officer.id).order_by("-day").first()
    if last is not None and last.day >= clock.today():
        return False
    since = last.id if last else lowest_id(clock.real_now() - _FIRST_LOOKS_BACK)
    matters = {each.value: number for each, number in (await matters_of(officer, since)).items() if number}
    if not matters:
        return False
    async with database.transaction():
        # A second timetable that is at it in the same moment draws none.
        kept = await database.execute(
            """INSERT INTO digest (id, county, officer_id, day, matters, drawn_at) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (officer_id, day) DO NOTHING""",
            new_id(), officer.county, officer.id, clock.today(), json.dumps(matters), clock.now(),
        )  # fmt: skip
        if kept:
            line = journal.Line(
                journal.Deed.DIGEST_DRAWN, officer.county, "officer", officer.id, facts=dict[str, object](matters)
            )
            await journal.record(line, by=journal.Signature(journal.By.CLOCK))
    return bool(kept)
