"""Asking: which questions are still worth a resident's time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.eligibility.deciding import chosen_parameters, judged
from backend.eligibility.explaining import open_facts
from backend.eligibility.fact import Fact, FactValue
from backend.eligibility.library import library
from backend.eligibility.taking import one_row, take


@dataclass(frozen=True)
class Question:
    """A fact to ask for. `type` fen means whole 分: a form asks in yuan and sends fen."""

    fact: str
    question: str
    help: str
    type: str
    unit: str
    choices: tuple[tuple[str, str], ...]
    minimum: int | None
    maximum: int | None
    sensitivity: str


def questions(
    programme: str, facts: Mapping[str, FactValue], *, on: date, parameters: Mapping[str, Any]
) -> list[Question]:
    """The facts still unknown that can change the verdict, those that may settle it first; none once it is no.

    Refuses as `decide` does.
    """
    law = library().in_force(programme, on)
    taken = take(law, library().facts, facts, on=on)
    row = judged(law, one_row(law, taken), chosen_parameters(law, parameters), on=on).row(0, named=True)
    if row["holds"] is False:
        return []
    return [_question(law.facts[key]) for key in open_facts(law, row)]


def _question(fact: Fact) -> Question:
    return Question(
        fact=fact.key,
        question=fact.question,
        help=fact.help,
        type=fact.type,
        unit=fact.unit,
        choices=tuple(fact.choices.items()),
        minimum=fact.minimum,
        maximum=fact.maximum,
        sensitivity=fact.sensitivity,
    )
