"""What a check found: an outcome, every condition with its article and sentence, and all it takes to run it again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self


class Outcome(StrEnum):
    """Yes, no, or not yet known; the last is never shown as no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ConditionOutcome:
    """One condition; `review` marks an unknown that no answer settles: an officer must look."""

    key: str
    outcome: Outcome
    article: str
    sentence: str
    review: bool = False


@dataclass(frozen=True)
class Grounds:
    """What an outcome rests on, for a list of many: conditions, facts (dates as ISO text), parameters, versions."""

    programme: str
    name: str
    outcome: Outcome
    conditions: tuple[ConditionOutcome, ...]
    rule_version: str
    rule_digest: str
    parameters: Mapping[str, int | str]
    facts: Mapping[str, bool | int | str]


@dataclass(frozen=True)
class Change:
    """One fact that alone could turn a verdict, and what it would have to be; never a fact that wounds to read."""

    fact: str
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """The answer to "may this person have it?", complete enough to be explained and re-run years later.

    `amount_fen` is fen a month; it is there for yes, and for unknown where it can be reckoned already, never for no.
    Where it is `at_least` so much, an addition (增发) is not yet known that may come on top.
    `facts` are those used, dates as ISO text, so that deciding again with them gives the same verdict.
    """

    programme: str
    name: str
    on: date
    outcome: Outcome
    conditions: tuple[ConditionOutcome, ...]
    amount_fen: int | None
    amount_basis: str | None
    amount_article: str
    rule_version: str
    rule_digest: str
    parameters: Mapping[str, int | str]
    facts: Mapping[str, bool | int | str]
    missing: tuple[str, ...]
    summary: str
    speak_text: str
    at_least: bool = False
    changes_it: tuple[Change, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values only; `from_json` gives an equal verdict back."""
        return asdict(self) | {
            "on": self.on.isoformat(),
            "outcome": self.outcome.value,
            "conditions": [asdict(c) | {"outcome": c.outcome.value} for c in self.conditions],
            "missing": list(self.missing),
            "changes_it": [asdict(change) for change in self.changes_it],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The verdict that `as_json` wrote."""
        conditions = (ConditionOutcome(**{**c, "outcome": Outcome(c["outcome"])}) for c in kept["conditions"])
        return cls(
            **{
                **kept,
                "on": date.fromisoformat(kept["on"]),
                "outcome": Outcome(kept["outcome"]),
                "conditions": tuple(conditions),
                "missing": tuple(kept["missing"]),
                "changes_it": tuple(Change(**change) for change in kept.get("changes_it", ())),
            }
        )
