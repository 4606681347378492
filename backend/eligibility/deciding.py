"""Deciding: the same compiled expressions for one person and for a county of them, in three-valued logic."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from .explaining import explained
from .fact import FactValue
from .law import Law
from .library import library
from .parameter import ParameterValue
from .taking import one_row, take, take_frame, with_ages
from .verdict import Outcome, Verdict

_LEAP_DAY_KEY = "age.leap_day_birthday"
_LEAP_DAY_DEFAULT = "02-28"  # the kinder reading; a county may choose 03-01


def decide(programme: str, facts: Mapping[str, FactValue], *, on: date, parameters: Mapping[str, Any]) -> Verdict:
    """What the law in force on that day says of one person; a fact absent or None is not yet known.

    Money is integer fen. Refuses with BadFact, StandardsNotSet and NoSuchProgramme.
    """
    law = library().in_force(programme, on)
    chosen = chosen_parameters(law, parameters)
    taken = take(law, library().facts, facts, on=on)
    row = judged(law, one_row(law, taken), chosen, on=on).row(0, named=True)
    return explained(law, row, taken, chosen, on=on)


def decide_many(programme: str, frame: pl.DataFrame, *, on: date, parameters: Mapping[str, Any]) -> pl.DataFrame:
    """The same for many, in the frame's order: `outcome`, `amount_fen` and a `condition_<key>` each, as yes, no, unknown.

    Columns are facts by name; absent columns and nulls are not yet known, other columns are passed over.
    """
    law = library().in_force(programme, on)
    rows = judged(law, take_frame(law, frame, on=on), chosen_parameters(law, parameters), on=on)
    words = [_word(f"condition_{clause.key}") for clause in law.clauses]
    return rows.select(_word("holds").alias("outcome"), "amount_fen", *words)


def judged(law: Law, rows: pl.DataFrame, chosen: Mapping[str, ParameterValue], *, on: date) -> pl.DataFrame:
    """The rows with parameters, figures, each condition before (`raw_`) and after severity, and `holds`; null is unknown."""
    settings = [column for key, p in law.rule.parameters.items() for column in p.expressions(chosen[key])]
    raw = [clause.expression.compiled.alias(f"raw_{clause.key}") for clause in law.clauses]
    raw += [c.applies.compiled.alias(f"applies_{c.key}") for c in law.clauses if c.applies is not None]
    figures = [figure.only_where_known().alias(key) for key, figure in law.figures.items()]
    counted = [clause.holds().alias(f"condition_{clause.key}") for clause in law.clauses]
    holds = pl.all_horizontal([f"condition_{clause.key}" for clause in law.clauses])
    aged = with_ages(law, rows, str(chosen.get(_LEAP_DAY_KEY, _LEAP_DAY_DEFAULT)), on=on)
    return (
        aged.with_columns(settings)
        .with_columns(*raw, *figures, law.amount.only_where_known().alias("amount_fen"))
        .with_columns(counted)
        .with_columns(holds.alias("holds"))
        .with_columns(pl.when(pl.col("holds").fill_null(True)).then("amount_fen").alias("amount_fen"))
    )


def chosen_parameters(law: Law, parameters: Mapping[str, Any]) -> dict[str, ParameterValue]:
    """The declared parameters' values for this county, in the order declared."""
    return {key: parameter.chosen(parameters) for key, parameter in law.rule.parameters.items()}


def _word(column: str) -> pl.Expr:
    held = pl.col(column)
    words = pl.when(held).then(pl.lit(Outcome.YES.value)).when(~held).then(pl.lit(Outcome.NO.value))
    return words.otherwise(pl.lit(Outcome.UNKNOWN.value)).alias(column)
