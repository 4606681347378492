"""Parsing: the text of one expression into its tree."""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from backend.eligibility.syntax import Cased, Column, Constant, Joined, Reckoned, Tree

TOKEN = re.compile(r"\s*(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<value>[0-9]+|'[^']*')|(?P<mark><>|<=|>=|[=<>+\-*(),]))")
_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_SUMS: Mapping[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub}


class Unparsable(Exception):
    """The text is not one expression."""


def _divided(whole: int, by: int) -> int | None:
    """DIV as Polars counts it: what is left over falls away towards zero; nothing by nothing."""
    if not by:
        return None
    return whole // by if (whole < 0) == (by < 0) else -(-whole // by)


def parse(text: str) -> Tree:
    """The tree of one expression in the small language of rule files; Unparsable if it is none."""
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
        if self._took("CASE"):
            return self._cased()
        if self._took("DIV"):
            return Reckoned(_divided, self._listed())
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

    def _cased(self) -> Tree:
        arms = []
        while self._took("WHEN"):
            condition = self.any_of()
            self._need("THEN")
            arms.append((condition, self.any_of()))
        self._need("ELSE")
        otherwise = self.any_of()
        self._need("END")
        if not arms:
            raise Unparsable(self._text)
        return Cased(tuple(arms), otherwise)

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
