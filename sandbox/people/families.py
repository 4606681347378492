"""Fills a planned household with a family: ages that fit each other, relations, marriages."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sandbox.people.drawing import Urn
from sandbox.people.households import Kind, Plan
from sandbox.people.names import surname
from sandbox.people.rows import Marital, Relation, Sex


@dataclass(slots=True)
class Member:
    """Someone of a family before name and number; `age` in years with their fraction."""

    relation: Relation
    sex: Sex
    age: float
    family: str
    marital: Marital
    married_in: bool = False


# Five-year bands by their first year: who lives alone is older than who still has a spouse.
_ALONE_FROM: Urn[int] = Urn([
    (60, 15), (65, 19), (70, 21), (75, 18), (80, 14.5), (85, 8), (90, 2.4), (95, 0.6), (100, 0.28),
])  # fmt: skip
_COUPLE_FROM: Urn[int] = Urn([(60, 28), (65, 27), (70, 22), (75, 13), (80, 7.3), (85, 2.2), (90, 0.4)])
_DESTITUTE_FROM: Urn[int] = Urn([(60, 24), (65, 26), (70, 22), (75, 15), (80, 8), (85, 4), (90, 1)])
OLDEST = 108.0
_YOUNGEST_MOTHER, _OLDEST_MOTHER = 19.0, 42.0


def family(lots: Random, plan: Plan, name: str) -> list[Member]:
    """The members of a household so planned, the head first, in a line that carries the name."""
    return _FILLING[plan.kind](lots, plan, name)


def _elder_alone(lots: Random, plan: Plan, name: str) -> list[Member]:
    sex: Sex = "female" if lots.random() < 0.62 else "male"
    never = sex == "male" and lots.random() < 0.25
    return [Member("head", sex, _in_band(lots, _ALONE_FROM), name, "never_married" if never else "widowed")]


def _destitute(lots: Random, plan: Plan, name: str) -> list[Member]:
    sex: Sex = "male" if lots.random() < 0.86 else "female"
    marital: Marital = "never_married" if lots.random() < 0.85 else "widowed"
    return [Member("head", sex, _in_band(lots, _DESTITUTE_FROM), name, marital)]


def _elder_couple(lots: Random, plan: Plan, name: str) -> list[Member]:
    return _couple(lots, _in_band(lots, _COUPLE_FROM), name)


def _alone(lots: Random, plan: Plan, name: str) -> list[Member]:
    sex: Sex = "male" if lots.random() < 0.74 else "female"
    age = _years(lots, 24, 60)
    chance = lots.random()
    marital: Marital = "never_married" if chance < 0.55 else "divorced" if chance < 0.8 else "married"
    return [Member("head", sex, age, name, marital)]


def _couple_alone(lots: Random, plan: Plan, name: str) -> list[Member]:
    return _couple(lots, _years(lots, 25, 34) if lots.random() < 0.2 else _years(lots, 44, 60), name)


def _young_family(lots: Random, plan: Plan, name: str) -> list[Member]:
    pair = _couple(lots, _years(lots, 27, 48), name)
    return pair + _children(lots, plan.children, pair[1].age, name, 0, 17)


def _grown_family(lots: Random, plan: Plan, name: str) -> list[Member]:
    pair = _couple(lots, _years(lots, 43, 60), name)
    return pair + _children(lots, plan.children, pair[1].age, name, 15, 33)


def _three_generations(lots: Random, plan: Plan, name: str) -> list[Member]:
    pair = _couple(lots, _years(lots, 34, 56), name)
    children = _children(lots, plan.children, pair[1].age, name, 1, 24)
    return pair + children + _parents(lots, plan.elders, pair[0].age, name)


def _four_generations(lots: Random, plan: Plan, name: str) -> list[Member]:
    pair = _couple(lots, _years(lots, 56, 67), name)
    young = _couple(lots, max(22.0, pair[1].age - _years(lots, 21, 27)), name)
    young[0].relation, young[1].relation = "child", "child_in_law"
    little = _children(lots, plan.children, young[1].age, name, 0, 16)
    for child in little:
        child.relation = "grandchild"
    return pair + young + little + _parents(lots, plan.elders, pair[0].age, name)


def _left_behind(lots: Random, plan: Plan, name: str) -> list[Member]:
    elders = _couple(lots, _years(lots, 52, 76), name)
    if plan.elders == 1:
        elders = [elders[int(lots.random() * 2)]]
        elders[0].relation, elders[0].marital, elders[0].married_in = "head", "widowed", False
    little = _children(lots, plan.children, elders[-1].age - 22, name, 1, 16)
    for child in little:
        child.relation = "grandchild"
    return elders + little


def _single_parent(lots: Random, plan: Plan, name: str) -> list[Member]:
    sex: Sex = "female" if lots.random() < 0.6 else "male"
    marital: Marital = "divorced" if lots.random() < 0.62 else "widowed"
    parent = Member("head", sex, _years(lots, 28, 56), name, marital)
    return [parent, *_children(lots, plan.children, parent.age, name, 1, 22)]


def _couple(lots: Random, husbands_age: float, name: str) -> list[Member]:
    older_by = min(9.0, max(-2.5, lots.gauss(1.8, 2.4)))
    wifes_age = max(21.0, husbands_age - older_by)
    return [
        Member("head", "male", husbands_age, name, "married"),
        Member("spouse", "female", wifes_age, surname(lots), "married", married_in=True),
    ]


def _children(lots: Random, count: int, mothers_age: float, name: str, youngest: float, oldest: float) -> list[Member]:
    """Brothers and sisters of one mother, born when she was 19 to 42."""
    low, high = max(youngest, mothers_age - _OLDEST_MOTHER), min(oldest, mothers_age - _YOUNGEST_MOTHER)
    low = max(0.0, min(low, high - 1))
    high = max(high, low + 0.5)
    ages = sorted((_years(lots, low, high) for _ in range(count)), reverse=True)
    return [Member("child", "male" if lots.random() < 0.53 else "female", age, name, "never_married") for age in ages]


def _parents(lots: Random, count: int, childs_age: float, name: str) -> list[Member]:
    father, mother = _couple(lots, min(103.0, childs_age + _years(lots, 20, 33)), name)
    father.relation = mother.relation = "parent"
    mother.age = max(mother.age, childs_age + _YOUNGEST_MOTHER)
    if count == 2:
        return [father, mother]
    left = mother if lots.random() < 0.68 else father
    left.marital = "widowed"
    return [left]


def _in_band(lots: Random, bands: Urn[int]) -> float:
    return bands.draw(lots) + 5 * lots.random()


def _years(lots: Random, low: float, high: float) -> float:
    return low + (high - low) * lots.random()


_FILLING: dict[Kind, Callable[[Random, Plan, str], list[Member]]] = {
    "elder_alone": _elder_alone,
    "elder_couple": _elder_couple,
    "alone": _alone,
    "couple": _couple_alone,
    "young_family": _young_family,
    "grown_family": _grown_family,
    "three_generations": _three_generations,
    "four_generations": _four_generations,
    "left_behind": _left_behind,
    "single_parent": _single_parent,
    "destitute": _destitute,
}
