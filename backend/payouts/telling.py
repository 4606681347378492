"""Telling how far a long deed is: rows done of rows, for whoever watches."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

_Row = TypeVar("_Row")
Told = Callable[[int, int], None]
_EVERY = 500  # rows; each of them would cost more than the work itself


def to_nobody(done: int, of: int) -> None:
    """For deeds that nobody watches."""


def counted(rows: Sequence[_Row], told: Told) -> Iterator[_Row]:
    """The rows in turn; `told` hears how many are done."""
    for done, row in enumerate(rows, start=1):
        yield row
        if done % _EVERY == 0:
            told(done, len(rows))
    told(len(rows), len(rows))
