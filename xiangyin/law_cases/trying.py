"""Trying: what the law says of a case beside what the case expects, and which clauses nobody tries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend import eligibility
from backend.eligibility import BadFact, ConditionOutcome, Outcome, StandardsNotSet, Verdict
from backend.money import short_yuan
from xiangyin.law_cases.case import Case, Side

_NO_SIDES = (Side.NO, Side.REVIEW)


@dataclass(frozen=True)
class Trial:
    """A case tried. `differences` are sentences, none where all came out as expected; `shown` is what it proves."""

    case: Case
    differences: tuple[str, ...]
    shown: frozenset[tuple[str, Side]]


def try_case(programme: str, case: Case) -> Trial:
    """Ask the law and compare outcome, amount where the case names one, and each condition that it names."""
    try:
        verdict = eligibility.decide(programme, case.facts, on=case.on, parameters=case.standards)
    except (BadFact, StandardsNotSet) as refused:
        return Trial(case, (f"没有算出结果：{refused.shown}",), frozenset())
    found = {condition.key: condition for condition in verdict.conditions}
    differences = [*_outcome(case, verdict), *_amount(case, verdict)]
    for key, side in case.conditions.items():
        differences += _condition(key, side, found.get(key))
    proved = {(key, side) for key, side in case.conditions.items() if not _condition(key, side, found.get(key))}
    if (
        case.expected is Side.YES and verdict.outcome is Outcome.YES
    ):  # a yes says yes of every condition but what still waits
        proved |= {(key, Side.YES) for key, condition in found.items() if condition.outcome is Outcome.YES}
    return Trial(case, tuple(differences), frozenset(proved))


def untouched(programme: str, trials: Iterable[Trial]) -> list[str]:
    """Each clause of the rules in force on the cases' days that no case shows to hold, not to hold, or to be open."""
    trials = list(trials)
    shown = {each for trial in trials for each in trial.shown}
    clauses: dict[str, None] = {}
    for on in sorted({trial.case.on for trial in trials}):
        clauses |= {clause.key: None for clause in eligibility.read_out(programme, on=on, parameters={}).clauses}
    said = []
    for key in clauses:
        lacking = [] if (key, Side.YES) in shown else [str(Side.YES)]
        lacking += [] if any((key, side) in shown for side in _NO_SIDES) else ["不符合或要核实"]
        lacking += [] if (key, Side.UNKNOWN) in shown else [str(Side.UNKNOWN)]
        said += [f"条件 {key} 还没有「{'」「'.join(lacking)}」的案例"] if lacking else []
    return said


def _outcome(case: Case, verdict: Verdict) -> list[str]:
    found = _side(verdict.outcome, not verdict.missing)
    if found is case.expected:
        return []
    reasons = [f"{c.key}（{_of(c)}）：{c.sentence}" for c in verdict.conditions if c.outcome is verdict.outcome]
    return [f"结果应当是「{case.expected}」，规则算出来是「{found}」", *reasons]


def _amount(case: Case, verdict: Verdict) -> list[str]:
    if not case.says_amount or case.amount_fen == verdict.amount_fen:
        return []
    wanted, found = _yuan(case.amount_fen), _yuan(verdict.amount_fen)
    basis = f"：{verdict.amount_basis}" if verdict.amount_basis else ""
    return [f"金额应当是{wanted}，规则算出来是{found}{basis}"]


def _condition(key: str, expected: Side, found: ConditionOutcome | None) -> list[str]:
    if found is None:
        return [f"条件 {key} 按县里的标准这次用不上"]
    if _of(found) is expected:
        return []
    return [f"条件 {key} 应当是「{expected}」，规则算出来是「{_of(found)}」：{found.sentence}（{found.article}）"]


def _of(condition: ConditionOutcome) -> Side:
    return _side(condition.outcome, condition.review)


def _side(outcome: Outcome, review: bool) -> Side:
    if outcome is Outcome.UNKNOWN:
        return Side.REVIEW if review else Side.UNKNOWN
    return Side.YES if outcome is Outcome.YES else Side.NO


def _yuan(fen: int | None) -> str:
    return "未定" if fen is None else f"{short_yuan(fen)}元"
