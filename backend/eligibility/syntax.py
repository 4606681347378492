"""The tree of a condition: what it comes to for one person in plain Python, and which unknown facts still matter.

Polars decides; the tree says what is worth asking, in microseconds and without trying out answers. A test holds the two
to the same result.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

TOKEN = re.compile(r"\s*(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<value>[0-9]+|'[^']*')|(?P<mark><>|<=|>=|[=<>+\-*(),]))")
_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_SUMS: Mapping[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub}
_NOTHING: frozenset[str] = frozenset()


class Unparsable(Exception):
    """The text is not one expression."""


class Found(NamedTuple):
    """A value, or None with the columns on which it still turns; a known value turns on nothing any more."""

    value: object
    open: frozenset[str]


class Tree(Protocol):
    """One expression or a part of it."""

    def at(self, row: Mapping[str, object]) -> Found:
        """What it comes to where these columns are known; None and absent are not."""
        ...


@dataclass(frozen=True)
class Constant:
    """A number, a text, TRUE or FALSE."""

    value: object

    def at(self, row: Mapping[str, object]) -> Found:
        """Itself."""
        return Found(self.value, _NOTHING)


@dataclass(frozen=True)
class Column:
    """A fact or a parameter."""

    name: str

    def at(self, row: Mapping[str, object]) -> Found:
        """Its value in the row."""
        value = row.get(self.name)
        return Found(value, _NOTHING) if value is not None else Found(None, frozenset((self.name,)))


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


def parse(text: str) -> Tree:
    """The tree of one condition in the small language of rule files, which has no CASE; Unparsable if it is none."""
    reader = _Reader(text)
    tree = reader.any_of()
    if reader.ahead:
        raise Unparsable(text)
    return tree


class _Reader:
    """Reads one token ahead; a method for each level of binding, the loosest first."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self.ahead = text.strip(), 0, ""
        self._advance()

    def any_of(self) -> Tree:
        parts = [self._all_of()]
        while self._took("OR"):
            parts.append(self._all_of())
        return Joined(True, tuple(parts)) if len(parts) > 1 else parts[0]

    def _all_of(self) -> Tree:
        parts = [self._negated()]
        while self._took("AND"):
            parts.append(self._negated())
        return Joined(False, tuple(parts)) if len(parts) > 1 else parts[0]

    def _negated(self) -> Tree:
        return Reckoned(operator.not_, (self._negated(),)) if self._took("NOT") else self._compared()

    def _compared(self) -> Tree:
        left = self._sum()
        if self.ahead in _COMPARISONS:
            compare = _COMPARISONS[self._taken()]
            return Reckoned(compare, (left, self._sum()))
        denied = self._took("NOT")
        if self._took("IN"):
            found: Tree = Reckoned(lambda value, *listed: value in listed, (left, *self._listed()))
        elif self._took("BETWEEN"):
            low = self._sum()
            self._need("AND")
            found = Reckoned(lambda value, least, most: least <= value <= most, (left, low, self._sum()))
        elif denied:
            raise Unparsable(self._text)
        else:
            return left
        return Reckoned(operator.not_, (found,)) if denied else found

    def _sum(self) -> Tree:
        left = self._product()
        while self.ahead in _SUMS:
            combine = _SUMS[self._taken()]
            left = Reckoned(combine, (left, self._product()))
        return left

    def _product(self) -> Tree:
        left = self._single()
        while self._took("*"):
            left = Reckoned(operator.mul, (left, self._single()))
        return left

    def _single(self) -> Tree:
        if self._took("("):
            inner = self.any_of()
            self._need(")")
            return inner
        if self._took("-"):
            return Reckoned(operator.neg, (self._single(),))
        if self._took("DIV"):
            return Reckoned(lambda whole, by: whole // by if by else None, self._listed())
        token = self._taken()
        if token in ("TRUE", "FALSE"):
            return Constant(token == "TRUE")
        if token[:1] == "'":
            return Constant(token[1:-1])
        if token.isdigit():
            return Constant(int(token))
        if token.isidentifier():
            return Column(token)
        raise Unparsable(self._text)

    def _listed(self) -> tuple[Tree, ...]:
        self._need("(")
        listed = [self._sum()]
        while self._took(","):
            listed.append(self._sum())
        self._need(")")
        return tuple(listed)

    def _took(self, token: str) -> bool:
        if self.ahead != token:
            return False
        self._advance()
        return True

    def _need(self, token: str) -> None:
        if not self._took(token):
            raise Unparsable(self._text)

    def _taken(self) -> str:
        token = self.ahead
        self._advance()
        return token

    def _advance(self) -> None:
        token = TOKEN.match(self._text, self._at)
        if token is None and self._at < len(self._text):
            raise Unparsable(self._text)
        self.ahead, self._at = (token[0].strip(), token.end()) if token else ("", self._at)
