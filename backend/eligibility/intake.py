"""One intake for all programmes: where each stands, what the person may be recognised as, and what to ask next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from backend.eligibility.fact import FactValue
from backend.eligibility.question import Question
from backend.eligibility.verdict import Change, Outcome


class Chance(StrEnum):
    """How one programme looks. Only `no` means probably not; not yet known is never among it."""

    YES = "yes"  #: all that the law asks is answered and fits
    PROBABLE = "probable"  #: fits by the answers; staff find out the rest
    STAFF = "staff"  #: nothing left to ask, an officer must look
    OPEN = "open"  #: questions are left
    ASIDE = "aside"  #: not asked about, by what was answered; nothing is said of it
    NO = "no"  #: probably not, by the answers alone


FITS = (Chance.YES, Chance.PROBABLE)


@dataclass(frozen=True)
class Answers:
    """What one person answered; `unsure` are questions that they cannot answer: left to staff, not asked again."""

    facts: Mapping[str, FactValue]
    unsure: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """One programme in an intake.

    `outcome` is by the answers alone, unknown where the programme was left aside. `amount_fen` is fen a month, never
    there for no, reckoned with what is presumed where the chance is `probable`. `left_to_staff` names what staff find
    out, in words.
    """

    programme: str
    name: str
    chance: Chance
    outcome: Outcome
    amount_fen: int | None
    summary: str
    speak_text: str
    left_to_staff: tuple[str, ...]
    changes_it: tuple[Change, ...] = ()
    wanted: Mapping[str, float] = field(default_factory=dict)  # open facts, and how much each may settle (0 to 1)


@dataclass(frozen=True)
class Recognition:
    """What someone would be recognised as (分类认定); unsettled while something of higher rank is open."""

    programme: str
    name: str
    settled: bool
    article: str
    sentence: str


@dataclass(frozen=True)
class Also:
    """What else may be had beside; `after`: only once the recognition is there."""

    programme: str
    name: str
    after: bool


@dataclass(frozen=True)
class Intake:
    """All of it. `questions_left` is never exceeded, however the person answers; None to ask: 0 are left."""

    on: date
    findings: tuple[Finding, ...]
    recognition: Recognition | None
    also: tuple[Also, ...]
    next_question: Question | None
    questions_left: int
