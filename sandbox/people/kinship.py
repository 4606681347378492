"""Kin that a benefit may turn on: an elder's children who live elsewhere, and the parents of a child left behind."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from sandbox.people.drawing import Urn, between
from sandbox.people.home import Home
from sandbox.people.rows import Circumstance, Kin

_WITHOUT_CHILDREN = {"destitute", "elder_alone", "elder_couple"}  # kinds of household in which none lives
_CHILDREN: Urn[int] = Urn([(0, 4), (1, 14), (2, 34), (3, 28), (4, 14), (5, 6)])
_OBLIGOR: Urn[Circumstance | None] = Urn([
    ("able", 93), (None, 2.5), ("disabled_and_poor", 1.5), ("elderly_and_poor", 1), ("detained", 0.5),
    ("elderly_on_dibao", 1), ("without_capacity", 0.5),
])  # fmt: skip
# A parent who is not there: at work elsewhere, mostly.
_ABSENT: Urn[Circumstance | None] = Urn([
    ("able", 84), (None, 2), ("out_of_contact", 5), ("dead", 4), ("detained", 2), ("severely_disabled", 2),
    ("seriously_ill", 0.7), ("missing", 0.3),
])  # fmt: skip
_TROUBLES: Urn[Circumstance | None] = Urn([
    ("out_of_contact", 8), ("dead", 3), ("detained", 2), ("severely_disabled", 2), ("seriously_ill", 1),
])  # fmt: skip
_GONE_TOO_SHARE = 0.14  # of the second parents, where the first has a cause: troubles do not come alone


def children_elsewhere(lots: Random, as_of: date, home: Home) -> Iterator[Kin]:
    """Children of the elders of a house in which no child lives; the destitute have none who could help."""
    if home.plan.kind not in _WITHOUT_CHILDREN:
        return
    for person, age in home.living():
        if age < 60:
            continue
        childless = home.plan.kind == "destitute" or person.marital == "never_married"
        for number in range(1, (0 if childless else _CHILDREN.draw(lots)) + 1):
            yield Kin(person.key, "child", number, _OBLIGOR.draw(lots), _seen(lots, as_of))


def parents_of(lots: Random, as_of: date, home: Home) -> Iterator[Kin]:
    """Both parents of each minor who lives with grandparents, and the missing one where one parent raises a child."""
    if home.plan.kind == "left_behind":
        first = _ABSENT.draw(lots)
        troubled = first not in ("able", None)
        both = troubled and lots.random() < _GONE_TOO_SHARE
        second = _TROUBLES.draw(lots) if both else "able" if troubled else _ABSENT.draw(lots)
        absent: dict[str, Circumstance | None] = {"father": first, "mother": second}
    elif home.plan.kind == "single_parent":
        head = home.people[0][0]
        mother_left = head.sex == "male"
        gone: Circumstance = (
            "dead" if head.marital == "widowed" else "out_of_contact" if lots.random() < 0.1 else "able"
        )
        absent = {"father": "able" if mother_left else gone, "mother": gone if mother_left else "able"}
    else:
        return
    for person, age in home.living():
        if age < 18 and person.relation in ("child", "grandchild"):
            yield Kin(person.key, "father", 1, absent["father"], _seen(lots, as_of))
            yield Kin(person.key, "mother", 1, absent["mother"], _seen(lots, as_of))


def _seen(lots: Random, as_of: date) -> date:
    return as_of - timedelta(days=between(lots, 1, 400))
