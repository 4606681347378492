"""Procedure (办理): how a programme is applied for, checked, decided, begun, looked at again and made known, by law.

Read by people on the rule's page and by the rooms that act: dates and limits are the law's, and what a county sets
itself is named by its parameter.
"""

from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class FirstMonth(StrEnum):
    """From which month the first payment is owed (policy §13.4)."""

    AFTER_DECISION = "after_decision"  #: 决定的次月
    OF_APPLICATION = "of_application"  #: 申请的当月，决定得晚就补发
    BY_COUNTY = "by_county"  #: 由县里定
    ONCE = "once"  #: 一次性，或分次发放
    NONE = "none"  #: 只认定，不发钱

    @property
    def shown(self) -> str:
        """As the rule's page says it."""
        return _FIRST[self]


class LastMonth(StrEnum):
    """Until when it is owed once it no longer fits."""

    BEFORE_NEXT = "before_next"  #: 决定停发的次月起不再发
    BY_COUNTY = "by_county"
    AT_ONCE = "at_once"  #: 情形消失及时停
    EXPIRY = "expiry"  #: 到期
    NONE = "none"

    @property
    def shown(self) -> str:
        """As the rule's page says it."""
        return _LAST[self]


class Actor(StrEnum):
    """Who acts."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    FEDERATION = "federation"

    @property
    def shown(self) -> str:
        """As people call it."""
        return _ACTORS[self]


_FIRST = {
    FirstMonth.AFTER_DECISION: "从决定的下个月起发",
    FirstMonth.OF_APPLICATION: "从申请的当月起算，决定得晚的补发",
    FirstMonth.BY_COUNTY: "从哪个月起发由县里定",
    FirstMonth.ONCE: "一次性发放，也可以分次",
    FirstMonth.NONE: "只做认定，不发钱",
}
_LAST = {
    LastMonth.BEFORE_NEXT: "决定停发的，从下个月起不再发",
    LastMonth.BY_COUNTY: "从哪个月起停由县里定",
    LastMonth.AT_ONCE: "情形消失的，及时停发",
    LastMonth.EXPIRY: "到期后重新申请",
    LastMonth.NONE: "不涉及停发",
}
_ACTORS = {
    Actor.VILLAGE: "村（居）委会",
    Actor.TOWNSHIP: "乡镇",
    Actor.COUNTY: "县民政局",
    Actor.FEDERATION: "县残联",
}


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class First(_Written):
    """The first month, and the county's parameter where the county decides."""

    rule: FirstMonth
    parameter: str | None = None
    article: str = Field(min_length=2)

    @model_validator(mode="after")
    def names_the_parameter(self) -> Self:
        """What the county decides stands in a parameter."""
        if (self.rule is FirstMonth.BY_COUNTY) != (self.parameter is not None):
            raise ValueError("by_county 要写明 parameter，别的不写")
        return self


class Last(_Written):
    """The end, and the days of the notice that the law wants before it."""

    rule: LastMonth
    posted_days: int = Field(default=0, ge=0)
    article: str = Field(min_length=2)


class Recheck(_Written):
    """How often it is looked at again; `unstable_months` where income changes and somebody can work."""

    months: int = Field(ge=1)
    unstable_months: int | None = Field(default=None, ge=1)
    article: str = Field(min_length=2)


class Grace(_Written):
    """渐退期: paid on for a while though the income has risen over the standard; both numbers are the county's."""

    parameter: str = Field(min_length=2)  #: how many months at most
    amount_parameter: str = Field(min_length=2)  #: in full or step by step
    about: str = Field(min_length=6)
    article: str = Field(min_length=2)


class Paper(_Written):
    """A paper; nobody is asked for what government data already holds, or for what a promise can stand in for."""

    name: str = Field(min_length=2)
    held: bool = False  #: 政府数据里已有，不用提供
    promise: bool = False  #: 可以用告知承诺代替


class Applicant(_Written):
    """Who may apply, and what they need for it."""

    who: str = Field(min_length=2)
    needs: str = ""
    article: str = Field(min_length=2)


class Step(_Written):
    """One step in order; a limit is the law's, or the county's where `parameter` names it."""

    key: str = Field(pattern=r"^[a-z][a-z_]*$")
    name: str = Field(min_length=2)
    actor: Actor
    limit: int | None = Field(default=None, ge=1)
    unit: Literal["workdays", "days"] = "workdays"
    parameter: str | None = None
    counted_from: str = ""
    article: str = Field(min_length=2)

    @property
    def limit_shown(self) -> str:
        """「3个工作日内」, or an empty text where the law gives none."""
        if self.limit is None:
            return "按县里规定的时限" if self.parameter else ""
        return f"{self.counted_from}{self.limit}个工作日内" if self.unit == "workdays" else f"公示{self.limit}天"


class Publishing(_Written):
    """What may be made known: fields by name, nothing else. None of both for children and for mere recognition."""

    before: tuple[str, ...] = ()  #: on the notice before the decision
    after: tuple[str, ...] = ()  #: on the lasting list
    article: str = Field(min_length=2)


class Procedure(_Written):
    """One programme's."""

    about: str = Field(min_length=6)
    first_month: First
    last_month: Last
    recheck: Recheck | None = None
    grace: Grace | None = None
    materials: tuple[Paper, ...] = Field(min_length=1)
    applicants: tuple[Applicant, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=2)
    publishing: Publishing

    @model_validator(mode="after")
    def steps_differ(self) -> Self:
        """A step is named once, and who posts a notice says what stands on it."""
        keys = [step.key for step in self.steps]
        if len(keys) != len(set(keys)):
            raise ValueError("steps 里同一步写了两次")
        if ("posting" in keys) != bool(self.publishing.before):
            raise ValueError("有 posting 这一步就要写 publishing.before，没有就不写")
        return self

    def step(self, key: str) -> Step | None:
        """The step of that name, None where the programme has none."""
        return next((step for step in self.steps if step.key == key), None)
