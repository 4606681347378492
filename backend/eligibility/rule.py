"""A rule file as written: one programme's conditions, amount and sentences, in force from a day on."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.eligibility.parameter import Parameter
from backend.eligibility.procedure import Procedure


class Severity(StrEnum):
    """What a failed condition means: probably not (BLOCK), or an officer must look (REVIEW), never a no by itself."""

    BLOCK = "BLOCK"
    REVIEW = "REVIEW"


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, str_strip_whitespace=True)


class Effective(_Written):
    """In force from `first` on, until the day before `end`.

    `ended` names the document by which the programme stopped then, where no version follows on the very day.
    """

    first: date = Field(alias="from")
    end: date | None = Field(default=None, alias="to")
    ended: str = ""

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """A version ends after it began."""
        if self.end is not None and self.end <= self.first:
            raise ValueError("的 to 要在 from 之后")
        return self

    def holds(self, on: date) -> bool:
        """Whether the version is in force on that day."""
        return self.first <= on and (self.end is None or on < self.end)


class LegalBase(_Written):
    """A document that the rule rests on."""

    document: str = Field(min_length=2)


class Sentences(_Written):
    """What the resident reads for each outcome of one condition."""

    yes: str = Field(min_length=2)
    unknown: str = Field(min_length=2)
    no: str = ""
    review: str = ""


class Condition(_Written):
    """One condition of the law; `applies_when` looks at parameters only.

    One that `waits_for` a fact takes part once that fact is known: a finding of staff that no resident is asked for.
    Until then it stands open and holds nothing up.
    """

    expression: str
    article: str = Field(min_length=2)
    severity: str = Severity.BLOCK
    applies_when: str | None = None
    waits_for: str | None = None
    sentences: Sentences

    @model_validator(mode="after")
    def has_its_sentence(self) -> Self:
        """A blocking condition says its no, a reviewed one says what will be looked at; neither says the other's."""
        if self.severity not in list(Severity):
            raise ValueError("severity 只能是 BLOCK 或 REVIEW")
        wanted, other = ("review", "no") if self.severity == Severity.REVIEW else ("no", "review")
        if not getattr(self.sentences, wanted) or getattr(self.sentences, other):
            raise ValueError(f"{self.severity} 条件的 sentences 要写 {wanted}，不写 {other}")
        return self


class Way(_Written):
    """One way of reckoning the amount among several; `when` looks at parameters only, and the first that holds counts.

    `found` by staff: the facts that it needs are their finding, and a resident is not asked for them.
    """

    when: str | None = None
    expression: str = Field(min_length=1)
    basis: str = Field(min_length=2)
    found: bool = False


class Addition(_Written):
    """What is paid on top (增发), on facts that staff find; until they are known the amount is at least what it is.

    `open` is what the resident hears until then. `applies_when` looks at parameters only.
    """

    applies_when: str | None = None
    expression: str = Field(min_length=1)
    article: str = Field(min_length=2)
    basis: str = Field(min_length=2)
    open: str = Field(min_length=2)


class Amount(_Written):
    """Fen a month, and how that is said: known (`said`), not yet known (`open`), worked out (`basis`).

    Without an expression or `ways` of reckoning no rule fixes the amount (一事一议): it is always `open`.
    """

    expression: str = ""
    ways: Mapping[str, Way] = {}
    addition: Addition | None = None
    article: str = Field(min_length=2)
    basis: str = ""
    said: str = ""
    open: str = Field(min_length=2)

    @model_validator(mode="after")
    def said_where_reckoned(self) -> Self:
        """What is reckoned is said and explained; what nobody reckons is not."""
        if self.ways and (self.expression or self.basis):
            raise ValueError("写了 ways 的，expression 和 basis 写在每一种算法里")
        if not bool(self.expression) == bool(self.basis) or bool(self.said) != bool(self.expression or self.ways):
            raise ValueError("有 expression 就要写 said 和 basis，没有就都不写")
        if self.addition and not self.said:
            raise ValueError("有 addition 就要有金额的算法")
        return self

    def reckoned(self) -> Mapping[str, Way]:
        """Every way, a single expression as one that always counts."""
        return {"amount": Way(expression=self.expression, basis=self.basis)} if self.expression else self.ways


class Gate(_Written):
    """When an intake for all programmes asks about this one: `when` over cheap facts, and what is said otherwise.

    It decides nothing: whoever is not asked is not told no, and a check of the programme alone asks everything.
    """

    when: str = Field(min_length=2)
    otherwise: str = Field(min_length=2)


class Wording(_Written):
    """One text for each way a whole verdict can come out; `review`: all is known, an officer must look."""

    yes: str = Field(min_length=2)
    no: str = Field(min_length=2)
    unknown: str = Field(min_length=2)
    review: str = Field(min_length=2)


class Rule(_Written):
    """One version of one programme."""

    programme: str = Field(pattern=r"^[a-z][a-z_]*$")
    name: str
    version: str
    effective: Effective
    legal_base: list[LegalBase] = Field(min_length=1)
    parameters: Mapping[str, Parameter] = {}
    conditions: Mapping[str, Condition] = Field(min_length=1)
    figures: Mapping[str, str] = {}
    amount: Amount
    summary: Wording
    speak: Wording
    worth_asking: Gate | None = None
    procedure: Procedure
