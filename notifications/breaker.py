"""Breaker: leaves a sick provider alone, and finds out with a single message whether it is well again.

One a channel. Open, nothing is claimed; after the pause one message is (half-open): its success closes the breaker for
all that waits at once, its failure lengthens the pause, from 1 s to 5 min. A pause is a thirtieth of the time that the
provider has been sick: every few seconds in the first minutes, away for six it is asked again within a quarter of one,
and an outage costs nobody more than a thirtieth on top. More often would cost more: a message asked with is of unknown
fate when the answer is a 500, and waits until the provider's record has been read.

Calls are judged by when they began. Those that hang end together, long after the others, and would look like nothing
but failures in a row; but a provider that has answered who called later was well.
"""

import random
import time
from collections import deque
from collections.abc import Callable, Iterable
from operator import itemgetter

from notifications.channels import Outcome, Result

_WINDOW = 10.0  # seconds over which failures are weighed, back from the first of them that is news
_SICK = 0.5  # of the attempts in the window; below, it is bad luck, and each message has its own back-off
# After a good while half of the window is seconds of failures, each a message of unknown fate. Of one failure in
# ten, which goes on, so many in a row come once in a hundred million.
_IN_A_ROW = 8
_KEPT = _WINDOW + 12.0  # seconds that calls are remembered: those around one that hung as long as any may
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0  # seconds
_PART_OF_SICKNESS = 1 / 30  # of the time since it fell sick
_STILL_ILL = 60.0  # seconds after a pause within which nothing was there to ask with
_STOPPED = 60.0  # seconds to leave a provider alone that refuses everything (no money, bad signature)


class Breaker:
    """Judges a provider by what came of the last attempts. A slow minute of ten messages is left after the first
    failure, for a second; a rush with one failure in ten goes on, and ends when nothing but failures come."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._recent: deque[tuple[float, bool]] = deque()  # when a call began, and whether it failed
        self._was_well = float("-inf")  # the last beginning of a call that was answered
        self._open_until: float | None = None
        self._sick_since = 0.0
        self._in_a_row = 0
        self.why = ""  #: the provider's code for which it was last left alone

    @property
    def is_open(self) -> bool:
        """Whether nobody may be called now."""
        return self._open_until is not None and self._now() < self._open_until

    @property
    def is_probing(self) -> bool:
        """Whether one message may go, to see."""
        return self._open_until is not None and not self.is_open

    @property
    def is_ill(self) -> bool:
        """Whether it is left alone, or was until a minute ago and has not been seen well since."""
        return self._open_until is not None and self._now() < self._open_until + _STILL_ILL

    @property
    def sick_for(self) -> float:
        """Seconds since it fell sick; 0 where it is well."""
        return self._now() - self._sick_since if self._open_until is not None else 0.0

    @property
    def admits(self) -> int | None:
        """How many messages may be claimed: none, one to probe with, or None for as many as there are."""
        return 0 if self.is_open else 1 if self.is_probing else None

    def weigh(self, outcomes: Iterable[Outcome]) -> float | None:
        """Take what came of attempts; the pause in seconds where the provider is left alone from now on."""
        now, several = self._now(), list(outcomes)
        if not several or self.is_open:  # calls that were under way when it opened say nothing new
            return None
        stopped = next((each for each in several if each.stops_channel), None)
        self.why = (stopped or several[-1]).code
        if stopped is not None:
            return self._open(_STOPPED)
        calls = [(now - each.took, each.result in (Result.NOT_SENT, Result.UNKNOWN)) for each in several]
        if self._open_until is not None:
            calls = [each for each in calls if each[0] >= self._open_until]
            if not calls:  # they hung since before it opened, and no probe was among them
                return None
            if all(failed for _, failed in calls):
                sick_for = now - self._sick_since
                return self._open(min(_LONGEST_PAUSE, max(_FIRST_PAUSE, sick_for * _PART_OF_SICKNESS)))
            self._open_until = None
        return self._open(_FIRST_PAUSE) if self._looks_sick(calls) else None

    def _looks_sick(self, calls: list[tuple[float, bool]]) -> bool:
        self._recent.extend(calls)
        for begun, failed in sorted(calls, key=itemgetter(0)):
            if not failed:
                self._was_well, self._in_a_row = max(begun, self._was_well), 0
            elif begun >= self._was_well:
                self._in_a_row += 1
        failures = [begun for begun, failed in calls if failed]
        while self._recent and self._recent[0][0] < self._now() - _KEPT:
            self._recent.popleft()
        if not failures:
            return False
        weighed = [failed for begun, failed in self._recent if begun >= min(failures) - _WINDOW]
        return sum(weighed) >= _SICK * len(weighed) or self._in_a_row >= _IN_A_ROW

    def _open(self, seconds: float) -> float:
        if self._open_until is None:
            self._sick_since = self._now()
        self._recent.clear()
        self._in_a_row = 0
        seconds *= random.uniform(0.75, 1.25)  # noqa: S311 — so that several processes do not come back together
        self._open_until = self._now() + seconds
        return seconds
