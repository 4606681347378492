"""May I have it? The check is open to everyone, signed in or not."""

from datetime import date
from functools import cache
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import AfterValidator, BaseModel, Field, StrictBool, StrictInt, StringConstraints

from backend import clock
from backend.applications import facts_about
from backend.eligibility import Fact, FactValue, Outcome, Verdict, facts_declared
from backend.money import short_yuan
from backend.residents import Resident
from backend.settings import settings as county_settings
from miniprogram_api import checking
from miniprogram_api.answering import json_answer
from miniprogram_api.asking import AnyoneMayAsk, Asker, SignInFirst
from miniprogram_api.given import Asked, storable
from miniprogram_api.limits import CHECKS
from miniprogram_api.route import room
from miniprogram_api.routes.staff import served_resident

router = room("eligibility")

FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]{0,59}$")]
FactText = Annotated[str, StringConstraints(max_length=60), AfterValidator(storable)]
Facts = Annotated[dict[FactName, StrictBool | StrictInt | FactText | None], Field(max_length=60)]


class AskCheck(Asked):
    """Answers given so far; what is left out is not yet known, never no."""

    programme: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")] = Field(title="哪项待遇")
    facts: Facts = Field(default={}, title="已经回答的问题：金额用分，日期如 1943-05-06")
    for_myself: bool = Field(True, title="为本人查询；为别人查询时填 false，不使用本人的登记信息")
    on_behalf_of: UUID | None = Field(None, title="村干部为本村哪位居民查询")


class Condition(BaseModel):
    """One condition of the law."""

    key: str
    outcome: Outcome
    article: str = Field(title="依据")
    sentence: str = Field(title="说明")
    review: bool = Field(title="要工作人员核实才知道")


class Choice(BaseModel):
    """One answer to choose from."""

    value: str
    title: str = Field(title="显示的文字")


class QuestionShown(BaseModel):
    """What to ask next."""

    fact: str
    question: str = Field(title="问题")
    help: str = Field(title="怎么回答")
    type: str = Field(title="bool、int、fen（分）、date、enum")
    unit: str
    choices: list[Choice]
    minimum: int | None
    maximum: int | None
    sensitivity: str


class CheckResult(BaseModel):
    """The answer, why, and what to ask next. It is a check, not a decision."""

    programme: str
    title: str = Field(title="待遇名称")
    on: date = Field(title="按哪一天的规定")
    outcome: Outcome = Field(title="yes 符合、no 不符合、unknown 还不能确定")
    conditions: list[Condition] = Field(title="逐条结果")
    amount_fen: int | None = Field(title="每月金额（分）")
    amount_text: str | None = Field(title="每月金额")
    summary: str = Field(title="一句话结论")
    speak_text: str = Field(title="朗读的文字")
    questions: list[QuestionShown] = Field(title="接着要问的，先问最能定结果的")
    from_register: list[str] = Field(title="已按登记信息填好、不用再问的")
    rule_version: str = Field(title="规则版本")


@router.post("/eligibility-checks", summary="查一查能不能领", response_model=CheckResult)
async def check(asked: AskCheck, request: Request, asker: AnyoneMayAsk) -> Response:
    """Nothing is kept. Bound residents and cadres need not type what the register knows."""
    await CHECKS.count_address(request)
    person = await _person(asked, asker)
    known: dict[str, FactValue] = facts_about(person) if person else {}
    facts = {**asked.facts, **known}
    if known:
        facts.pop("age", None)  # reckoned from the register's birth date
    county, today = person.county if person else county_settings().county, clock.today()
    verdict = await checking.check(asked.programme, facts, county=county, on=today)
    return json_answer(_result(verdict, sorted(known)))


async def _person(asked: AskCheck, asker: Asker | None) -> Resident | None:
    if asked.on_behalf_of is not None:
        if asker is None:
            raise SignInFirst
        return await served_resident(asked.on_behalf_of, asker.cadre)
    return asker.bound_resident if asker and asked.for_myself else None


def _result(verdict: Verdict, from_register: list[str]) -> CheckResult:
    declared = _declared(verdict.programme)
    return CheckResult(
        programme=verdict.programme,
        title=verdict.name,
        on=verdict.on,
        outcome=verdict.outcome,
        conditions=[Condition.model_validate(each, from_attributes=True) for each in verdict.conditions],
        amount_fen=verdict.amount_fen,
        amount_text=f"{short_yuan(verdict.amount_fen)}元" if verdict.amount_fen is not None else None,
        summary=verdict.summary,
        speak_text=verdict.speak_text,
        questions=[declared[fact] for fact in verdict.missing],
        from_register=from_register,
        rule_version=verdict.rule_version,
    )


@cache
def _declared(programme: str) -> dict[str, QuestionShown]:
    """Every question of a programme as it is shown."""
    return {fact.key: _question(fact) for fact in facts_declared(programme)}


def _question(asked: Fact) -> QuestionShown:
    choices = [Choice(value=value, title=title) for value, title in asked.choices.items()]
    return QuestionShown(
        fact=asked.key,
        question=asked.question,
        help=asked.help,
        type=asked.type,
        unit=asked.unit,
        choices=choices,
        minimum=asked.minimum,
        maximum=asked.maximum,
        sensitivity=asked.sensitivity,
    )
