"""Deciding: the same expressions for one person and for a county of them, in three-valued logic."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from backend.eligibility.explaining import explained, grounds
from backend.eligibility.fact import BadFact, FactValue
from backend.eligibility.law import Clause, Law
from backend.eligibility.library import library
from backend.eligibility.parameter import ParameterValue
from backend.eligibility.plan import plan_for
from backend.eligibility.taking import take, take_frame
from backend.eligibility.verdict import Grounds, Outcome, Verdict
from backend.eligibility.working_out import work_out


def decide(programme: str, facts: Mapping[str, FactValue], *, on: date, parameters: Mapping[str, Any]) -> Verdict:
    """What the law in force on that day says of one person; a fact absent or None is not yet known.

    Money is integer fen. Refuses with BadFact, StandardsNotSet and NoSuchProgramme.
    """
    law = library().in_force(programme, on)
    return _decided(law, facts, chosen_parameters(law, parameters), on)


def decide_each(
    programme: str, people: Sequence[Mapping[str, FactValue]], *, on: date, parameters: Mapping[str, Any]
) -> list[Verdict | BadFact]:
    """The same for several people, in their order; one person's BadFact harms nobody else.

    Refuses with StandardsNotSet and NoSuchProgramme.
    """
    law = library().in_force(programme, on)
    chosen = chosen_parameters(law, parameters)
    return [_decided_or_bad(law, facts, chosen, on) for facts in people]


def grounds_each(
    programme: str, people: Sequence[Mapping[str, FactValue]], *, on: date, parameters: Mapping[str, Any]
) -> list[Grounds | BadFact]:
    """For several people what `decide_each` rests on, without what is only said to one: half the work.

    Refuses with StandardsNotSet and NoSuchProgramme.
    """
    law = library().in_force(programme, on)
    chosen = chosen_parameters(law, parameters)
    return [_grounds_or_bad(law, facts, chosen, on) for facts in people]


def decide_many(programme: str, frame: pl.DataFrame, *, on: date, parameters: Mapping[str, Any]) -> pl.DataFrame:
    """The same for many, in the frame's order: `outcome`, `amount_fen`, `condition_<key>` each as yes, no, unknown.

    `at_least` is true where an addition may come on top that is not yet known.
    `review` is true where a condition failed that an officer must look at: it is not open for want of an answer.
    Columns are facts by name; absent columns and nulls are not yet known, other columns are passed over.
    """
    law = library().in_force(programme, on)
    words = [_word(f"condition_{clause.key}") for clause in law.clauses]
    wanted = [_word("holds").alias("outcome"), pl.col("amount_fen"), _at_least(law), _review(law), *words]
    return judged(law, take_frame(law, frame, on=on), chosen_parameters(law, parameters), wanted, on=on)


def outcomes_many(programme: str, frame: pl.DataFrame, *, on: date, parameters: Mapping[str, Any]) -> pl.DataFrame:
    """Of `decide_many` what a list of many turns on: `holds`, true, false or null for unknown, and `review`.

    Amounts and conditions that nobody asked for are not worked out: half the work.
    """
    law = library().in_force(programme, on)
    wanted = [pl.col("holds"), _review(law)]
    return judged(law, take_frame(law, frame, on=on), chosen_parameters(law, parameters), wanted, on=on)


def judged(
    law: Law,
    rows: pl.DataFrame,
    chosen: Mapping[str, ParameterValue],
    wanted: Sequence[pl.Expr],
    *,
    on: date,
) -> pl.DataFrame:
    """The wanted of what `plan_for` works out; BadFact where an age says other than its birth date."""
    flags = plan_for(law, chosen, on).contradictions
    found = worked_out(law, rows, chosen, on=on).select(*wanted, *flags).collect()
    for flag in flags:
        if found[flag].any():
            raise contradiction(flag)
    return found.drop(flags)


def worked_out(law: Law, rows: pl.DataFrame, chosen: Mapping[str, ParameterValue], *, on: date) -> pl.LazyFrame:
    """The rows with all that `plan_for` names, none of it computed before somebody collects it."""
    working = rows.lazy()
    for stage in plan_for(law, chosen, on).stages:
        working = working.with_columns(stage)
    return working


def judged_alone(
    law: Law, taken: Mapping[str, FactValue], chosen: Mapping[str, ParameterValue], *, on: date
) -> dict[str, Any]:
    """One person with the same; BadFact too."""
    row = work_out(law, taken, chosen, on)
    if flag := contradicted(law, row):
        raise contradiction(flag)
    return row


def contradicted(law: Law, row: Mapping[str, Any]) -> str | None:
    """The first flag that an age of this row says other than its birth date."""
    flags = (f"contradicts_{key}" for key, fact in law.facts.items() if fact.age_from)
    return next((flag for flag in flags if row[flag]), None)


def chosen_parameters(law: Law, parameters: Mapping[str, Any]) -> dict[str, ParameterValue]:
    """The declared parameters' values for this county, in the order declared."""
    return {key: parameter.chosen(parameters) for key, parameter in law.rule.parameters.items()}


def _decided(law: Law, facts: Mapping[str, FactValue], chosen: Mapping[str, ParameterValue], on: date) -> Verdict:
    taken = take(law, library().facts, facts, on=on)
    return explained(law, judged_alone(law, taken, chosen, on=on), taken, chosen, on=on)


def _decided_or_bad(
    law: Law, facts: Mapping[str, FactValue], chosen: Mapping[str, ParameterValue], on: date
) -> Verdict | BadFact:
    try:
        return _decided(law, facts, chosen, on)
    except BadFact as bad:
        return bad


def _grounds_or_bad(
    law: Law, facts: Mapping[str, FactValue], chosen: Mapping[str, ParameterValue], on: date
) -> Grounds | BadFact:
    try:
        taken = take(law, library().facts, facts, on=on)
        return grounds(law, judged_alone(law, taken, chosen, on=on), taken, chosen)
    except BadFact as bad:
        return bad


def contradiction(flag: str) -> BadFact:
    """Why a row with this flag of `plan_for` cannot be true."""
    return BadFact("填的年龄和出生日期对不上，请对照身份证检查。", fact=flag.removeprefix("contradicts_"))


def _at_least(law: Law) -> pl.Expr:
    known = pl.lit(True) if law.addition is None else pl.col("addition_fen").is_not_null()
    return (pl.col("amount_fen").is_not_null() & ~known).alias("at_least")


def _review(law: Law) -> pl.Expr:
    looked_at = [_fails(clause) for clause in law.clauses if clause.reviewed]
    return (pl.any_horizontal(looked_at) if looked_at else pl.lit(False)).alias("review")


def _fails(clause: Clause) -> pl.Expr:
    """Whether a condition that applies is known not to hold."""
    fails = pl.col(f"raw_{clause.key}").eq_missing(False)
    return fails if clause.applies is None else fails & pl.col(f"applies_{clause.key}").fill_null(False)


def _word(column: str) -> pl.Expr:
    held = pl.col(column)
    words = pl.when(held).then(pl.lit(Outcome.YES.value)).when(~held).then(pl.lit(Outcome.NO.value))
    return words.otherwise(pl.lit(Outcome.UNKNOWN.value)).alias(column)
