"""Deciding: the same compiled expressions for one person and for a county of them, in three-valued logic."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from backend.eligibility.explaining import explained
from backend.eligibility.fact import BadFact, FactValue
from backend.eligibility.law import Clause, Law
from backend.eligibility.library import library
from backend.eligibility.parameter import ParameterValue
from backend.eligibility.plan import plan_for
from backend.eligibility.taking import one_row, several_rows, take, take_frame
from backend.eligibility.verdict import Outcome, Verdict

_MANY = 1_000  # people from whom on threads are worth their while; for fewer, handing work to them takes longest


def decide(programme: str, facts: Mapping[str, FactValue], *, on: date, parameters: Mapping[str, Any]) -> Verdict:
    """What the law in force on that day says of one person; a fact absent or None is not yet known.

    Money is integer fen. Refuses with BadFact, StandardsNotSet and NoSuchProgramme.
    """
    law = library().in_force(programme, on)
    chosen = chosen_parameters(law, parameters)
    taken = take(law, library().facts, facts, on=on)
    row = judged(law, one_row(law, taken), chosen, on=on).row(0, named=True)
    return explained(law, row, taken, chosen, on=on)


def decide_each(
    programme: str, people: Sequence[Mapping[str, FactValue]], *, on: date, parameters: Mapping[str, Any]
) -> list[Verdict | BadFact]:
    """The same for several people in one evaluation, in their order; one person's BadFact harms nobody else.

    Refuses with StandardsNotSet and NoSuchProgramme. An evaluation costs the same for one row as for fifty.
    """
    law = library().in_force(programme, on)
    chosen = chosen_parameters(law, parameters)
    taken = [_taken_or_bad(law, facts, on) for facts in people]
    good = [facts for facts in taken if not isinstance(facts, BadFact)]
    rows = iter(worked_out(law, several_rows(law, good), chosen, on=on).iter_rows(named=True))
    return [
        facts if isinstance(facts, BadFact) else _explained_or_bad(law, next(rows), facts, chosen, on)
        for facts in taken
    ]


def decide_many(programme: str, frame: pl.DataFrame, *, on: date, parameters: Mapping[str, Any]) -> pl.DataFrame:
    """The same for many, in the frame's order: `outcome`, `amount_fen`, `condition_<key>` each as yes, no, unknown.

    `at_least` is true where an addition may come on top that is not yet known.
    `review` is true where a condition failed that an officer must look at: it is not open for want of an answer.
    Columns are facts by name; absent columns and nulls are not yet known, other columns are passed over.
    """
    law = library().in_force(programme, on)
    rows = judged(law, take_frame(law, frame, on=on), chosen_parameters(law, parameters), on=on)
    words = [_word(f"condition_{clause.key}") for clause in law.clauses]
    looked_at = [_fails(clause) for clause in law.clauses if clause.reviewed]
    review = pl.any_horizontal(looked_at) if looked_at else pl.lit(False)
    return rows.select(_word("holds").alias("outcome"), "amount_fen", _at_least(law), review.alias("review"), *words)


def judged(law: Law, rows: pl.DataFrame, chosen: Mapping[str, ParameterValue], *, on: date) -> pl.DataFrame:
    """The rows with everything that `plan_for` works out; BadFact where an age says other than its birth date."""
    rows = worked_out(law, rows, chosen, on=on)
    for flag in plan_for(law, chosen, on).contradictions:
        if rows[flag].any():
            raise contradiction(flag)
    return rows


def worked_out(law: Law, rows: pl.DataFrame, chosen: Mapping[str, ParameterValue], *, on: date) -> pl.DataFrame:
    """The same, with the contradictions in their columns and nobody refused."""
    for stage in plan_for(law, chosen, on).stages:
        rows = rows.with_columns_seq(stage) if rows.height < _MANY else rows.with_columns(stage)
    return rows


def chosen_parameters(law: Law, parameters: Mapping[str, Any]) -> dict[str, ParameterValue]:
    """The declared parameters' values for this county, in the order declared."""
    return {key: parameter.chosen(parameters) for key, parameter in law.rule.parameters.items()}


def _taken_or_bad(law: Law, facts: Mapping[str, FactValue], on: date) -> dict[str, FactValue] | BadFact:
    try:
        return take(law, library().facts, facts, on=on)
    except BadFact as bad:
        return bad


def _explained_or_bad(
    law: Law, row: Mapping[str, Any], facts: Mapping[str, FactValue], chosen: Mapping[str, ParameterValue], on: date
) -> Verdict | BadFact:
    for flag in plan_for(law, chosen, on).contradictions:
        if row[flag]:
            return contradiction(flag)
    return explained(law, row, facts, chosen, on=on)


def contradiction(flag: str) -> BadFact:
    """Why a row with this flag of `plan_for` cannot be true."""
    return BadFact("填的年龄和出生日期对不上，请对照身份证检查。", fact=flag.removeprefix("contradicts_"))


def _at_least(law: Law) -> pl.Expr:
    known = pl.lit(True) if law.addition is None else pl.col("addition_fen").is_not_null()
    return (pl.col("amount_fen").is_not_null() & ~known).alias("at_least")


def _fails(clause: Clause) -> pl.Expr:
    """Whether a condition that applies is known not to hold."""
    fails = pl.col(f"raw_{clause.key}").eq_missing(False)
    return fails if clause.applies is None else fails & pl.col(f"applies_{clause.key}").fill_null(False)


def _word(column: str) -> pl.Expr:
    held = pl.col(column)
    words = pl.when(held).then(pl.lit(Outcome.YES.value)).when(~held).then(pl.lit(Outcome.NO.value))
    return words.otherwise(pl.lit(Outcome.UNKNOWN.value)).alias(column)
