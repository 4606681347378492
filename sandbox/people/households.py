"""What kinds of household there are in a rural county, and a village's plan of them that adds up exactly."""

from random import Random
from typing import Literal, NamedTuple

from sandbox.people.drawing import Urn

Kind = Literal[
    "elder_alone", "elder_couple", "alone", "couple", "young_family", "grown_family", "three_generations",
    "four_generations", "left_behind", "single_parent", "destitute",
]  # fmt: skip


class Plan(NamedTuple):
    """A household to be filled: its kind, how many elders and children it has, and its size."""

    kind: Kind
    elders: int
    children: int
    size: int


DESTITUTE = Plan("destitute", 1, 0, 1)  # 特困: one person without anyone

# Per 1,000 households, to a mean of 2.95 people: many elders by themselves, many children with grandparents
# because the parents work away (留守儿童).
PLANS: Urn[Plan] = Urn([
    (Plan("elder_alone", 1, 0, 1), 112),
    (Plan("elder_couple", 2, 0, 2), 150),
    (Plan("alone", 0, 0, 1), 88),
    (Plan("couple", 0, 0, 2), 112),
    (Plan("young_family", 0, 1, 3), 78),
    (Plan("young_family", 0, 2, 4), 125),
    (Plan("young_family", 0, 3, 5), 35),
    (Plan("grown_family", 0, 1, 3), 75),
    (Plan("grown_family", 0, 2, 4), 55),
    (Plan("grown_family", 0, 3, 5), 8),
    (Plan("three_generations", 1, 1, 4), 30),
    (Plan("three_generations", 1, 2, 5), 45),
    (Plan("three_generations", 2, 1, 5), 22),
    (Plan("three_generations", 2, 2, 6), 34),
    (Plan("three_generations", 2, 3, 7), 6),
    (Plan("four_generations", 1, 1, 6), 8),
    (Plan("four_generations", 1, 2, 7), 10),
    (Plan("left_behind", 1, 1, 2), 10),
    (Plan("left_behind", 1, 2, 3), 5),
    (Plan("left_behind", 2, 1, 3), 18),
    (Plan("left_behind", 2, 2, 4), 17),
    (Plan("single_parent", 0, 1, 2), 22),
    (Plan("single_parent", 0, 2, 3), 12),
])  # fmt: skip
LARGEST = 7


def village_plan(lots: Random, households: int, people: int, destitute: int) -> list[Plan]:
    """So many households with so many people in all; the first ones are the destitute.

    Raises ValueError where the people cannot fill the households, or the households cannot hold the people.
    """
    free, souls = households - destitute, people - destitute
    if not free <= souls <= free * LARGEST:
        raise ValueError(f"{people} people do not fit {households} households")
    plans = [PLANS.draw(lots) for _ in range(free)]
    missing = souls - sum(plan.size for plan in plans)
    while missing:
        at, instead = int(lots.random() * free), PLANS.draw(lots)
        left = missing - instead.size + plans[at].size
        if abs(left) < abs(missing):
            plans[at], missing = instead, left
    return [DESTITUTE] * destitute + plans
