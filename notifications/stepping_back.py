"""Stepping back: whether the county's clock went back since a channel's line was last put in order.

What was put off by a clock that was ahead waits for a moment that may be days away. Looking for it reads everything
that waits, which may be a million rows; so it is done at a process's start, when the clock has gone back, and every ten
minutes, for another process may have had the clock that was ahead.
"""

import time
from datetime import datetime

_EVERY = 600.0  # seconds


class ClockWatch:
    """One a process and channel."""

    def __init__(self) -> None:
        self._latest: datetime | None = None
        self._done_at: float | None = None

    def see(self, now: datetime) -> bool:
        """Take the county's time; whether the line is to be looked through, which `done` ends."""
        if self._latest is None or now < self._latest:
            self._done_at = None
        self._latest = now
        return self._done_at is None or time.monotonic() - self._done_at >= _EVERY

    def done(self) -> None:
        """It was looked through."""
        self._done_at = time.monotonic()
