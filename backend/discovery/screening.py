"""Screening (政策找人): one pass over a county, kept whole or not at all. Nothing is decided by it."""

import asyncio

import asyncpg

from backend import clock, cycle_collector, database, programmes
from backend.discovery.finding import find
from backend.discovery.keeping import keep
from backend.discovery.known_facts import know
from backend.discovery.screening_run import Screening
from backend.discovery.terms import Terms
from backend.refusals import NotNow
from backend.staff import in_each_county

_LOCK = "discovery:screening"


class ScreeningUnderWay(NotNow):
    """Another screening of this county has begun and not ended."""

    sentence = "正在筛查，请过几分钟再看结果。"


@cycle_collector.resting()
async def screen(county: str, *, programme: str | None = None) -> Screening:
    """Look at everyone in the county as of today; only hits about `programme`, where one is named.

    A second pass on the same day finds the same and changes nothing; one that is killed leaves nothing. Refuses with
    ScreeningUnderWay and eligibility.NoSuchProgramme.
    """
    async with database.dedicated_connection() as connection:
        await _must_be_alone(connection, county)
        started_at, today = clock.now(), clock.today()
        known = await know(county, today)
        terms = Terms(today, await programmes.parameters_on(county, today))
        found, unscreened = await asyncio.to_thread(find, known, terms, programme)
        return await keep(
            county, found, unscreened, terms, started_at=started_at, people=known.people.height, only=programme
        )


async def screen_tonight() -> int:
    """For the timetable: each county of this house; how many new hits there are."""

    async def new_hits(county: str) -> int:
        return (await screen(county)).new

    return await in_each_county(new_hits)


async def latest_screening(county: str) -> Screening | None:
    """The last one that ended, or None before the first."""
    return await Screening.filter(county=county).order_by("-id").first()


async def _must_be_alone(connection: asyncpg.Connection, county: str) -> None:
    """A lock of the session, which ends with it, however it ends."""
    alone = await connection.fetchval("SELECT pg_try_advisory_lock(hashtext($1), $2)", _LOCK, int(county))
    if not alone:
        raise ScreeningUnderWay
