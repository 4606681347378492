"""The form of the first opinion (初审意见): every fact with what was declared, what was found, where, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import inquiries
from backend.applications import Application
from backend.eligibility import BadFact, Fact, FactValue
from backend.inquiries import Found, Opinion
from backend.money import NoAmount, fen_from_yuan, short_yuan
from backend.refusals import NotAcceptable
from backend.residents import Provenance


class YesOrNo(NotAcceptable):
    """Neither yes nor no was chosen: an opinion is one of them."""

    sentence = "请选择同意还是不同意。"


class SumUnreadable(NotAcceptable):
    """Not a sum in yuan, with at most two places."""

    sentence = "金额填得不对，请按元填写，最多两位小数。"


_TRUTHS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Line:
    """One fact as the page shows it; `found`, `source` and `why` as typed."""

    fact: Fact
    declared: str
    found: str
    source: str
    why: str


def lines_of(case: Application, typed: Mapping[str, str]) -> list[Line]:
    """All facts that an officer verifies in this case."""
    declared: Mapping[str, object] = (case.verdict or {}).get("facts") or {}
    return [
        Line(
            fact,
            in_words(fact, declared.get(fact.key)),
            typed.get(f"found.{fact.key}", ""),
            typed.get(f"source.{fact.key}", ""),
            typed.get(f"why.{fact.key}", ""),
        )
        for fact in inquiries.facts_to_verify(case.programme)
    ]


def found_in(case: Application, typed: Mapping[str, str]) -> dict[str, Found]:
    """What was verified; an empty field was not. BadFact names the field that cannot be read."""
    return {line.fact.key: _found(line) for line in lines_of(case, typed) if line.found.strip()}


def as_typed(programme: str, facts: Mapping[str, FactValue]) -> dict[str, str]:
    """Facts as a browser would send them to the form, found by the survey; what is not known stays out."""
    typed: dict[str, str] = {}
    for fact in inquiries.facts_to_verify(programme):
        value = facts.get(fact.key)
        if value is None:
            continue
        written = "yes" if value is True else "no" if value is False else str(value)
        typed[f"found.{fact.key}"] = short_yuan(int(written)).replace(",", "") if fact.type == "fen" else written
        typed[f"source.{fact.key}"] = Provenance.SURVEY.value
    return typed


def fen_from_yuan_typed(text: str) -> int:
    """A sum of money; SumUnreadable for what is none."""
    try:
        return fen_from_yuan(text)
    except NoAmount as wrong:
        raise SumUnreadable(wrong.shown) from None


def opinion_in(case: Application, typed: Mapping[str, str]) -> Opinion:
    """The whole opinion; YesOrNo, and as `found_in`."""
    if typed.get("favourable") not in _TRUTHS:
        raise YesOrNo
    favourable = _TRUTHS[typed["favourable"]]
    proposed = typed.get("proposed", "").strip()
    return Opinion(
        found_in(case, typed), favourable, typed.get("reasons", ""), typed.get("no_check_because", ""),
        fen_from_yuan_typed(proposed) if proposed else None, _last_read(typed.get("after", "")),
    )  # fmt: skip


def _last_read(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def in_words(fact: Fact, value: object) -> str:
    """「是」, 「1,155元」, 「农村（行政村）」; an empty text for what is not known."""
    if value is None:
        return ""
    if fact.type == "bool":
        return "是" if value else "否"
    if fact.type == "enum":
        return fact.choices.get(str(value), str(value))
    return f"{short_yuan(int(str(value)))}元" if fact.type == "fen" else f"{value}{fact.unit}"


def _found(line: Line) -> Found:
    try:
        source = Provenance(line.source)
    except ValueError:
        raise BadFact(f"「{line.fact.name}」请选从哪里核实的。", fact=line.fact.key) from None
    return Found(_value(line.fact, line.found.strip()), source, line.why)


def _value(fact: Fact, text: str) -> FactValue:
    try:
        match fact.type:
            case "bool":
                return _TRUTHS[text]
            case "fen":
                return fen_from_yuan(text)
            case "int":
                return int(text)
            case "date":
                return date.fromisoformat(text)
            case _:
                return text
    except NoAmount as wrong:
        raise BadFact(f"「{fact.name}」{wrong.shown}", fact=fact.key) from None
    except (KeyError, ValueError):
        raise BadFact(f"「{fact.name}」填得不对，请检查。", fact=fact.key) from None
