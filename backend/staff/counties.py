"""Counties: those whose people this house serves, and one thing done in each of them."""

from collections.abc import Awaitable, Callable

from backend import database
from backend.settings import settings


async def counties_served() -> list[str]:
    """Their 6-digit codes: the house's own, and every other with officers or cadres."""
    found = await database.rows("SELECT county FROM officer UNION SELECT county FROM cadre")
    return sorted({settings().county, *(each["county"] for each in found)})


async def in_each_county(deed: Callable[[str], Awaitable[int]]) -> int:
    """Do it in each, given its code; what it came to in all. No county holds up another: the first fault is raised
    when all have had their turn."""
    total, faults = 0, []
    for county in await counties_served():
        try:
            total += await deed(county)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return total
