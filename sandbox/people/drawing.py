"""Drawing lots: weighted picks and exact shares, the same on every machine for the same seed."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Urn(Generic[T]):
    """Things with weights; `draw` takes one and puts it back."""

    def __init__(self, weighted: Iterable[tuple[T, float]]) -> None:
        things, weights = zip(*weighted, strict=True)
        self._things: tuple[T, ...] = things
        total = sum(weights)
        # The last bound is left out: whatever floating point makes of the sum, a draw below 1 finds a thing.
        self._bounds = [bound / total for bound in accumulate(weights)][:-1]

    def draw(self, lots: Random) -> T:
        """One thing, by weight."""
        return self._things[bisect_right(self._bounds, lots.random())]


def one_of(lots: Random, things: Sequence[T]) -> T:
    """One of the things, each as likely as the other (`Random.choice` may change between Pythons)."""
    return things[int(lots.random() * len(things))]


def between(lots: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(lots.random() * (high - low + 1))


def shuffled(lots: Random, things: Iterable[T]) -> list[T]:
    """The things in a random order."""
    return [thing for _, _, thing in sorted((lots.random(), i, t) for i, t in enumerate(things))]


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """The total split by weight in whole numbers that add up exactly (largest remainder method)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    given = [int(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda i: (given[i] - exact[i], i))
    for i in order[: total - sum(given)]:
        given[i] += 1
    return given
