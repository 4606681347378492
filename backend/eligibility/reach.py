"""Reach: whether a condition can ever hold, and ever fail, by the declared ranges of what it reads.

Exact where facts and parameters are compared with numbers and words written out. What compares anything else (a sum, a
fact with a parameter) may come out either way, and two such comparisons hang together only where both sides are the
same. So what is reported is true; that nothing is reported proves nothing.
"""

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd, prod

from backend.eligibility.fact import Fact
from backend.eligibility.parameter import Parameter
from backend.eligibility.syntax import Column, Constant, Joined, Reckoned, Tree

_MOST_CASES = 20_000  # of values put together; beyond that nothing is reported
_LARGEST = 2**31 - 1  # as a parameter may be
_ORDERS: Mapping[object, tuple[int, ...]] = {
    operator.lt: (-1,), operator.le: (-1, 0), operator.eq: (0,), operator.ne: (-1, 1), operator.ge: (0, 1),
    operator.gt: (1,),
}  # fmt: skip
_NUMBERS = (operator.add, operator.sub, operator.mul, operator.neg)

Domain = Sequence[object]


def domains(facts: Mapping[str, Fact], parameters: Mapping[str, Parameter]) -> dict[str, Domain]:
    """What each column may hold: for numbers the two ends, for choices all of them. Others may hold anything."""
    found: dict[str, Domain] = {}
    for key, fact in facts.items():
        if fact.type in ("int", "fen"):
            found[key] = (fact.minimum, fact.maximum)
        elif fact.type == "enum":
            found[key] = tuple(fact.choices)
        elif fact.type == "bool":
            found[key] = (False, True)
    for parameter in parameters.values():
        if parameter.type == "enum":
            found[parameter.column] = tuple(parameter.choices)
        elif parameter.type in ("int", "fen"):
            found[parameter.column] = (parameter.minimum, _LARGEST)
    return found


def outcomes(asked: Tree, given: Sequence[Tree], ranges: Mapping[str, Domain]) -> set[bool]:
    """How the condition can come out where all of `given` hold; both where it is too much to look through.

    Empty where those given cannot hold together.
    """
    cases = _Cases(ranges)
    whole, before = cases.taken(asked), [cases.taken(each) for each in given]
    if cases.count() > _MOST_CASES:
        return {True, False}
    found: set[bool] = set()
    for row in cases.rows():
        if all(each.at(row).value for each in before):
            found.add(bool(whole.at(row).value))
        if len(found) == 2:
            break
    return found


def strange_words(tree: Tree, ranges: Mapping[str, Domain]) -> Iterator[tuple[str, str]]:
    """Words with which a column is compared that are none of its choices, each with the column."""
    parts = tree.parts if isinstance(tree, Joined) else tree.operands if isinstance(tree, Reckoned) else ()
    columns = [part.name for part in parts if isinstance(part, Column)]
    words = [part.value for part in parts if isinstance(part, Constant) and isinstance(part.value, str)]
    for column in columns:
        yield from ((word, column) for word in words if word not in ranges.get(column, words))
    for part in parts:
        yield from strange_words(part, ranges)


@dataclass
class _Cases:
    """Trees with what is not compared with written numbers replaced by variables, and the values worth trying."""

    ranges: Mapping[str, Domain]
    values: dict[str, list[object]] = field(default_factory=dict)
    orders: dict[tuple[Tree, ...], str] = field(default_factory=dict)

    def taken(self, tree: Tree) -> Tree:
        """The tree over variables whose values are known."""
        if isinstance(tree, Joined):
            return Joined(tree.settling, tuple(self.taken(part) for part in tree.parts))
        if isinstance(tree, Reckoned) and tree.reckon is operator.not_:
            return Reckoned(operator.not_, (self.taken(tree.operands[0]),))
        if isinstance(tree, Constant):
            return tree
        if isinstance(tree, Column) and self._try(tree.name, ()):
            return tree
        return self._compared(tree) if isinstance(tree, Reckoned) else self._either(tree)

    def count(self) -> int:
        """How many combinations there are."""
        return prod(len(values) for values in self.values.values())

    def rows(self) -> Iterator[dict[str, object]]:
        """Every combination, neighbours far apart: a case on either side of a condition is soon met."""
        cases = self.count()
        stride = next(each for each in range(int(cases * 0.618) + 1, cases + 2) if gcd(each, cases) == 1)
        for turn in range(cases):
            number = turn * stride % cases
            row: dict[str, object] = {}
            for name, values in self.values.items():
                number, place = divmod(number, len(values))
                row[name] = values[place]
            yield row

    def _compared(self, tree: Reckoned) -> Tree:
        written = [_written(operand) for operand in tree.operands]
        columns = [operand for operand in tree.operands if isinstance(operand, Column)]
        against_written = len(columns) == 1 and written.count(None) == 1
        if against_written and self._try(columns[0].name, [value for value in written if value is not None]):
            return tree
        if tree.reckon in _ORDERS:
            return self._ordered(tree)
        return self._either(tree)

    def _ordered(self, tree: Reckoned) -> Tree:
        """A variable for how left stands to right: below, equal, above."""
        left, right = tree.operands
        turned = (right, left) in self.orders
        name = self.orders.setdefault((right, left) if turned else (left, right), f"order {len(self.orders)}")
        self.values[name] = [-1, 0, 1]
        wanted = frozenset(-order if turned else order for order in _ORDERS[tree.reckon])
        return Reckoned(lambda order: order in wanted, (Column(name),))

    def _either(self, tree: Tree) -> Tree:
        name = self.orders.setdefault((tree,), f"either {len(self.orders)}")
        self.values[name] = [False, True]
        return Column(name)

    def _try(self, column: str, written: Sequence[object]) -> bool:
        """Values on both sides of each number written; False where the column's range is not known."""
        if column not in self.ranges:
            return False
        ends = self.ranges[column]
        tried = self.values.setdefault(column, list(ends))
        numbers = [each for each in written if isinstance(each, int) and not isinstance(each, bool)]
        low, high = ends[0], ends[-1]
        if isinstance(low, int) and isinstance(high, int) and not isinstance(low, bool):
            near = {value for number in numbers for value in (number - 1, number, number + 1)}
            tried += sorted(value for value in near - set(tried) if low <= value <= high)
        return True


def _written(tree: Tree) -> object:
    """The number or word that is written out, None where it is reckoned from something."""
    if isinstance(tree, Constant):
        return tree.value
    if isinstance(tree, Reckoned) and tree.reckon in _NUMBERS:
        return tree.at({}).value
    return None
