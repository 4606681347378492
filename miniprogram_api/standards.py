"""The county's standards for checks: kept for some seconds, for they change about once a year, and known ahead."""

import time
from datetime import date

from backend.programmes import parameters_on

_KEPT = 10.0  # seconds; a check is no decision, and decisions read the table themselves
_known: dict[tuple[str, date], tuple[float, dict[str, object]]] = {}


async def standards(county: str, day: date) -> dict[str, object]:
    """All values in force in a county on `day`."""
    kept = _known.get((county, day))
    if kept is not None and time.monotonic() - kept[0] < _KEPT:
        return kept[1]
    found = await parameters_on(county, day)
    _known.clear()  # one county and one day are asked about at a time; tomorrow nobody asks about today
    _known[county, day] = (time.monotonic(), found)
    return found


def forget_standards() -> None:
    """The next check reads the table."""
    _known.clear()
