"""Facts that cannot be true together, as declared in contradictions.yaml."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from backend.eligibility.expression import ExpressionInvalid, read_expression
from backend.eligibility.fact import BadFact, Fact, FactValue, columns
from backend.eligibility.library import library
from backend.eligibility.lined_yaml import RuleFileInvalid, Section, modelled, read_lined
from backend.eligibility.parsing import parse
from backend.eligibility.reach import domains, outcomes, strange_words
from backend.eligibility.syntax import Tree

_FILE = Path(__file__).parent / "contradictions.yaml"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts of one person that do not agree: which, and what the person reads."""

    key: str
    facts: tuple[str, ...]
    article: str
    sentence: str


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, str_strip_whitespace=True)

    when: str = Field(min_length=2)
    article: str = ""
    sentence: str = Field(min_length=2)


@dataclass(frozen=True)
class Declared:
    """One entry of the file with the tree of its condition."""

    tree: Tree
    told: Contradiction


def contradictions(facts: Mapping[str, FactValue], *, on: date) -> list[Contradiction]:
    """What of these facts does not agree; what is not known contradicts nothing. BadFact where a value cannot be."""
    declared = library().facts
    row: dict[str, object] = {key: declared[key].taken(value, on=on) for key, value in facts.items() if key in declared}
    for key, fact in declared.items():
        born = row.get(fact.age_from or "")
        if isinstance(born, date):
            row[key] = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return [each.told for each in _declared() if each.tree.at(row).value is True]


def must_agree(facts: Mapping[str, FactValue], *, on: date, told: Collection[str]) -> None:
    """Refuses with BadFact where something that the person told contradicts another fact.

    Registers that differ among themselves are not the person's to mend.
    """
    for each in contradictions(facts, on=on):
        behind = [origin for key in each.facts if (origin := library().facts[key].age_from)]
        if mistyped := [key for key in (*each.facts, *behind) if key in told]:
            raise BadFact(each.sentence, fact=mistyped[0])


@cache
def _declared() -> tuple[Declared, ...]:
    return read_contradictions(_FILE, library().facts)


def read_contradictions(file: Path, facts: Mapping[str, Fact]) -> tuple[Declared, ...]:
    """The file read and checked; RuleFileInvalid with file and line for the first mistake."""
    top = read_lined(file)
    declared = top.get("contradictions")
    if not isinstance(declared, Section):
        raise RuleFileInvalid(file, 1, "缺少「contradictions」")
    ranges = domains(facts, {})
    found = []
    for key in declared:
        entry = modelled(_Entry, file, top, ("contradictions", key), {})
        line = top.line_of(("contradictions", key, "when"))
        try:
            read = read_expression(entry.when, columns(facts), pl.Boolean())
        except ExpressionInvalid as mistake:
            raise RuleFileInvalid(file, line, str(mistake)) from mistake
        tree = parse(entry.when)
        for word, column in strange_words(tree, ranges):
            raise RuleFileInvalid(file, line, f"「{column}」没有「{word}」这个选项")
        if len(outcomes(tree, (), ranges)) == 1:
            raise RuleFileInvalid(file, line, "在声明的取值范围里总是成立，或者永远不会成立")
        found.append(Declared(tree, Contradiction(key, read.columns, entry.article, entry.sentence)))
    return tuple(found)
