"""Kinds of income as declared in income_kinds.yaml: their group, and whether the law counts them in a month."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from backend.eligibility.lined_yaml import RuleFileInvalid, Section, read_lined
from backend.eligibility.parameter import StandardsNotSet

_FILE = Path(__file__).parent / "income_kinds.yaml"


class IncomeGroup(StrEnum):
    """The groups of 第十三条."""

    WAGE = "wage"  #: 工资性收入
    BUSINESS = "business"  #: 经营净收入
    PROPERTY = "property"  #: 财产净收入
    TRANSFER = "transfer"  #: 转移净收入
    OTHER = "other"


class IncomeKind(BaseModel):
    """One declaration; the words are explained at the head of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    key: str
    name: str
    group: Literal["wage", "business", "property", "transfer", "other"]
    counts: Literal["yes", "no", "less"]
    cost: str = ""
    out_until: str = ""
    counted_if: str = ""
    article: str = Field(min_length=1)
    why: str = ""

    @model_validator(mode="after")
    def sound(self) -> Self:
        """What may be left out says why; only what is counted has a cost, a last day or a switch."""
        if bool(self.why) != (self.counts == "no" or bool(self.out_until or self.counted_if)):
            raise ValueError("可能不计入的要写明 why，别的不写")
        if self.counts != "yes" and (self.cost or self.out_until or self.counted_if):
            raise ValueError("只有 counts 为 yes 的才写 cost、out_until、counted_if")
        return self

    def counted_in(self, begin: date, county: Mapping[str, Any]) -> bool | None:
        """Whether it is counted or taken off in the month that begins then; None where its last day is not set.

        A month that begins on or before the last day of leaving out is left out whole, in favour of the household.
        """
        if self.counts == "no":
            return False
        if self.counted_if:
            return county.get(self.counted_if) == "yes"
        if self.out_until:
            last = _day(self.out_until, county)
            return None if last is None else begin > last
        return True

    def cost_percent(self, county: Mapping[str, Any]) -> int:
        """Percent of the amount taken off as necessary cost of employment; 0 where the county has set none."""
        percent = county.get(self.cost) if self.cost else None
        if percent is None:
            return 0
        if not isinstance(percent, int) or isinstance(percent, bool) or not 0 <= percent <= 100:
            raise StandardsNotSet(key=self.cost)
        return percent


@cache
def income_kinds() -> Mapping[str, IncomeKind]:
    """Every kind by key, in the order of the file."""
    return read_income_kinds(_FILE)


def read_income_kinds(file: Path) -> dict[str, IncomeKind]:
    """The kinds of a file; RuleFileInvalid with file and line for the first that does not hold together."""
    top = read_lined(file)
    declared = top.get("kinds")
    if not isinstance(declared, Section):
        raise RuleFileInvalid(file, 1, "缺少「kinds」")
    return {key: _kind(file, top, key, declared[key]) for key in declared}


def _kind(file: Path, top: Section, key: str, written: Any) -> IncomeKind:
    if not isinstance(written, Section):
        raise RuleFileInvalid(file, top.line_of(("kinds", key)), f"「{key}」下面要写名称、类别和依据")
    try:
        return IncomeKind.model_validate({**written, "key": key})
    except ValidationError as mistakes:
        mistake = mistakes.errors()[0]
        where = ("kinds", key, *mistake["loc"])
        reason = (
            mistake["msg"].removeprefix("Value error, ") if mistake["type"] == "value_error" else "缺少或者写法不对"
        )
        raise RuleFileInvalid(file, top.line_of(where), f"「{'.'.join(map(str, where))}」{reason}") from mistakes


def _day(key: str, county: Mapping[str, Any]) -> date | None:
    value = county.get(key)
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as mistake:
        raise StandardsNotSet(key=key) from mistake
