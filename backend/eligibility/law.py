"""A rule made ready to be applied: every expression compiled, every sentence's placeholders accounted for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

import polars as pl

from backend.eligibility.expression import Expression, ExpressionInvalid, read_expression
from backend.eligibility.fact import Fact, columns
from backend.eligibility.rule import Condition, Rule, Severity
from backend.eligibility.syntax import Tree

Where = tuple[int | str, ...]
_RECKONED = ("amount_fen", "unadded_fen", "addition_fen")  # the engine's own columns, for sentences to show


class LawInvalid(Exception):
    """What in the rule does not hold together, and where in the file."""

    def __init__(self, where: Where, reason: str) -> None:
        self.where, self.reason = where, reason
        super().__init__(reason)


@dataclass(frozen=True)
class Clause:
    """A condition with its expressions made ready."""

    key: str
    condition: Condition
    expression: Expression
    applies: Expression | None

    @property
    def tree(self) -> Tree:
        """What tells which facts are open in it."""
        return self.expression.tree

    @property
    def reviewed(self) -> bool:
        """Whether failing it asks for an officer's look instead of meaning no."""
        return self.condition.severity == Severity.REVIEW

    def holds(self) -> pl.Expr:
        """True, false or null from columns `raw_<key>` and `applies_<key>`, as the verdict counts it."""
        raw = pl.col(f"raw_{self.key}")
        counted = pl.when(raw).then(pl.lit(True)) if self.reviewed else raw
        return counted if self.applies is None else pl.when(pl.col(f"applies_{self.key}")).then(counted).otherwise(True)

    def lets_pass(self) -> pl.Expr:
        """The same for the whole: what still waits for its fact holds nothing up."""
        waits = self.condition.waits_for
        return (
            self.holds() if waits is None else pl.when(pl.col(waits).is_not_null()).then(self.holds()).otherwise(True)
        )

    def waiting(self, row: Mapping[str, object]) -> bool:
        """Whether it waits for a fact that is not known of this row."""
        return self.condition.waits_for is not None and row[self.condition.waits_for] is None


@dataclass(frozen=True)
class Reckoning:
    """A way of reckoning the amount, or the addition to it, with its expressions made ready."""

    key: str
    when: Expression | None  # None: always
    expression: Expression
    basis: str
    found: bool  # on facts that are staff's finding

    def counts(self) -> pl.Expr:
        """True where the county's parameters choose it, from column `way_<key>`."""
        return pl.lit(True) if self.when is None else pl.col(f"way_{self.key}")


@dataclass(frozen=True, eq=False)
class Law:
    """One version of one programme, ready to be applied; its identity is the key under which plans are kept."""

    rule: Rule
    digest: str
    facts: Mapping[str, Fact]  # those the rule reads, and the dates that ages are reckoned from
    clauses: tuple[Clause, ...]
    figures: Mapping[str, Expression]
    ways: tuple[Reckoning, ...]
    addition: Reckoning | None
    shown: Mapping[str, tuple[str, str]]  # placeholder → column and how it is written
    gate: Tree | None  # when an intake asks about the programme; reads facts and parameters


def made_ready(rule: Rule, facts: Mapping[str, Fact], digest: str) -> Law:
    """Compiles the rule against the declared facts; LawInvalid names the first thing that does not hold together."""
    settings = {name: kind for parameter in rule.parameters.values() for name, kind in parameter.columns.items()}
    known = columns(facts) | settings
    clauses = tuple(_clause(key, condition, known, settings) for key, condition in rule.conditions.items())
    for key in rule.figures:
        if key in known or key in _RECKONED:
            raise LawInvalid(("figures", key), f"「{key}」已经是事实或参数的名称，请换一个")
    figures = {key: _read(text, known, pl.Int64(), ("figures", key)) for key, text in rule.figures.items()}
    numbers = known | dict.fromkeys(figures, pl.Int64())
    ways = tuple(_way(rule, key, numbers, settings) for key in rule.amount.reckoned())
    addition = _addition(rule, numbers, settings)
    reckonings = (*ways, *([addition] if addition else []))
    parts = (*(c.expression for c in clauses), *(r.expression for r in reckonings), *figures.values())
    read = {name for part in parts for name in part.columns}
    used, gate = _used(rule, facts, read), _gate(rule, known)
    law = Law(rule, digest, used, clauses, figures, ways, addition, _shown(rule, facts), gate)
    for where, text, extra in _texts(rule):
        _check_placeholders(law, where, text, extra)
    return law


def _clause(
    key: str, condition: Condition, known: Mapping[str, pl.DataType], settings: Mapping[str, pl.DataType]
) -> Clause:
    where: Where = ("conditions", key)
    applies = None
    if condition.applies_when:
        applies = _read(condition.applies_when, settings, pl.Boolean(), (*where, "applies_when"))
    expression = _read(condition.expression, known, pl.Boolean(), (*where, "expression"))
    if condition.waits_for is not None and condition.waits_for not in expression.columns:
        raise LawInvalid((*where, "waits_for"), f"条件等着的「{condition.waits_for}」要在算式里用到")
    return Clause(key, condition, expression, applies)


