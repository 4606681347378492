"""Checking a rule as a whole: what no part of it shows to be a mistake, but all together do."""

import re
from collections.abc import Iterator, Mapping

from backend.eligibility.fact import Fact
from backend.eligibility.law import Clause, Law, LawInvalid
from backend.eligibility.reach import Domain, domains, outcomes, strange_words
from backend.eligibility.rule import Rule
from backend.eligibility.syntax import Tree

_LEAP_DAY = "age.leap_day_birthday"  # read wherever an age is reckoned from a birth date


def must_be_sound(law: Law, facts: Mapping[str, Fact]) -> None:
    """LawInvalid for a parameter that nothing reads, or a condition that cannot come out both ways."""
    _must_read_its_parameters(law)
    ranges = domains(facts, law.rule.parameters)
    for number, clause in enumerate(law.clauses):
        for step, reason in _unreachable(clause, law.clauses[:number], ranges):
            raise LawInvalid(("conditions", clause.key, step), reason)


def _must_read_its_parameters(law: Law) -> None:
    read = _columns_read(law.rule)
    reckons_ages = any(fact.age_from for fact in law.facts.values())
    for key, parameter in law.rule.parameters.items():
        if not read & set(parameter.columns) and not (key == _LEAP_DAY and reckons_ages):
            raise LawInvalid(("parameters", key), f"参数「{key}」没有一个条件、算法或者句子用到，请删去")


def _columns_read(rule: Rule) -> set[str]:
    """Of parameters, in any expression or sentence; amounts stand in sentences as `…_yuan`."""
    written = repr(rule.model_dump(exclude={"parameters"}))
    return {name.removesuffix("_yuan") for name in re.findall(r"\bparam_[a-z0-9_]+", written)}


def _unreachable(
    clause: Clause, earlier: tuple[Clause, ...], ranges: Mapping[str, Domain]
) -> Iterator[tuple[str, str]]:
    applies = _applies(clause)
    for condition in applies:
        if len(found := outcomes(condition, (), ranges)) == 1:
            yield (
                "applies_when",
                "这个前提总是成立，不用写" if True in found else "这个前提永远不成立，这一条永远用不到",
            )
    for tree in (clause.tree, *applies):
        for word, column in strange_words(tree, ranges):
            yield "applies_when" if tree in applies else "expression", f"「{column}」没有「{word}」这个选项"
    found = outcomes(clause.tree, applies, ranges)
    if found == {False}:
        yield "expression", "这一条在声明的取值范围里永远不会成立，谁也不会符合"
    if found == {True}:
        yield "expression", "这一条在声明的取值范围里总是成立，等于没有写"
    for other in earlier:
        if not set(other.expression.columns) & set(clause.expression.columns) or not _with(other, clause):
            continue
        found = outcomes(clause.tree, (*applies, other.tree), ranges)
        if found == {False}:
            yield "expression", f"这一条和前面的「{other.key}」不会同时成立，谁也不会符合"
        if found == {True} and not other.reviewed:
            yield "expression", f"前面的「{other.key}」成立时这一条总是成立，永远轮不到它"


def _with(other: Clause, clause: Clause) -> bool:
    """Whether the other takes part wherever this one does."""
    waits = (None, clause.condition.waits_for)
    return set(_applies(other)) <= set(_applies(clause)) and other.condition.waits_for in waits


def _applies(clause: Clause) -> tuple[Tree, ...]:
    return (clause.applies.tree,) if clause.applies else ()
