"""Every request and every push, with the rule that decided it: counts for ever, bodies for the newest."""

from collections import Counter, deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from sandbox.virtual_clock import VirtualClock, beijing_text

KEPT = 100_000  # about 60 MB of bodies


@dataclass(slots=True)
class Entry:
    """One exchange: `what` was asked, the `rule` that decided it, the `outcome` as a provider code."""

    number: int
    moment: float
    provider: str
    what: str
    rule: str
    outcome: str
    body: bytes


class RequestJournal:
    """Counts by (provider, what, outcome) and the newest entries."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.entries: deque[Entry] = deque(maxlen=KEPT)
        self.last_number = 0

    def write(self, provider: str, what: str, rule: str, outcome: str, body: bytes = b"") -> None:
        """Note one exchange."""
        self.last_number += 1
        self.counts[provider, what, outcome] += 1
        self.entries.append(Entry(self.last_number, self._clock.now(), provider, what, rule, outcome, body[:4096]))

    def since(self, number: int, limit: int) -> list[dict[str, Any]]:
        """Return at most `limit` kept entries with a number above `number`, oldest first."""
        if not self.entries:
            return []
        first = self.entries[0].number
        start = max(0, number + 1 - first)
        stop = min(len(self.entries), start + limit)
        return [_shown(self.entries[i]) for i in range(start, stop)]

    def totals(self) -> list[dict[str, Any]]:
        """Return how often each outcome was given, since the start or the last reset."""
        return [
            {"provider": provider, "what": what, "outcome": outcome, "count": count}
            for (provider, what, outcome), count in sorted(self.counts.items())
        ]

    def clear(self) -> None:
        """Forget entries and counts; numbers go on."""
        self.counts.clear()
        self.entries.clear()


def _shown(entry: Entry) -> dict[str, Any]:
    text = entry.body.decode("utf-8", "replace")
    form = text[:1] not in ("{", "[", "<") and "=" in text
    return {
        "number": entry.number,
        "at": beijing_text(entry.moment),
        "provider": entry.provider,
        "what": entry.what,
        "rule": entry.rule,
        "outcome": entry.outcome,
        "body": dict(parse_qsl(text, keep_blank_values=True)) if form else text,
    }
