"""Timeline: all of a county's values through the years, read once, and how they would be after a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from backend.programmes.parameter import Parameter, places_above


@dataclass(frozen=True)
class Span:
    """A value from a date until before another, in a place."""

    place: str
    key: str
    value: object
    valid_from: date
    valid_to: date | None


class Timeline:
    """What holds on a day is looked up, never asked of the database again."""

    def __init__(self, places: Sequence[str], spans: Sequence[Span]) -> None:
        self._places, self._spans = places, spans
        # The farthest place first, so that nearer ones overwrite it.
        self._ordered = sorted(spans, key=lambda span: -places.index(span.place))

    def on(self, day: date) -> Mapping[str, object]:
        """All values in force on that day."""
        return {
            span.key: span.value
            for span in self._ordered
            if span.valid_from <= day and (span.valid_to is None or day < span.valid_to)
        }

    def spans_of(self, key: str) -> list[Span]:
        """The values of one parameter, the nearest place first, the newest first."""
        found = [span for span in self._spans if span.key == key]
        found.sort(key=lambda span: span.valid_from, reverse=True)
        return sorted(found, key=lambda span: self._places.index(span.place))

    def changed(self, change: Span) -> Self:
        """The timeline as it would be with one more value, which ends where the next one of its place begins."""
        same = [span for span in self._spans if (span.place, span.key) == (change.place, change.key)]
        later = min((span.valid_from for span in same if span.valid_from > change.valid_from), default=None)
        new = Span(change.place, change.key, change.value, change.valid_from, change.valid_to or later)
        others = [span for span in self._spans if (span.place, span.key) != (change.place, change.key)]
        return type(self)(self._places, [*others, new, *(part for span in same for part in _left_of(span, new))])


async def timeline_of(county: str, *, known_at: datetime | None = None) -> Timeline:
    """The county's values, its city's and its province's; with `known_at`, as they were on record at that moment."""
    places = places_above(county)
    rows = await Parameter.filter(place__in=places)
    return Timeline(places, [_span(row) for row in rows if _was_known(row, known_at)])


def _was_known(row: Parameter, at: datetime | None) -> bool:
    if at is None:
        return row.superseded_at is None
    recorded = row.recorded_at is None or row.recorded_at <= at
    return recorded and (row.superseded_at is None or row.superseded_at > at)


def _span(row: Parameter) -> Span:
    return Span(row.place, row.key, row.value, row.valid_from, row.valid_to)


def _left_of(span: Span, new: Span) -> list[Span]:
    """What remains of a span beside the new one."""
    if (new.valid_to is not None and new.valid_to <= span.valid_from) or (
        span.valid_to is not None and span.valid_to <= new.valid_from
    ):
        return [span]
    left = []
    if span.valid_from < new.valid_from:
        left.append(Span(span.place, span.key, span.value, span.valid_from, new.valid_from))
    if new.valid_to is not None and (span.valid_to is None or new.valid_to < span.valid_to):
        left.append(Span(span.place, span.key, span.value, new.valid_to, span.valid_to))
    return left
