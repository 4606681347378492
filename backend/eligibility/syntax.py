"""The tree of an expression: what it comes to for one person in plain Python, and which unknown facts still matter.

Polars works out the county and this one person, from the same text; tests hold the two to the same result.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

_NOTHING: frozenset[str] = frozenset()
_PAIR = 2

Run = Callable[[Mapping[str, Any]], Any]


class Found(NamedTuple):
    """A value, or None with the columns on which it still turns; a known value turns on nothing any more."""

    value: object
    open: frozenset[str]


class Tree(Protocol):
    """One expression or a part of it."""

    def at(self, row: Mapping[str, object]) -> Found:
        """What it comes to where these columns are known; None and absent are not."""
        ...

    def ready(self) -> Run:
        """The same as one function of a row that has every column, for the value alone."""
        ...


@dataclass(frozen=True)
class Constant:
    """A number, a text, TRUE or FALSE."""

    value: object

    def at(self, row: Mapping[str, object]) -> Found:
        """Itself."""
        return Found(self.value, _NOTHING)

    def ready(self) -> Run:
        """Itself, whatever the row."""
        value = self.value
        return lambda row: value


@dataclass(frozen=True)
class Column:
    """A fact or a parameter."""

    name: str

    def at(self, row: Mapping[str, object]) -> Found:
        """Its value in the row."""
        value = row.get(self.name)
        return Found(value, _NOTHING) if value is not None else Found(None, frozenset((self.name,)))

    def ready(self) -> Run:
        """Its value in the row."""
        return operator.itemgetter(self.name)


@dataclass(frozen=True)
class Reckoned:
    """Anything that is known once all of its operands are: comparisons, arithmetic, NOT, IN, BETWEEN."""

    reckon: Callable[..., object]
    operands: tuple[Tree, ...]

    def at(self, row: Mapping[str, object]) -> Found:
        """Open as long as one operand is."""
        values = []
        for operand in self.operands:
            value = operand.at(row).value
            if value is None:
                return Found(None, _NOTHING.union(*(each.at(row).open for each in self.operands)))
            values.append(value)
        return Found(self.reckon(*values), _NOTHING)

    def ready(self) -> Run:
        """None where one operand is; most have two."""
        reckon, operands = self.reckon, tuple(operand.ready() for operand in self.operands)

        def of_all(row: Mapping[str, Any]) -> Any:
            values = [operand(row) for operand in operands]
            return None if None in values else reckon(*values)

        if len(operands) != _PAIR:
            return of_all
        left, right = operands

        def of_two(row: Mapping[str, Any]) -> Any:
            first = left(row)
            if first is None:
                return None
            second = right(row)
            return None if second is None else reckon(first, second)

        return of_two


@dataclass(frozen=True)
class Joined:
    """AND (settled by one False) or OR (settled by one True)."""

    settling: bool
    parts: tuple[Tree, ...]

    def at(self, row: Mapping[str, object]) -> Found:
        """One settling part is enough, whatever else is not known."""
        unknown = []
        for part in self.parts:
            found = part.at(row)
            if found.value is self.settling:
                return found
            if found.value is None:
                unknown.append(found.open)
        return Found(None, _NOTHING.union(*unknown)) if unknown else Found(not self.settling, _NOTHING)

    def ready(self) -> Run:
        """The first settling part ends it."""
        settling, parts = self.settling, tuple(part.ready() for part in self.parts)

        def joined(row: Mapping[str, Any]) -> Any:
            found: bool | None = not settling
            for part in parts:
                value = part(row)
                if value is settling:
                    return settling
                if value is None:
                    found = None
            return found

        return joined


@dataclass(frozen=True)
class Cased:
    """CASE: the first arm whose condition holds; for amounts and figures, asked where all their columns are known."""

    arms: tuple[tuple[Tree, Tree], ...]
    otherwise: Tree

    def at(self, row: Mapping[str, object]) -> Found:
        """Open as soon as a condition on the way is."""
        for condition, value in self.arms:
            found = condition.at(row)
            if found.value is None:
                return found
            if found.value:
                return value.at(row)
        return self.otherwise.at(row)

    def ready(self) -> Run:
        """Arm after arm."""
        arms = tuple((condition.ready(), value.ready()) for condition, value in self.arms)
        otherwise = self.otherwise.ready()

        def cased(row: Mapping[str, Any]) -> Any:
            for condition, value in arms:
                held = condition(row)
                if held is None:
                    return None
                if held:
                    return value(row)
            return otherwise(row)

        return cased
