"""Taking what was given: answers out of JSON or rows of a register, checked against the declarations."""

from collections.abc import Mapping
from datetime import date

import polars as pl
from polars.exceptions import PolarsError

from backend.eligibility.fact import BadFact, Fact, FactValue
from backend.eligibility.law import Law


def take(law: Law, declared: Mapping[str, Fact], given: Mapping[str, FactValue], *, on: date) -> dict[str, FactValue]:
    """The given facts that this law reads. All are checked, other programmes' too; BadFact for the first bad one."""
    taken = checked(declared, given, on=on)
    return {key: taken.get(key) for key in law.facts}


def checked(declared: Mapping[str, Fact], given: Mapping[str, FactValue], *, on: date) -> dict[str, FactValue]:
    """All given facts as the engine keeps them; BadFact for the first bad one."""
    for key in given:
        if key not in declared:
            raise BadFact("有一项内容系统不认识，请刷新页面后再填。", fact=str(key)[:60])
    return {key: declared[key].taken(value, on=on) for key, value in given.items()}


def take_frame(law: Law, frame: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """Many people: the columns that the law reads, absent ones unknown; BadFact for a wrong type or range."""
    taken = []
    for key, fact in law.facts.items():
        given = frame[key] if key in frame.columns else _nobody_knows(key, fact, frame.height)
        taken.append(_typed(fact, given))
    rows = pl.DataFrame(taken)
    outside = rows.select(fact.outside(pl.col(key), on=on).any().alias(key) for key, fact in law.facts.items())
    for key, found in outside.row(0, named=True).items():
        if found:
            raise BadFact(law.facts[key].refusal or None, fact=key)
    return rows


def _nobody_knows(key: str, fact: Fact, rows: int) -> pl.Series:
    return pl.repeat(None, rows, dtype=fact.kind.column, eager=True).alias(key)


def _typed(fact: Fact, given: pl.Series) -> pl.Series:
    wanted = fact.kind.column
    same = given.dtype == wanted or given.dtype == pl.Null or (wanted == pl.Int64 and given.dtype.is_integer())
    if not same:
        raise BadFact(f"「{fact.name}」这一列的类型不对，请检查导入的数据。", fact=fact.key)
    try:
        return given.cast(wanted)
    except PolarsError as mistake:
        raise BadFact(fact.refusal or None, fact=fact.key) from mistake
