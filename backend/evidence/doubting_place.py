"""Doubting time and place: a photo from the future or from outside the county is kept, and says so."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from backend import clock
from backend.evidence.judging import Flaw

_FAST_CLOCK = timedelta(minutes=10)  # a phone's clock may be that much ahead


def is_from_the_future(captured_at: datetime | None) -> bool:
    """Whether it was taken later than now, by a clock that cannot be believed."""
    return captured_at is not None and captured_at > clock.now() + _FAST_CLOCK


def is_outside(latitude: float | None, longitude: float | None, rates: Mapping[str, object]) -> bool:
    """Whether a place lies outside the county's bounds (`county.bounds`, thousandths of a degree)."""
    bounds = rates.get("county.bounds")
    if latitude is None or longitude is None or not isinstance(bounds, dict):
        return False
    south, north, west, east = (bounds[side] / 1000 for side in ("south", "north", "west", "east"))
    return not (south <= latitude <= north and west <= longitude <= east)


def oddities(
    captured_at: datetime | None, place: tuple[float | None, float | None], rates: Mapping[str, object]
) -> list[Flaw]:
    """What is odd about a photo's moment and place."""
    future = [Flaw.FROM_THE_FUTURE] if is_from_the_future(captured_at) else []
    return future + ([Flaw.PLACE_OUTSIDE] if is_outside(*place, rates) else [])
