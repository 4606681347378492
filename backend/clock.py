"""What time it is in the county; nobody else asks the machine."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone

from backend.settings import Environment, settings

# China keeps one time zone without summer time (since 1991), so a fixed offset needs no tz database.
COUNTY_TIME = timezone(timedelta(hours=8), "北京时间")

_LOOK_AGAIN_AFTER = 0.2  # seconds between two looks at the offset file
_travelled: timedelta | None = None
_offset = timedelta()
_looked_at = 0.0


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + (_travelled if _travelled is not None else _offset_from_file())


def real_now() -> datetime:
    """The world's moment, never moved: what an authenticator in an officer's pocket shows depends on it."""
    return datetime.now(UTC)


def today() -> date:
    """The county's calendar date (Asia/Shanghai)."""
    return now().astimezone(COUNTY_TIME).date()


def is_today(moment: datetime) -> bool:
    """Whether it lies in the county's present day."""
    return in_county_time(moment).date() == today()


def in_county_time(moment: datetime) -> datetime:
    """The same moment as a clock on the county's wall shows it."""
    return moment.astimezone(COUNTY_TIME)


@contextmanager
def travelled_to(moment: datetime) -> Iterator[None]:
    """For tests: inside the block the clock starts at `moment` and runs on."""
    global _travelled
    before, _travelled = _travelled, moment - datetime.now(UTC)
    try:
        yield
    finally:
        _travelled = before


def _offset_from_file() -> timedelta:
    """Demos and journeys move all processes' time together by one number of seconds in a file.

    Production never looks: there the law's clock is the real one.
    """
    global _offset, _looked_at
    file = settings().county_clock_file
    if file is None or settings().environment is Environment.PRODUCTION:
        return timedelta()
    if time.monotonic() - _looked_at > _LOOK_AGAIN_AFTER:
        _looked_at = time.monotonic()
        try:
            with open(file, encoding="ascii") as content:
                _offset = timedelta(seconds=float(content.read().strip() or 0))
        except FileNotFoundError:
            _offset = timedelta()
    return _offset


def process_started_with_moved_clock() -> bool:
    """Whether this process looks at an offset file at all; shown to staff so that nobody trusts a demo's dates."""
    return settings().county_clock_file is not None and os.path.exists(str(settings().county_clock_file))
