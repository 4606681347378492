"""What a check answers: conditions in plain words, and the questions that are left."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from pydantic import BaseModel, Field

from backend.eligibility import Fact, Outcome, Verdict, facts_declared
from backend.money import short_yuan


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


class Prospect(BaseModel):
    """One programme in the answer of an intake."""

    programme: str
    title: str = Field(title="待遇名称")
    outcome: Outcome = Field(title="yes 可能符合、no 可能不符合、unknown 还不能确定")
    amount_fen: int | None = Field(title="每月金额（分）")
    amount_text: str | None = Field(title="每月金额")
    summary: str = Field(title="一句话结论")
    speak_text: str = Field(title="朗读的文字")


class IntakeResult(BaseModel):
    """All programmes at once: what the person may get, and the next question that can still change something."""

    on: date = Field(title="按哪一天的规定")
    prospects: list[Prospect] = Field(title="各项待遇，可能符合的在前")
    next_question: QuestionShown | None = Field(title="接着问这一个；没有了就是问完了")
    questions_left: int = Field(title="最多还要问几个")
    from_register: list[str] = Field(title="已按登记信息填好、不用再问的")


_SOFTER = 0.7  # how much less each further open fact of a programme counts; 15 questions for an elder where 1 asks 19
_ORDER = {Outcome.YES: 0, Outcome.UNKNOWN: 1, Outcome.NO: 2}


def check_result(verdict: Verdict, from_register: list[str]) -> CheckResult:
    """One programme's verdict as it is answered."""
    declared = _declared(verdict.programme)
    return CheckResult(
        programme=verdict.programme,
        title=verdict.name,
        on=verdict.on,
        outcome=verdict.outcome,
        conditions=[Condition.model_validate(each, from_attributes=True) for each in verdict.conditions],
        amount_fen=verdict.amount_fen,
        amount_text=_amount_text(verdict),
        summary=verdict.summary,
        speak_text=verdict.speak_text,
        questions=[declared[fact] for fact in verdict.missing],
        from_register=from_register,
        rule_version=verdict.rule_version,
    )


def intake_result(verdicts: Iterable[Verdict], on: date, from_register: list[str]) -> IntakeResult:
    """Several verdicts about one person, and the question that settles most: each undecided programme speaks for its
    open facts, the louder the sooner they may settle it."""
    found = sorted(verdicts, key=lambda verdict: _ORDER[verdict.outcome])
    waiting: dict[str, QuestionShown] = {}
    voices: dict[str, float] = {}
    for verdict in found:
        for place, fact in enumerate(verdict.missing):
            waiting[fact] = _declared(verdict.programme)[fact]
            voices[fact] = voices.get(fact, 0) + _SOFTER**place
    next_question = waiting[max(voices, key=lambda fact: voices[fact])] if waiting else None
    return IntakeResult(
        on=on, prospects=[_prospect(verdict) for verdict in found], next_question=next_question,
        questions_left=len(waiting), from_register=from_register,
    )  # fmt: skip


def _prospect(verdict: Verdict) -> Prospect:
    return Prospect(
        programme=verdict.programme, title=verdict.name, outcome=verdict.outcome, amount_fen=verdict.amount_fen,
        amount_text=_amount_text(verdict), summary=verdict.summary, speak_text=verdict.speak_text,
    )  # fmt: skip


def _amount_text(verdict: Verdict) -> str | None:
    return f"{short_yuan(verdict.amount_fen)}元" if verdict.amount_fen is not None else None


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
