"""The order in which columns are worked out for one law, one county's parameters and one day; built once, then kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from backend.eligibility.ages import Birthdays
from backend.eligibility.law import Law, Reckoning
from backend.eligibility.parameter import ParameterValue

_LEAP_DAY_KEY = "age.leap_day_birthday"
_LEAP_DAY_DEFAULT = "02-28"  # the kinder reading; a county may choose 03-01
KEPT = 256  # plans: a county has a few programmes and parameters change about once a year, but `on` changes daily

Stage = tuple[pl.Expr, ...]


@dataclass(frozen=True)
class Plan:
    """Stages of columns, each reading only earlier ones; `contradictions` are flags that ages and dates disagree."""

    stages: tuple[Stage, ...]
    contradictions: tuple[str, ...]


def plan_for(law: Law, chosen: Mapping[str, ParameterValue], on: date) -> Plan:
    """The plan whose last stage has parameters, figures, each condition before (`raw_`) and after severity,
    `holds` and `amount_fen`; null is unknown everywhere."""
    return _plan(law, tuple(chosen.items()), on)


def leap_day(chosen: Mapping[str, ParameterValue]) -> str:
    """When those born on 29 February come of age in common years, as this county counts: 02-28 or 03-01."""
    return str(chosen.get(_LEAP_DAY_KEY, _LEAP_DAY_DEFAULT))


@lru_cache(maxsize=KEPT)
def _plan(law: Law, chosen: tuple[tuple[str, ParameterValue], ...], on: date) -> Plan:
    values = dict(chosen)
    parameters = law.rule.parameters.items()
    settings = tuple(column for key, p in parameters for column in p.expressions(values[key]))
    birthdays = Birthdays(on, leap_day(values))
    aged = {key: fact.age_from for key, fact in law.facts.items() if fact.age_from}
    ages = {key: birthdays.age_from(origin) for key, origin in aged.items()}
    flags = tuple((pl.col(key) != reckoned).alias(f"contradicts_{key}") for key, reckoned in ages.items())
    known = tuple(pl.coalesce(reckoned, pl.col(key)).alias(key) for key, reckoned in ages.items())
    stages = (flags + known, settings, _raw(law), _reckoned(law), _counted(law))
    return Plan(tuple(stage for stage in stages if stage), tuple(f"contradicts_{key}" for key in ages))


def _raw(law: Law) -> Stage:
    raw = [clause.expression.compiled.alias(f"raw_{clause.key}") for clause in law.clauses]
    applies = [c.applies.compiled.alias(f"applies_{c.key}") for c in law.clauses if c.applies is not None]
    figures = [figure.only_where_known().alias(key) for key, figure in law.figures.items()]
    ways = [way.when.compiled.alias(f"way_{way.key}") for way in _reckonings(law) if way.when is not None]
    return (*raw, *applies, *figures, *ways)


def _reckonings(law: Law) -> tuple[Reckoning, ...]:
    return (*law.ways, *([law.addition] if law.addition else []))


def _reckoned(law: Law) -> Stage:
    """Fen a month by the first way that counts; the addition is nothing where it does not apply, null where open."""
    base = pl.lit(None, dtype=pl.Int64)
    for way in reversed(law.ways):
        base = pl.when(way.counts()).then(way.expression.only_where_known()).otherwise(base)
    if law.addition is None:
        return (base.alias("unadded_fen"),)
    more = pl.when(law.addition.counts()).then(law.addition.expression.only_where_known()).otherwise(0)
    return (base.alias("unadded_fen"), more.alias("addition_fen"))


def _counted(law: Law) -> Stage:
    counted = [clause.holds().alias(f"condition_{clause.key}") for clause in law.clauses]
    holds = pl.all_horizontal([clause.lets_pass() for clause in law.clauses])
    fen = pl.col("unadded_fen") if law.addition is None else pl.col("unadded_fen") + pl.col("addition_fen").fill_null(0)
    amount = pl.when(holds.fill_null(True)).then(fen).alias("amount_fen")
    return (*counted, holds.alias("holds"), amount)
