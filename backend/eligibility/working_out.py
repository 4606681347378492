"""Working out one person in plain Python: the columns of `plan_for`, from the same expressions, in some 50 µs.

A frame of one row costs Polars milliseconds, whatever the law; a county in plain Python would cost minutes. Tests hold
both to the same answer, condition by condition (decision 0030).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from backend.eligibility.ages import Birthdays
from backend.eligibility.expression import Expression
from backend.eligibility.fact import FactValue
from backend.eligibility.law import Clause, Law, Reckoning
from backend.eligibility.parameter import ParameterValue
from backend.eligibility.plan import KEPT, leap_day
from backend.eligibility.syntax import Run

Row = dict[str, Any]


def work_out(law: Law, facts: Mapping[str, FactValue], chosen: Mapping[str, ParameterValue], on: date) -> Row:
    """One person's facts, as `take` gives them, with every column that `plan_for` names for them."""
    ready = _ready(law, tuple(chosen.items()), on)
    row: Row = {**facts, **ready.constants}
    for key, origin in ready.aged:
        _age(row, key, origin, ready.birthdays)
    for column, choose in ready.choices:
        row[column] = choose(row)
    for column, run in ready.columns:
        row[column] = run(row)
    row["unadded_fen"] = _first_way(ready.ways, row)
    if ready.addition is not None:
        counts, run = ready.addition
        row["addition_fen"] = run(row) if counts(row) else 0
    _count(law, row)
    return row


@dataclass(frozen=True)
class _Ready:
    """One law with one county's parameters on one day: all that does not depend on the person."""

    birthdays: Birthdays
    aged: tuple[tuple[str, str], ...]  # an age, and the birth date that it is reckoned from
    constants: Mapping[str, Any]
    choices: tuple[tuple[str, Run], ...]  # parameters whose value hangs on a fact
    columns: tuple[tuple[str, Run], ...]
    ways: tuple[tuple[Run, Run], ...]  # whether it counts, and what it comes to
    addition: tuple[Run, Run] | None


@lru_cache(maxsize=KEPT)
def _ready(law: Law, chosen: tuple[tuple[str, ParameterValue], ...], on: date) -> _Ready:
    values = dict(chosen)
    constants: dict[str, Any] = {}
    choices: list[tuple[str, Run]] = []
    for key, parameter in law.rule.parameters.items():
        fixed, choosing = parameter.for_one(values[key])
        constants |= fixed
        choices += choosing.items()
    columns: list[tuple[str, Run]] = [(f"raw_{c.key}", c.expression.run) for c in law.clauses]
    columns += [(f"applies_{c.key}", c.applies.run) for c in law.clauses if c.applies is not None]
    columns += [(key, _where_known(figure)) for key, figure in law.figures.items()]
    reckonings = (*law.ways, *([law.addition] if law.addition else []))
    columns += [(f"way_{way.key}", way.when.run) for way in reckonings if way.when is not None]
    return _Ready(
        birthdays=Birthdays(on, leap_day(values)),
        aged=tuple((key, fact.age_from) for key, fact in law.facts.items() if fact.age_from),
        constants=constants,
        choices=tuple(choices),
        columns=tuple(columns),
        ways=tuple(_counting(way) for way in law.ways),
        addition=_counting(law.addition) if law.addition else None,
    )


def _counting(way: Reckoning) -> tuple[Run, Run]:
    counts: Run = (lambda row: True) if way.when is None else way.when.run
    return counts, _where_known(way.expression)


def _where_known(expression: Expression) -> Run:
    """`Expression.only_where_known`: CASE would otherwise pass over a condition that is not needed this time."""
    columns, run = expression.columns, expression.run

    def known(row: Mapping[str, Any]) -> Any:
        for column in columns:
            if row[column] is None:
                return None
        return run(row)

    return known


def _age(row: Row, key: str, origin: str, birthdays: Birthdays) -> None:
    born, said = row[origin], row[key]
    reckoned = None if born is None else birthdays.age_of(born)
    row[f"contradicts_{key}"] = None if said is None or reckoned is None else said != reckoned
    row[key] = said if reckoned is None else reckoned


def _first_way(ways: tuple[tuple[Run, Run], ...], row: Row) -> int | None:
    for counts, run in ways:
        if counts(row):
            found: int | None = run(row)
            return found
    return None


def _count(law: Law, row: Row) -> None:
    """Each condition after severity, the whole, and the amount where the whole is not no."""
    holds: bool | None = True
    for clause in law.clauses:
        held = row[f"condition_{clause.key}"] = _held(clause, row)
        if clause.waiting(row):
            continue
        if held is False:
            holds = False
        elif held is None and holds:
            holds = None
    fen, more = row["unadded_fen"], row.get("addition_fen") or 0
    row["holds"] = holds
    row["amount_fen"] = None if holds is False or fen is None else fen + more


def _held(clause: Clause, row: Row) -> bool | None:
    if clause.applies is not None and not row[f"applies_{clause.key}"]:
        return True
    raw: bool | None = row[f"raw_{clause.key}"]
    return (True if raw else None) if clause.reviewed else raw
