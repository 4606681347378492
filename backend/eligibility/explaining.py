"""Explaining: a judged row in plain sentences, each with its article, warm and never a refusal."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from backend.eligibility.changing import changes
from backend.eligibility.fact import FactValue, json_value
from backend.eligibility.law import Clause, Law, Reckoning
from backend.eligibility.parameter import ParameterValue
from backend.eligibility.rule import Wording
from backend.eligibility.verdict import Change, ConditionOutcome, Grounds, Outcome, Verdict
from backend.money import short_yuan

_NOT_GIVEN = "（未填）"


def explained(
    law: Law,
    row: Mapping[str, Any],
    taken: Mapping[str, FactValue],
    chosen: Mapping[str, ParameterValue],
    *,
    on: date,
    asked: Collection[str] | None = None,
) -> Verdict:
    """The verdict for one judged row; of what is open only `asked` counts as missing, where not everything is asked."""
    applying = _applying(law, row)
    conditions = tuple(_condition(law, clause, row) for clause in applying)
    outcome = _outcome(row["holds"])
    missing = tuple(open_facts(law, row)) if outcome is Outcome.UNKNOWN else ()
    missing = missing if asked is None else tuple(asked)
    amount_fen = row["amount_fen"]
    more = _more(law, row)
    told_so = zip(conditions, applying, strict=True)
    reasons = (c.sentence for c, clause in told_so if c.outcome is outcome and not clause.waiting(row))
    told = {
        "amount": _told(law, law.rule.amount.open if amount_fen is None else law.rule.amount.said, row) + (more or ""),
        "reason": next(reasons, ""),
        "missing_count": str(len(missing)),
    }
    return Verdict(
        programme=law.rule.programme,
        name=law.rule.name,
        on=on,
        outcome=outcome,
        conditions=conditions,
        amount_fen=amount_fen,
        amount_basis=None if amount_fen is None else _basis(law, row),
        amount_article=law.rule.amount.article,
        rule_version=law.rule.version,
        rule_digest=law.digest,
        parameters=dict(chosen),
        facts=_kept(taken),
        missing=missing,
        summary=_told(law, _worded(law.rule.summary, outcome, missing), row, told),
        speak_text=_told(law, _worded(law.rule.speak, outcome, missing), row, told),
        at_least=more is not None,
        changes_it=_changes(law, row) if outcome is Outcome.NO or (asked is None and missing) else (),
    )


def grounds(
    law: Law, row: Mapping[str, Any], taken: Mapping[str, FactValue], chosen: Mapping[str, ParameterValue]
) -> Grounds:
    """Of the verdict for one judged row what a list of many shows."""
    conditions = tuple(_condition(law, clause, row) for clause in _applying(law, row))
    rule = law.rule
    return Grounds(
        rule.programme, rule.name, _outcome(row["holds"]), conditions, rule.version, law.digest, dict(chosen),
        _kept(taken),
    )  # fmt: skip


def _applying(law: Law, row: Mapping[str, Any]) -> list[Clause]:
    return [clause for clause in law.clauses if applies(clause, row)]


def _kept(taken: Mapping[str, FactValue]) -> dict[str, bool | int | str]:
    return {key: kept for key, value in taken.items() if (kept := json_value(value)) is not None}


def _changes(law: Law, row: Mapping[str, Any]) -> tuple[Change, ...]:
    counting = (clause for clause in law.clauses if applies(clause, row) and not clause.waiting(row))
    blocking = [clause for clause in counting if not clause.reviewed]
    return tuple(changes(law, blocking, row))


def open_facts(law: Law, row: Mapping[str, Any]) -> list[str]:
    """Facts not yet known on which an open condition or the amount turns: what may settle the verdict first, then
    what only asks for a look; within each the order of facts/."""
    open_clauses = [clause for clause in law.clauses if is_open(clause, row)]
    settling = {name for c in open_clauses if not c.reviewed for name in facts_open_in(law, c, row)}
    settling |= set(facts_of_amount(law, row)) if row["holds"] is not False else set()
    reviewed = {name for c in open_clauses if c.reviewed for name in facts_open_in(law, c, row)}
    unknown = [key for key in law.facts if row[key] is None and key in settling | reviewed]
    ordered = sorted(unknown, key=lambda key: key not in settling)
    return list(dict.fromkeys(law.facts[key].age_from or key for key in ordered))


def applies(clause: Clause, row: Mapping[str, Any]) -> bool:
    """Whether the county's parameters put this condition in use."""
    return clause.applies is None or bool(row[f"applies_{clause.key}"])


