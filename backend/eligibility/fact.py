"""A fact that a rule may ask about: its type, range, question, and how a given value is taken or turned away."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Literal, Self

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.refusals import NotAcceptable

FactValue = bool | int | str | date | None

_ISO_DATE = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_OLDEST_YEARS = 130  # nobody on record lived longer; older means a mistyped year


class BadFact(NotAcceptable):
    """A given value that cannot be true or cannot be read; `details["fact"]` names it, never its value."""

    sentence = "有一项情况填得不对，请检查后再填。"

    def __init__(self, sentence: str | None = None, *, fact: str) -> None:
        super().__init__(sentence, fact=fact)


class FactType(StrEnum):
    """What kind of value a fact takes; `fen` is money as an integer of 分."""

    BOOL = "bool"
    INT = "int"
    FEN = "fen"
    DATE = "date"
    ENUM = "enum"

    @property
    def column(self) -> pl.DataType:
        """The Polars type in which the engine keeps it."""
        return {"bool": pl.Boolean(), "date": pl.Date(), "enum": pl.String()}.get(self.value, pl.Int64())


class Fact(BaseModel):
    """One declaration out of facts/; an answer holds for `validity_months`, then it is asked again.

    `left_to_staff`: an intake does not ask it, for staff find it out; till then it counts as `presumed`,
    or as what `presumed_from` comes to over other facts, or not at all. `supposed`: whether it may be said what would
    follow if it were otherwise. `per_head`: what a household's sum is called shared among its members.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    key: str
    name: str
    type: Literal["bool", "int", "fen", "date", "enum"]
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: Mapping[str, str] = {}
    age_from: str | None = None  # years of age on the day of the decision, reckoned from this date fact
    source: Literal["declared", "register", "check", "survey"]
    sensitivity: Literal["ordinary", "personal", "sensitive"]
    validity_months: int | None = Field(default=None, ge=1)
    left_to_staff: bool = False
    presumed: bool | int | str | None = None
    presumed_from: str | None = None
    supposed: bool = True
    per_head: str = ""
    question: str = ""
    help: str = ""
    refusal: str = ""

    @model_validator(mode="after")
    def complete(self) -> Self:
        """A fact that can be asked has a question; one with a range has limits and a sentence for what is outside."""
        if not self.question and not self.age_from:
            raise ValueError("缺少问题 question")
        if self.type in ("int", "fen") and (self.minimum is None or self.maximum is None):
            raise ValueError("数字要写明 minimum 和 maximum")
        if self.type in ("int", "fen", "date") and not self.refusal:
            raise ValueError("缺少超出范围时的提示 refusal")
        if (self.type == "enum") != bool(self.choices):
            raise ValueError("选择项要写明 choices，别的类型不写")
        if (self.presumed is not None or self.presumed_from) and not self.left_to_staff:
            raise ValueError("presumed、presumed_from 只写在 left_to_staff 的事实上")
        if self.presumed is not None and self.presumed_from:
            raise ValueError("presumed 和 presumed_from 只写一个")
        if self.presumed is not None and not self._may_be(self.presumed):
            raise ValueError("presumed 的值不在这个事实的取值范围里")
        if self.presumed_from and self.type not in ("int", "fen"):
            raise ValueError("presumed_from 只写在数字和金额上")
        return self

    def _may_be(self, value: object) -> bool:
        try:
            return self.type != "date" and self.taken(value, on=date.max) == value
        except BadFact:
            return False

    @property
    def kind(self) -> FactType:
        """The type as an enum."""
        return FactType(self.type)

    def taken(self, value: object, *, on: date) -> FactValue:
        """The value as the engine keeps it (dates from ISO text); BadFact if of the wrong type or out of range."""
        if value is None:
            return None
        if self.type == "bool":
            return self._as_bool(value)
        if self.type == "date":
            return self._as_date(value, on)
        return self._as_choice(value) if self.type == "enum" else self._as_number(value)

    def outside(self, column: pl.Expr, *, on: date) -> pl.Expr:
        """True for each row whose value `taken` would turn away as out of range; for a frame of many."""
        if self.type == "date":
            return (column > on) | (column < oldest_birth(on))
        if self.type == "bool":
            return pl.lit(False)
        if self.type == "enum":
            return ~column.is_in(list(self.choices))
        return (column < self.minimum) | (column > self.maximum)

    def _as_bool(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise BadFact(f"「{self.name}」请回答「是」或「否」。", fact=self.key)
        return value

    def _as_number(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadFact(f"「{self.name}」请填整数{'（单位：分）' if self.type == 'fen' else ''}。", fact=self.key)
        if not (self.minimum or 0) <= value <= (self.maximum or 0):
            raise BadFact(self.refusal, fact=self.key)
        return value

    def _as_choice(self, value: object) -> str:
        if not isinstance(value, str) or value not in self.choices:
            raise BadFact(f"「{self.name}」请从{'、'.join(self.choices.values())}里选一项。", fact=self.key)
        return value

    def _as_date(self, value: object, on: date) -> date:
        day = _day(value)
        if day is None:
            raise BadFact(f"「{self.name}」请按「1943-05-06」这样的格式填，日期要真实存在。", fact=self.key)
        if not oldest_birth(on) <= day <= on:
            raise BadFact(self.refusal, fact=self.key)
        return day


def oldest_birth(on: date) -> date:
    """The earliest birth date still believable on that day."""
    return date(max(on.year - _OLDEST_YEARS, 1), on.month, min(on.day, 28))


def json_value(value: FactValue) -> bool | int | str | None:
    """The value as JSON keeps it: dates become ISO text, which `Fact.taken` reads back."""
    return value.isoformat() if isinstance(value, date) else value


def _day(value: object) -> date | None:
    if type(value) is date:
        return value
    if not isinstance(value, str) or not _ISO_DATE.match(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def columns(facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Polars schema of these facts."""
    return {key: fact.kind.column for key, fact in facts.items()}
