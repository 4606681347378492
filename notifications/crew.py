"""Crew: how many calls to one provider are under way at once.

While a thread waits for the answer others can work, so as many are of use as a call takes longer than it costs: where
it takes 52 ms and costs 1.5 ms of processor time, 35. Twice as many are had, for answers do not come in step; at a
provider that answers at once more than a handful only wait for each other and for the loop that takes callbacks.

A call that hangs is no measure of the others, and its thread does no work: another takes its place. Without that ten
calls in a hundred that hang until their time-out would hold all threads, and everybody's messages, within seconds.
"""

import time
from collections import deque
from collections.abc import Callable

_FEWEST = 4  # threads
_FOR_ONE = 2  # threads for one that would be busy without a break
_LOOKED_AT = 64  # calls
_TIMED_AT_LEAST = 8  # calls; fewer say nothing
_SHORTEST = 1e-6  # seconds
_HANGS = 1.0  # seconds; a provider in good health answers within a tenth of that


class Crew:
    """One a channel, so that a slow provider has many threads and a fast one few. Threads report, the loop counts."""

    def __init__(self, most: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._now = most, now
        self._calls: deque[tuple[float, float]] = deque(maxlen=_LOOKED_AT)
        self._under_way: dict[int, tuple[float, float]] = {}  # by the thread's number: when, and its work until then
        self._of_use = min(_FEWEST, most)
        self.size = self._of_use  #: threads that may work now: those of use, and those that hang

    def begins(self, number: int) -> None:
        """The thread of this number packs a message, and calls."""
        self._under_way[number] = self._now(), time.thread_time()

    def ends(self, number: int) -> float:
        """The same thread has its answer; how long the call took, in seconds."""
        begun, used = self._under_way.pop(number)
        took = self._now() - begun
        self.took(took, time.thread_time() - used)
        return took

    def took(self, seconds: float, work: float) -> None:
        """A call took `seconds` from the packing to the answer, `work` of them on the processor."""
        self._calls.append((seconds, work))

    def count(self) -> int:
        """The size by the last calls. Of their times that of the quickest tenth: the others waited for other threads,
        and with their times a crew would grow because it has grown."""
        calls = list(self._calls)
        if len(calls) >= _TIMED_AT_LEAST:
            quick = sorted(seconds for seconds, _ in calls)[len(calls) // 10]
            work = max(_SHORTEST, sum(work for _, work in calls) / len(calls))
            self._of_use = min(self._most, max(_FEWEST, round(_FOR_ONE * quick / work)))
        hanging = sum(begun < self._now() - _HANGS for begun, _ in list(self._under_way.values()))
        self.size = min(self._most, self._of_use + hanging)
        return self.size