def is_open(clause: Clause, row: Mapping[str, Any]) -> bool:
    """Whether it counts and is not yet known; what waits for a fact is not open before that fact is there."""
    return applies(clause, row) and row[f"raw_{clause.key}"] is None and not clause.waiting(row)


def facts_open_in(law: Law, clause: Clause, row: Mapping[str, Any]) -> set[str]:
    """Facts not yet known whose answer can still matter to this condition, others known as they are."""
    return set(facts_behind(law, clause.tree.at(row).open))


def facts_of_amount(law: Law, row: Mapping[str, Any]) -> Iterator[str]:
    """Those that a resident may be asked for: what staff find out is theirs to add."""
    way = _way(law, row)
    for name in way.expression.columns if way and not way.found else ():
        figure = law.figures.get(name)
        yield from facts_behind(law, figure.columns if figure else (name,))


def facts_behind(law: Law, columns: Iterable[str]) -> Iterator[str]:
    """The facts that these columns turn on: bands turn on the fact that chooses one."""
    choosing = {parameter.column: parameter.of for parameter in law.rule.parameters.values()}
    return (choosing.get(name) or name for name in columns)


def _way(law: Law, row: Mapping[str, Any]) -> Reckoning | None:
    """The way of reckoning the amount that the county's parameters choose."""
    return next((way for way in law.ways if way.when is None or row[f"way_{way.key}"]), None)


def _basis(law: Law, row: Mapping[str, Any]) -> str:
    way, added = _way(law, row), law.addition if row.get("addition_fen") else None
    return "".join(_told(law, part.basis, row) for part in (way, added) if part)


def _more(law: Law, row: Mapping[str, Any]) -> str | None:
    """What is said of an addition that is not known yet, where the amount itself is."""
    written = law.rule.amount.addition
    if written is None or row["amount_fen"] is None or row["addition_fen"] is not None:
        return None
    return f"，{written.open}"


def _condition(law: Law, clause: Clause, row: Mapping[str, Any]) -> ConditionOutcome:
    outcome = _outcome(row[f"condition_{clause.key}"])
    review = clause.reviewed and row[f"raw_{clause.key}"] is False
    text = clause.condition.sentences.review if review else getattr(clause.condition.sentences, outcome)
    return ConditionOutcome(clause.key, outcome, clause.condition.article, _told(law, text, row), review)


def _outcome(held: bool | None) -> Outcome:
    return Outcome.UNKNOWN if held is None else Outcome.YES if held else Outcome.NO


def _worded(wording: Wording, outcome: Outcome, missing: tuple[str, ...]) -> str:
    if outcome is Outcome.UNKNOWN and not missing:
        return wording.review
    return str(getattr(wording, outcome))


def _told(law: Law, text: str, row: Mapping[str, Any], told: Mapping[str, str] | None = None) -> str:
    return text.format_map(_Shown(law, row, told or {})) if "{" in text else text


class _Shown(dict[str, str]):
    """Writes each placeholder only when a sentence asks for it."""

    def __init__(self, law: Law, row: Mapping[str, Any], told: Mapping[str, str]) -> None:
        super().__init__(told)
        self._law, self._row = law, row

    def __missing__(self, placeholder: str) -> str:
        column, kind = self._law.shown[placeholder]
        value = self._row.get(column)
        if value is None:
            return _NOT_GIVEN
        if kind == "enum" and column in self._law.facts:
            return self._law.facts[column].choices[value]
        return short_yuan(value) if kind == "fen" else _date(value) if kind == "date" else str(value)


def _date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
