"""Crew: how many calls to one provider are under way at once.

While a thread waits for the answer others can work, so as many are of use as a call takes longer than it costs: where
it takes 52 ms and costs 1.5 ms of processor time, 35. Twice as many are had, for answers do not come in step; at a
provider that answers at once more than a handful only wait for each other and for the loop that takes callbacks.
"""

from collections import deque

_FEWEST = 4  # threads
_FOR_ONE = 2  # threads for one that would be busy without a break
_LOOKED_AT = 64  # calls
_TIMED_AT_LEAST = 8  # calls; fewer say nothing
_SHORTEST = 1e-6  # seconds


class Crew:
    """One a channel, so that a slow provider has many threads and a fast one few. Threads report, the loop counts."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._calls: deque[tuple[float, float]] = deque(maxlen=_LOOKED_AT)
        self.size = min(_FEWEST, most)  #: threads that are of use now

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
            self.size = min(self._most, max(_FEWEST, round(_FOR_ONE * quick / work)))
        return self.size