def _way(rule: Rule, key: str, numbers: Mapping[str, pl.DataType], settings: Mapping[str, pl.DataType]) -> Reckoning:
    way = rule.amount.reckoned()[key]
    where: Where = ("amount", "ways", key) if rule.amount.ways else ("amount",)
    when = _read(way.when, settings, pl.Boolean(), (*where, "when")) if way.when else None
    return Reckoning(
        key, when, _read(way.expression, numbers, pl.Int64(), (*where, "expression")), way.basis, way.found
    )


def _addition(rule: Rule, numbers: Mapping[str, pl.DataType], settings: Mapping[str, pl.DataType]) -> Reckoning | None:
    written = rule.amount.addition
    if written is None:
        return None
    where: Where = ("amount", "addition")
    when = (
        _read(written.applies_when, settings, pl.Boolean(), (*where, "applies_when")) if written.applies_when else None
    )
    expression = _read(written.expression, numbers, pl.Int64(), (*where, "expression"))
    return Reckoning("addition", when, expression, written.basis, found=True)


def _gate(rule: Rule, known: Mapping[str, pl.DataType]) -> Tree | None:
    if rule.worth_asking is None:
        return None
    where: Where = ("worth_asking", "when")
    return _read(rule.worth_asking.when, known, pl.Boolean(), where).tree


def _read(text: str, known: Mapping[str, pl.DataType], result: pl.DataType, where: Where) -> Expression:
    try:
        return read_expression(text, known, result, case=result == pl.Int64())
    except ExpressionInvalid as mistake:
        raise LawInvalid(where, str(mistake)) from mistake


def _used(rule: Rule, facts: Mapping[str, Fact], read: set[str]) -> dict[str, Fact]:
    for key, parameter in rule.parameters.items():
        wanted, called = ("enum", "选择") if parameter.type == "table" else ("int", "数字")
        if parameter.of is not None and (parameter.of not in facts or facts[parameter.of].type != wanted):
            raise LawInvalid(("parameters", key, "of"), f"分档用了没有声明的{called}事实「{parameter.of}」")
        read |= {parameter.of} if parameter.of and parameter.column in read else set()
    read |= {origin for key in read if key in facts and (origin := facts[key].age_from)}
    return {key: fact for key, fact in facts.items() if key in read}


def _shown(rule: Rule, facts: Mapping[str, Fact]) -> dict[str, tuple[str, str]]:
    kinds: dict[str, str] = {key: fact.type for key, fact in facts.items() if fact.type != "bool"}
    for parameter in rule.parameters.values():
        if parameter.type == "bands":
            kinds[f"{parameter.column}_first"] = "int"
        elif parameter.type != "table":
            kinds[parameter.column] = parameter.type
    kinds |= {key: "fen" if key.endswith("_fen") else "int" for key in rule.figures}
    kinds |= dict.fromkeys(_RECKONED, "fen")
    return {f"{c.removesuffix('_fen')}_yuan" if kind == "fen" else c: (c, kind) for c, kind in kinds.items()}


def _texts(rule: Rule) -> Iterator[tuple[Where, str, set[str]]]:
    for key, condition in rule.conditions.items():
        for outcome, text in condition.sentences:
            yield ("conditions", key, "sentences", outcome), text, set()
    for part in ("basis", "said", "open"):
        yield ("amount", part), getattr(rule.amount, part), set()
    for key, way in rule.amount.ways.items():
        yield ("amount", "ways", key, "basis"), way.basis, set()
    if rule.amount.addition:
        yield ("amount", "addition", "basis"), rule.amount.addition.basis, set()
        yield ("amount", "addition", "open"), rule.amount.addition.open, set()
    for part in ("summary", "speak"):
        for outcome, text in getattr(rule, part):
            extra = {"yes": {"amount"}, "unknown": {"missing_count"}}.get(outcome, {"reason"})
            yield (part, outcome), text, extra


def _check_placeholders(law: Law, where: Where, text: str, extra: set[str]) -> None:
    for name in _placeholders(where, text):
        if name not in law.shown and name not in extra:
            raise LawInvalid(where, f"句子里的「{{{name}}}」没有声明（金额要写成 …_yuan）")
        open_text = where[-1] in ("unknown", "open")
        if open_text and name not in extra and not name.startswith("param_"):
            raise LawInvalid(where, f"还不清楚的时候，句子里不能用「{{{name}}}」")


def _placeholders(where: Where, text: str) -> list[str]:
    try:
        return [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as mistake:
        raise LawInvalid(where, "句子里的大括号不成对") from mistake
