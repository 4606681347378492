"""Calendar months, each written as its first day."""

from collections.abc import Iterator
from datetime import date


def month_of(day: date) -> date:
    """The month that a day lies in."""
    return day.replace(day=1)


def months_after(month: date, count: int) -> date:
    """The month `count` months later; earlier when negative."""
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


def each_month(first: date, last: date) -> Iterator[date]:
    """The months from `first` to `last`, both included."""
    month = first
    while month <= last:
        yield month
        month = months_after(month, 1)
