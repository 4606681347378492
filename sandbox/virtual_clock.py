"""A clock that a test can move: real time plus an offset, or frozen; and deeds that wait for a moment on it."""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


class VirtualClock:
    """Seconds since 1970 as the stand-in believes them; deeds due run at once when time is moved over them."""

    def __init__(self) -> None:
        self.offset_seconds = 0.0
        self._frozen_at: float | None = None
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self._changed = asyncio.Event()

    def now(self) -> float:
        """Return the moment in seconds since 1970."""
        return time.time() + self.offset_seconds if self._frozen_at is None else self._frozen_at

    @property
    def frozen(self) -> bool:
        """Tell whether the clock stands still."""
        return self._frozen_at is not None

    def set_offset(self, seconds: float) -> None:
        """Put the clock `seconds` ahead of real time (behind, when negative)."""
        self.offset_seconds = seconds
        if self._frozen_at is not None:
            self._frozen_at = time.time() + seconds
        self._changed.set()

    def advance(self, seconds: float) -> None:
        """Move the clock `seconds` onward, frozen or not."""
        self.offset_seconds += seconds
        if self._frozen_at is not None:
            self._frozen_at += seconds
        self._changed.set()

    def freeze(self, frozen: bool) -> None:
        """Stop the clock, or let it run on from where it stands."""
        if frozen and self._frozen_at is None:
            self._frozen_at = self.now()
        elif not frozen and self._frozen_at is not None:
            self.offset_seconds = self._frozen_at - time.time()
            self._frozen_at = None
        self._changed.set()

    def after(self, seconds: float, deed: Callable[[], object]) -> None:
        """Run `deed` once, `seconds` of virtual time from now."""
        entry = (self.now() + seconds, next(self._order), deed)
        heapq.heappush(self._due, entry)
        if self._due[0] is entry:
            self._changed.set()

    def forget_deeds(self) -> None:
        """Drop everything that waits."""
        self._due.clear()
        self._changed.set()

    async def run(self) -> None:
        """Run deeds as they fall due, until cancelled."""
        while True:
            self._changed.clear()
            while self._due and self._due[0][0] <= self.now():
                heapq.heappop(self._due)[2]()
            await self._wait_for_the_next()

    async def _wait_for_the_next(self) -> None:
        wait = None if not self._due or self.frozen else max(0.0, self._due[0][0] - self.now())
        try:
            await asyncio.wait_for(self._changed.wait(), wait)
        except TimeoutError:
            return


def beijing(moment: float) -> datetime:
    """Return the moment as Beijing time, which both providers write."""
    return datetime.fromtimestamp(moment, BEIJING)


def beijing_text(moment: float) -> str:
    """Return `yyyy-MM-dd HH:mm:ss` in Beijing time."""
    return beijing(moment).strftime("%Y-%m-%d %H:%M:%S")
