"""Case: one written expectation of the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from backend.eligibility import FactValue


class Side(StrEnum):
    """How a verdict or a condition comes out, in the words of a case file."""

    YES = "符合"
    NO = "不符合"
    UNKNOWN = "不清楚"
    REVIEW = "要核实"


@dataclass(frozen=True)
class Case:
    """What is given and what is expected; `amount_fen` is fen a month, None for 未定, unread without `says_amount`."""

    name: str
    line: int
    on: date
    facts: Mapping[str, FactValue]
    standards: Mapping[str, object]
    expected: Side
    says_amount: bool
    amount_fen: int | None
    conditions: Mapping[str, Side]


@dataclass(frozen=True)
class CaseFile:
    """All cases of a file; they are about one programme."""

    file: Path
    programme: str
    cases: tuple[Case, ...]
