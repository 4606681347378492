"""Changing: which single fact would turn a verdict that is no or open, and to what, in plain words."""

import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from backend.eligibility.fact import Fact
from backend.eligibility.law import Clause, Law
from backend.eligibility.syntax import Column, Joined, Reckoned, Tree
from backend.eligibility.verdict import Change
from backend.money import short_yuan

_COMPARISONS = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)
_FEW = 3  # choices that a sentence can name
_HEADS = "members_counted"

_Row = Mapping[str, Any]


def changes(law: Law, clauses: Sequence[Clause], row: _Row) -> Iterator[Change]:
    """For each fact that may be spoken of in this way, what it would have to be for the verdict not to be no.

    `clauses` are those that block and apply. Where the verdict is no, facts that turn it alone; where it is open,
    unknown facts that could make it a no. Facts out of which nothing follows are left out.
    """
    failing = {clause.key for clause in clauses if row[f"raw_{clause.key}"] is False}
    for key, fact in law.facts.items():
        if not fact.supposed or fact.type == "date" or bool(failing) != (row[key] is not None):
            continue
        reading = [clause for clause in clauses if key in clause.expression.columns]
        if not failing <= {clause.key for clause in reading}:
            continue
        said = _said(fact, [clause.tree for clause in reading], row)
        if said and failing:
            yield Change(key, f"如果{said}，就可能符合。")
        elif said:
            yield Change(key, f"还要看一项：如果{said}，就可能符合。")


def _said(fact: Fact, trees: Sequence[Tree], row: _Row) -> str:
    """In words, what this fact would have to be; empty where it makes no difference."""

    def fits(value: object) -> bool:
        return not any(tree.at({**row, fact.key: value}).value is False for tree in trees)

    if fact.type == "bool":
        wanted = [value for value in (True, False) if fits(value)]
        return _bool_said(fact, value=wanted[0]) if len(wanted) == 1 else ""
    if fact.type == "enum":
        return _choices_said(fact, [choice for choice in fact.choices if fits(choice)])
    return _number_said(fact, [value for value in _thresholds(fact, trees, row) if fits(value)], fits, row)


def _bool_said(fact: Fact, *, value: bool) -> str:
    return fact.name if value else f"没有「{fact.name}」的情况"


def _choices_said(fact: Fact, wanted: Sequence[str]) -> str:
    unwanted = [choice for choice in fact.choices if choice not in wanted]
    if not wanted or not unwanted:
        return ""
    if len(wanted) <= _FEW:
        return f"{fact.name}是{'或者'.join(fact.choices[each] for each in wanted)}"
    return f"{fact.name}不是{'或者'.join(fact.choices[each] for each in unwanted)}" if len(unwanted) <= _FEW else ""


def _number_said(fact: Fact, fitting: Sequence[int], fits: Any, row: _Row) -> str:
    """The limit nearest to what it is now, or for an unknown number the one that parts what fits from what does not."""
    least, most = fact.minimum or 0, fact.maximum or 0
    now = row[fact.key]
    below = [value for value in fitting if (now is None or value < now) and not fits(min(value + 1, most))]
    above = [value for value in fitting if (now is None or value > now) and not fits(max(value - 1, least))]
    if below and not fact.age_from:  # nobody gets younger
        limit = max(below)
        if fact.per_head and row.get(_HEADS):
            return f"{fact.per_head}低于{short_yuan(-(-(limit + 1) // row[_HEADS]))}元"
        return (
            f"{fact.name}低于{short_yuan(limit + 1)}元"
            if fact.type == "fen"
            else f"{fact.name}不超过{limit}{fact.unit}"
        )
    if above:
        limit = min(above)
        if fact.age_from:
            return f"满了{limit}周岁"
        return f"{fact.name}达到{short_yuan(limit)}元" if fact.type == "fen" else f"{fact.name}达到{limit}{fact.unit}"
    return ""


def _thresholds(fact: Fact, trees: Sequence[Tree], row: _Row) -> list[int]:
    """Where a comparison with the fact may change, and either side of it; within the fact's range."""
    found = {value + step for tree in trees for value in _roots(fact.key, tree, row) for step in (-1, 0, 1)}
    return sorted(value for value in found if (fact.minimum or 0) <= value <= (fact.maximum or 0))


def _roots(key: str, tree: Tree, row: _Row) -> Iterator[int]:
    if isinstance(tree, Joined):
        for part in tree.parts:
            yield from _roots(key, part, row)
    elif isinstance(tree, Reckoned) and tree.reckon in _COMPARISONS:
        yield from _root(key, tree.operands, row)
    elif isinstance(tree, Reckoned) and tree.operands[0] == Column(key):  # IN, BETWEEN
        values = [operand.at(row).value for operand in tree.operands[1:]]
        yield from (value for value in values if isinstance(value, int))
    elif isinstance(tree, Reckoned):
        for operand in tree.operands:
            yield from _roots(key, operand, row)


def _root(key: str, sides: Sequence[Tree], row: _Row) -> Iterator[int]:
    """Where the two sides are equal: they are sums and products, so straight lines in one fact."""
    gaps = []
    for value in (0, 1):
        left, right = (side.at({**row, key: value}).value for side in sides)
        if not isinstance(left, int) or not isinstance(right, int):
            return
        gaps.append(left - right)
    if slope := gaps[1] - gaps[0]:
        yield -gaps[0] // slope
