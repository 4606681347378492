"""Asking around: how many questions an intake for all programmes asks, and how long it takes over one, by lot."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend.discovery import KnownFacts
    from backend.eligibility import Question

PEOPLE = 400  # of all ages, by lot
MOST = 60  # questions: more is a conversation without an end
SEED = 20260101
RARELY = 0.1  # how often what no register knows is answered with yes
_SOME = 2  # relatives, years, times, where nobody knows how many
HARD_UP = 1.5  # times the rural standard a head: below it a household says that life is hard


@dataclass(frozen=True)
class Asked:
    """Questions until nothing is left to ask, of all and of those whose life is hard; milliseconds a step."""

    counts: list[int]
    hard_up: list[int]
    steps: list[float]

    @property
    def step_p95(self) -> float:
        """The time within which 95 of 100 steps are worked out."""
        return quantiles(self.steps, n=20)[-1]


def middle(counts: list[int]) -> float:
    """The median."""
    return median(counts)


def p95(counts: list[int]) -> float:
    """What 95 of 100 do not exceed."""
    return quantiles(counts, n=20)[-1]


def ask_around(known: KnownFacts, parameters: Mapping[str, Any]) -> Asked:
    """Nothing is known beforehand, as in an anonymous self-check; people answer what is true of them.

    What no register knows of them is answered by lot, mostly with no. Life is hard for whom the register says so: a
    small or unknown income, a heavy disability, a child without parents who can, or what the lot adds.
    """
    lots = Random(SEED)  # noqa: S311 - reproducible answers
    asked = Asked([], [], [])
    everyone = known.people.sort("id")
    for person in everyone.sample(min(PEOPLE, everyone.height), seed=SEED).iter_rows(named=True):
        answers = _Answers(person, lots, parameters)
        count = _conversation(answers, known, parameters, asked.steps)
        asked.counts.append(count)
        if answers.hard_up:
            asked.hard_up.append(count)
    return asked


class _Answers:
    """What one person says, the same each time they are asked."""

    def __init__(self, person: Mapping[str, Any], lots: Random, parameters: Mapping[str, Any]) -> None:
        self._person, self._lots = person, lots
        self._struck = {key: lots.random() < RARELY for key in ("sudden_hardship", "heavy_spending")}
        income, members = person["monthly_income_fen"], person["members_counted"]
        poor = income is None or members is None or income < HARD_UP * parameters["dibao.standard.rural"] * members
        unsupported = any(person[parent] not in (None, "able") for parent in ("father", "mother"))
        self.hard_up = poor or unsupported or (person["disability_grade"] or 9) <= 2 or any(self._struck.values())

    def to(self, question: Question) -> Any:
        """The true answer, or else one by lot."""
        if question.fact == "hard_up":
            return self.hard_up
        true = self._struck.get(question.fact, self._person.get(question.fact))
        if true is not None:
            return true
        if question.type == "bool":
            return self._lots.random() < RARELY
        if question.type == "enum":
            return question.choices[0][0]
        return (question.minimum or 0) + (_SOME if question.type == "int" else 0)


def _conversation(answers: _Answers, known: KnownFacts, parameters: Mapping[str, Any], steps: list[float]) -> int:
    from backend import eligibility

    facts: dict[str, Any] = {}
    while len(facts) < MOST:
        begun = time.perf_counter()
        intake = eligibility.take_in(facts, on=known.on, parameters=parameters)
        steps.append((time.perf_counter() - begun) * 1000)
        if intake.next_question is None:
            break
        facts[intake.next_question.fact] = answers.to(intake.next_question)
    return len(facts)
