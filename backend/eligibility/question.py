"""A question as it is put to a resident."""

from dataclasses import dataclass
from typing import Self

from backend.eligibility.fact import Fact


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

    @classmethod
    def about(cls, fact: Fact) -> Self:
        """The question that a fact declares."""
        return cls(
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
