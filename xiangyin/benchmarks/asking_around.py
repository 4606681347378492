"""Asking around: how many questions a resident answers until a check is answered, over the synthetic county."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend.discovery import KnownFacts
    from backend.eligibility import Question

PEOPLE = 120  # heads of households, by lot
MOST = 60  # questions: more is a conversation without an end
SEED = 20260101


@dataclass(frozen=True)
class Asked:
    """Questions until the answer: of one programme, over people and programmes."""

    median: float
    p95: float


def questions_until_answered(known: KnownFacts, parameters: Mapping[str, Any]) -> Asked:
    """Nothing is known beforehand, as in an anonymous self-check; people answer what is true of them.

    What no register knows of them is answered by lot, mostly with no.
    """
    from backend import eligibility

    lots = Random(SEED)  # noqa: S311 - reproducible answers
    heads = known.people.join(known.households.select("applicant_id"), left_on="id", right_on="applicant_id")
    heads = heads.sort("id")
    counts = []
    for person in heads.sample(min(PEOPLE, heads.height), seed=SEED).iter_rows(named=True):
        for programme in eligibility.programmes():
            counts.append(len(list(_conversation(programme, person, known, parameters, lots))))
    return Asked(median(counts), quantiles(counts, n=20)[-1])


def _conversation(
    programme: str, person: Mapping[str, Any], known: KnownFacts, parameters: Mapping[str, Any], lots: Random
) -> Iterator[str]:
    from backend import eligibility

    facts: dict[str, Any] = {}
    while len(facts) < MOST:
        waiting = eligibility.questions(programme, facts, on=known.on, parameters=parameters)
        waiting = [each for each in waiting if each.fact not in facts]
        if not waiting:
            return
        facts[waiting[0].fact] = _answer(waiting[0], person, lots)
        yield waiting[0].fact


def _answer(question: Question, person: Mapping[str, Any], lots: Random) -> Any:
    true = person.get(question.fact)
    if true is not None:
        return true
    if question.type == "bool":
        return question.fact.endswith("authorised") or lots.random() < 0.1
    if question.type == "enum":
        return question.choices[0][0]
    return question.minimum
