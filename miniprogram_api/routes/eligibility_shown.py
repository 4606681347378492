"""What a check answers: conditions in plain words, and the questions that are left."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from pydantic import BaseModel, Field

from backend.eligibility import Chance, Change, Finding, Intake, Outcome, Question, Recognition, Verdict, facts_declared
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
    speak_text: str = Field(title="朗读的文字")
    type: str = Field(title="bool、int、fen（分）、date、enum")
    unit: str
    choices: list[Choice]
    minimum: int | None
    maximum: int | None
    sensitivity: str


class ChangeShown(BaseModel):
    """One fact that alone could turn the answer."""

    fact: str
    sentence: str = Field(title="说明，也用来朗读")


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
    changes_it: list[ChangeShown] = Field(title="哪一项情况不同，结果就可能不同")
    questions: list[QuestionShown] = Field(title="接着要问的，先问最能定结果的")
    from_register: list[str] = Field(title="已按登记信息填好、不用再问的")
    rule_version: str = Field(title="规则版本")


class Prospect(BaseModel):
    """One programme in the answer of an intake."""

    programme: str
    title: str = Field(title="待遇名称")
    chance: Chance = Field(
        title="yes 符合、probable 可能符合、staff 由工作人员核实、open 还有问题、aside 先不细问、no 可能不符合"
    )
    outcome: Outcome = Field(title="只按已经回答的：yes 符合、no 不符合、unknown 还不能确定")
    amount_fen: int | None = Field(title="每月金额（分）")
    amount_text: str | None = Field(title="每月金额")
    summary: str = Field(title="一句话结论")
    speak_text: str = Field(title="朗读的文字")
    left_to_staff: list[str] = Field(title="由工作人员核实、不用本人回答的事项")
    changes_it: list[ChangeShown] = Field(title="哪一项情况不同，结果就可能不同")


class RecognitionShown(BaseModel):
    """What the household or person may be recognised as."""

    programme: str
    title: str = Field(title="待遇名称")
    settled: bool = Field(title="前面的几类都看清了；false 表示以后可能有变化")
    article: str = Field(title="依据")
    sentence: str = Field(title="说明")
    speak_text: str = Field(title="朗读的文字")


class AlsoShown(BaseModel):
    """What else may be had beside it."""

    programme: str
    title: str = Field(title="待遇名称")
    after: bool = Field(title="认定以后才能申请")


class IntakeResult(BaseModel):
    """All programmes at once: what the person may get, and the next question that can still change something."""

    on: date = Field(title="按哪一天的规定")
    recognition: RecognitionShown | None = Field(title="分类认定：按次序最先可能认定的一类")
    also: list[AlsoShown] = Field(title="另外可能享受的待遇")
    prospects: list[Prospect] = Field(title="各项待遇，可能符合的在前")
    next_question: QuestionShown | None = Field(title="接着问这一个；没有了就是问完了")
    questions_left: int = Field(title="最多还要问几个")
    from_register: list[str] = Field(title="已按登记信息填好、不用再问的")


_ORDER = list(Chance)  # as declared: what fits first, no last


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
        amount_text=_amount_text(verdict.amount_fen),
        summary=verdict.summary,
        speak_text=verdict.speak_text,
        changes_it=_changes(verdict.changes_it),
        questions=[declared[fact] for fact in verdict.missing],
        from_register=from_register,
        rule_version=verdict.rule_version,
    )


def intake_result(intake: Intake, from_register: list[str]) -> IntakeResult:
    """An intake as it is answered."""
    recognition, question = intake.recognition, intake.next_question
    found = sorted(intake.findings, key=lambda finding: _ORDER.index(finding.chance))
    return IntakeResult(
        on=intake.on,
        recognition=_recognition(recognition) if recognition else None,
        also=[AlsoShown(programme=each.programme, title=each.name, after=each.after) for each in intake.also],
        prospects=[_prospect(finding) for finding in found],
        next_question=_asked(question) if question else None,
        questions_left=intake.questions_left,
        from_register=from_register,
    )


def _recognition(found: Recognition) -> RecognitionShown:
    return RecognitionShown(
        programme=found.programme, title=found.name, settled=found.settled, article=found.article,
        sentence=found.sentence, speak_text=found.sentence,
    )  # fmt: skip


def _prospect(finding: Finding) -> Prospect:
    return Prospect(
        programme=finding.programme, title=finding.name, chance=finding.chance, outcome=finding.outcome,
        amount_fen=finding.amount_fen, amount_text=_amount_text(finding.amount_fen), summary=finding.summary,
        speak_text=finding.speak_text, left_to_staff=list(finding.left_to_staff),
        changes_it=_changes(finding.changes_it),
    )  # fmt: skip


def _changes(found: Iterable[Change]) -> list[ChangeShown]:
    return [ChangeShown(fact=change.fact, sentence=change.sentence) for change in found]


def _amount_text(fen: int | None) -> str | None:
    return f"{short_yuan(fen)}元" if fen is not None else None


@cache
def _declared(programme: str) -> dict[str, QuestionShown]:
    """Every question of a programme as it is shown."""
    return {fact.key: _asked(Question.about(fact)) for fact in facts_declared(programme)}


def _asked(question: Question) -> QuestionShown:
    choices = [Choice(value=value, title=title) for value, title in question.choices]
    return QuestionShown(
        fact=question.fact,
        question=question.question,
        help=question.help,
        speak_text=question.question,
        type=question.type,
        unit=question.unit,
        choices=choices,
        minimum=question.minimum,
        maximum=question.maximum,
        sensitivity=question.sensitivity,
    )
