"""Asking: which questions are still worth a resident's time."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from backend.eligibility.deciding import chosen_parameters, judged_alone
from backend.eligibility.explaining import open_facts
from backend.eligibility.fact import FactValue
from backend.eligibility.intake import Finding
from backend.eligibility.library import library
from backend.eligibility.question import Question
from backend.eligibility.taking import take


def questions(
    programme: str, facts: Mapping[str, FactValue], *, on: date, parameters: Mapping[str, Any]
) -> list[Question]:
    """The facts still unknown that can change the verdict, those that may settle it first; none once it is no.

    Refuses as `decide` does.
    """
    law = library().in_force(programme, on)
    taken = take(law, library().facts, facts, on=on)
    row = judged_alone(law, taken, chosen_parameters(law, parameters), on=on)
    if row["holds"] is False:
        return []
    return [Question.about(law.facts[key]) for key in open_facts(law, row)]


def choose(findings: Sequence[Finding]) -> tuple[Question | None, int]:
    """The question that may settle most, over all programmes at once, and how many there can be at most.

    Each open programme speaks for its facts; on a draw the one where more money is at stake, then the one that comes
    first in a conversation.
    """
    said: dict[str, float] = {}
    stake: dict[str, int] = {}
    for finding in findings:
        for key, weight in finding.wanted.items():
            said[key] = said.get(key, 0.0) + weight
            stake[key] = stake.get(key, 0) + (finding.amount_fen or 0)
    if not said:
        return None, 0
    order = {key: place for place, key in enumerate(library().facts)}
    best = min(said, key=lambda key: (-round(said[key], 6), -stake[key], order[key]))
    return Question.about(library().facts[best]), len(said)
