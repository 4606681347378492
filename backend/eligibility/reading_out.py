"""Reading out: a rule as the law reads, for nobody in particular: what must hold, on what ground, at what standards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from backend.eligibility.expression import Expression
from backend.eligibility.fact import Fact
from backend.eligibility.law import Clause, Law, Reckoning
from backend.eligibility.library import NoSuchProgramme, library
from backend.eligibility.parameter import Parameter, ParameterValue, StandardsNotSet
from backend.eligibility.procedure import Procedure
from backend.money import short_yuan

_NOT_SET = "（县里还没有设定）"
_WORKED_OUT = "【计算得出】"


@dataclass(frozen=True)
class ClauseReadOut:
    """One condition: `holds` and `otherwise` say it in words, facts standing as 【their name】.

    `review`: where it does not hold an officer must look, it is no refusal. `applies`: by the county's standards.
    """

    key: str
    article: str
    holds: str
    otherwise: str
    review: bool
    applies: bool
    expression: str


@dataclass(frozen=True)
class VersionReadOut:
    """A version of a rule, in force from a day until before another."""

    version: str
    since: date
    until: date | None


@dataclass(frozen=True)
class RuleReadOut:
    """One version of a programme's rule in words. `standards` are the values it reads, None where none is set."""

    programme: str
    name: str
    version: VersionReadOut
    digest: str
    legal_base: tuple[str, ...]
    clauses: tuple[ClauseReadOut, ...]
    amount: str
    amount_article: str
    amount_expression: str
    standards: Mapping[str, ParameterValue | None]
    facts: tuple[Fact, ...]
    procedure: Procedure


def read_out(programme: str, *, on: date, parameters: Mapping[str, Any]) -> RuleReadOut:
    """The rule in force that day in words. Refuses with NoSuchProgramme and, before the first version, BadFact."""
    law = library().in_force(programme, on)
    chosen = {key: _chosen(parameter, parameters) for key, parameter in law.rule.parameters.items()}
    settings = _settings(law, chosen)
    words = _Words(law, settings)
    return RuleReadOut(
        programme=programme,
        name=law.rule.name,
        version=_version(law),
        digest=law.digest,
        legal_base=tuple(base.document for base in law.rule.legal_base),
        clauses=tuple(_clause(clause, words, settings) for clause in law.clauses),
        amount="".join(part.format_map(words) for part in _amount(law, settings)),
        amount_article=law.rule.amount.article,
        amount_expression="\n".join(_expressions(law, settings)),
        standards=chosen,
        facts=tuple(law.facts.values()),
        procedure=law.rule.procedure,
    )


def versions_of(programme: str) -> tuple[VersionReadOut, ...]:
    """All versions of a programme's rule, the newest first; NoSuchProgramme where there is none."""
    laws = library().laws.get(programme)
    if not laws:
        raise NoSuchProgramme()
    return tuple(_version(law) for law in reversed(laws))


def _version(law: Law) -> VersionReadOut:
    return VersionReadOut(law.rule.version, law.rule.effective.first, law.rule.effective.end)


def _chosen(parameter: Parameter, parameters: Mapping[str, Any]) -> ParameterValue | None:
    try:
        return parameter.chosen(parameters)
    except StandardsNotSet:
        return None


def _settings(law: Law, chosen: Mapping[str, ParameterValue | None]) -> dict[str, Any]:
    """The `param_*` columns as the engine sees them, without those of standards that are not set."""
    columns = [
        column
        for key, parameter in law.rule.parameters.items()
        if (value := chosen[key]) is not None
        for column in parameter.expressions(value)
    ]
    nobody = {key: pl.Series([None], dtype=fact.kind.column) for key, fact in law.facts.items()}
    return pl.DataFrame(nobody).select(columns).row(0, named=True) if columns else {}


def _clause(clause: Clause, words: "_Words", settings: Mapping[str, Any]) -> ClauseReadOut:
    sentences = clause.condition.sentences
    return ClauseReadOut(
        clause.key, clause.condition.article, sentences.yes.format_map(words),
        (sentences.review or sentences.no).format_map(words), clause.reviewed, _applies(clause, settings),
        clause.condition.expression,
    )  # fmt: skip


def _reckonings(law: Law, settings: Mapping[str, Any]) -> list[Reckoning]:
    """The ways of reckoning the amount that the county's standards put in use, and the addition."""
    every = (*law.ways, *([law.addition] if law.addition else []))
    return [each for each in every if each.when is None or _true(each.when, settings)]


def _expressions(law: Law, settings: Mapping[str, Any]) -> Iterator[str]:
    """What is reckoned, then each figure that it reckons with."""
    used = [each.expression for each in _reckonings(law, settings)]
    yield from (each.text for each in used)
    named = {name for each in used for name in each.columns}
    yield from (f"{name} = {figure.text}" for name, figure in law.figures.items() if name in named)


def _amount(law: Law, settings: Mapping[str, Any]) -> list[str]:
    return [each.basis for each in _reckonings(law, settings)] or [law.rule.amount.open]


def _applies(clause: Clause, settings: Mapping[str, Any]) -> bool:
    return clause.applies is None or _true(clause.applies, settings)


def _true(choice: Expression, settings: Mapping[str, Any]) -> bool:
    """Whether the standards say so; a choice on standards that are not set stands open, as if they did."""
    known = set(choice.columns) <= settings.keys()
    return not known or bool(pl.DataFrame([dict(settings)]).select(choice.compiled).item())


def _figures(law: Law, settings: Mapping[str, Any]) -> dict[str, int]:
    """Figures that hang on standards alone, such as a limit of so many months' standard."""
    known = {key: figure.compiled for key, figure in law.figures.items() if set(figure.columns) <= settings.keys()}
    return pl.DataFrame([dict(settings)]).select(**known).row(0, named=True) if known and settings else {}


class _Words(dict[str, str]):
    """A standard's placeholder becomes its value, a fact's its name."""

    def __init__(self, law: Law, settings: Mapping[str, Any]) -> None:
        super().__init__()
        self._law, self._settings = law, settings
        self._figures = _figures(law, settings)
        self._settable = {column for parameter in law.rule.parameters.values() for column in parameter.columns}

    def __missing__(self, placeholder: str) -> str:
        column, kind = self._law.shown[placeholder]
        if column in self._law.facts:
            return f"【{self._law.facts[column].name}】"
        if column not in self._settable:
            figure = self._figures.get(column)
            return _WORKED_OUT if figure is None else short_yuan(figure) if kind == "fen" else str(figure)
        value = self._settings.get(column)
        return _NOT_SET if value is None else short_yuan(value) if kind == "fen" else str(value)
