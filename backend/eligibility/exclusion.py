"""Which benefits exclude, top up or stand beside each other (policy §13.3), as declared in exclusions.yaml."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.eligibility.library import NoSuchProgramme, library
from backend.eligibility.lined_yaml import RuleFileInvalid, Section, modelled, read_lined

_FILE = Path(__file__).parent / "exclusions.yaml"


class Together(StrEnum):
    """What it means that somebody fits both of two benefits; the words are explained at the head of the file."""

    EXCLUDES = "excludes"
    CHOOSE_ONE = "choose_one"
    CHOOSE_THE_HIGHER = "choose_the_higher"
    TOPPED_UP = "topped_up"
    COUNTS_AS_INCOME = "counts_as_income"
    MAY_COEXIST = "may_coexist"

    @property
    def shown(self) -> str:
        """As the rule's page says it."""
        return _SHOWN[self]


_SHOWN = {
    Together.EXCLUDES: "不能同时领",
    Together.CHOOSE_ONE: "选一样",
    Together.CHOOSE_THE_HIGHER: "选高的一样",
    Together.TOPPED_UP: "补足差额",
    Together.COUNTS_AS_INCOME: "算收入",
    Together.MAY_COEXIST: "可以同时领",
}
_NOT_BOTH = (Together.EXCLUDES, Together.CHOOSE_ONE)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One pair by a county's parameters: `benefit` gives way to `other`, tops it up, or stands beside it."""

    benefit: str
    other: str
    kind: Together
    article: str
    sentence: str


class _Entry(BaseModel):
    """As written in the file: every one of `benefits` with every one of `others`."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    benefits: tuple[str, ...] = Field(min_length=1)
    others: tuple[str, ...] = Field(min_length=1, alias="with")
    kind: Together
    parameter: str = ""
    kinds: Mapping[str, Together] = {}
    article: str = Field(min_length=2)
    sentence: str = Field(min_length=2)

    @model_validator(mode="after")
    def sound(self) -> Self:
        """What a parameter decides says what each value means."""
        if bool(self.parameter) != bool(self.kinds):
            raise ValueError("parameter 和 kinds 要么都写，要么都不写")
        return self

    def pairs(self) -> Iterator[tuple[str, str]]:
        return ((benefit, other) for benefit in self.benefits for other in self.others)

    def kind_in(self, county: Mapping[str, Any]) -> Together:
        return self.kinds.get(str(county.get(self.parameter)), self.kind) if self.parameter else self.kind


@dataclass(frozen=True)
class Matrix:
    """The file as read."""

    names: Mapping[str, str]  # of every benefit that it may speak of
    entries: tuple[_Entry, ...]


def exclusions(county: Mapping[str, Any] | None = None) -> tuple[Exclusion, ...]:
    """Every pair, by the county's parameters where a place decides; without them as the law has it by default."""
    return tuple(
        Exclusion(benefit, other, entry.kind_in(county or {}), entry.article, entry.sentence)
        for entry in _matrix().entries
        for benefit, other in entry.pairs()
    )


def clashes(benefits: Collection[str], county: Mapping[str, Any] | None = None) -> list[Exclusion]:
    """What stands between benefits that one person has, or would have; those that merely coexist are no clash.

    Benefits are programmes with a rule file, `work_injury_care` or `youfu`; NoSuchProgramme otherwise.
    """
    wanted = set(benefits)
    if not wanted <= set(_matrix().names):
        raise NoSuchProgramme
    return [
        each
        for each in exclusions(county)
        if {each.benefit, each.other} <= wanted and each.kind is not Together.MAY_COEXIST
    ]


def gives_way_to(programme: str, county: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """The benefits whose holder cannot have this one besides: they exclude it, or one of both must be chosen.

    Where the higher one is paid this may still be that one.
    """
    return tuple(each.other for each in exclusions(county) if each.benefit == programme and each.kind in _NOT_BOTH)


def benefit_name(benefit: str) -> str:
    """As people call it; NoSuchProgramme where neither a rule file nor the matrix knows it."""
    if benefit not in _matrix().names:
        raise NoSuchProgramme
    return _matrix().names[benefit]


@cache
def _matrix() -> Matrix:
    names = {programme: versions[-1].rule.name for programme, versions in library().laws.items()}
    settings = {
        key: parameter.choices
        for versions in library().laws.values()
        for key, parameter in versions[-1].rule.parameters.items()
    }
    return read_exclusions(_FILE, names, settings)


def read_exclusions(file: Path, programmes: Mapping[str, str], choices: Mapping[str, Collection[str]]) -> Matrix:
    """The file read and checked; `choices` of the parameters that rules declare.

    RuleFileInvalid with file and line for the first mistake.
    """
    top = read_lined(file)
    outside, declared = top.get("outside"), top.get("exclusions")
    if not isinstance(outside, Section) or not isinstance(declared, Section):
        raise RuleFileInvalid(file, 1, "缺少「outside」或者「exclusions」")
    names = {**outside, **programmes}
    seen: set[frozenset[str]] = set()
    entries = []
    for key in declared:
        entry = modelled(_Entry, file, top, ("exclusions", key), {})
        for step, reason in _mistakes(entry, names, choices, seen):
            raise RuleFileInvalid(file, top.line_of(("exclusions", key, step)), reason)
        seen |= {frozenset(pair) for pair in entry.pairs()}
        entries.append(entry)
    return Matrix(names, tuple(entries))


def _mistakes(
    entry: _Entry, names: Collection[str], choices: Mapping[str, Collection[str]], seen: Collection[frozenset[str]]
) -> Iterator[tuple[str, str]]:
    for step, benefits in (("benefits", entry.benefits), ("with", entry.others)):
        yield from ((step, f"「{each}」没有规则文件，也没有写在 outside 里") for each in benefits if each not in names)
    earlier = set(seen)
    for pair in map(frozenset, entry.pairs()):
        if len(pair) < 2:
            yield "with", f"「{min(pair)}」不能和自己配对"
        elif pair in earlier:
            yield "with", f"「{'」和「'.join(sorted(pair))}」前面已经写过了"
        earlier.add(pair)
    if entry.parameter and entry.parameter not in choices:
        yield "parameter", f"参数「{entry.parameter}」没有一个规则文件声明过"
    elif entry.parameter and set(entry.kinds) != set(choices[entry.parameter]):
        yield "kinds", f"要把「{entry.parameter}」的每个取值都写上：{'、'.join(choices[entry.parameter])}"
