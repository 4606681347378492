"""Owed line (应发明细): what is owed for months on end, in words; pure, of facts, person and rates alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.eligibility import StandardsNotSet
from backend.entitlements.award_change import Reason
from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.month import each_month, month_of, months_after
from backend.entitlements.owing import Claim, Rates, age_reached_in, bands_in, fen_for
from backend.entitlements.standing import Standing, Status, standing_of

_DECIDING = {
    Status.RUNNING: (FactKind.GRANTED, FactKind.ADJUSTED),
    Status.SUSPENDED: (FactKind.SUSPENDED,),
    Status.NOT_OWED: (FactKind.SUSPENDED,),
    Status.GRACE: (FactKind.GRACE,),
    Status.STOPPED: (
        FactKind.STOPPED, FactKind.GRACE, FactKind.DEATH, FactKind.DEATH_CORRECTED, FactKind.CALLED_OFF,
        FactKind.RESTORED,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwedLine:
    """The months from `first` to `last`, each with the same fen (None: the county has set no rate), for one reason."""

    first: date
    last: date
    status: Status
    fen: int | None
    words: str
    reason: str
    basis: str


def owed_lines(
    facts: Sequence[Fact], claim: Claim, rates: Mapping[date, Rates], first: date, last: date
) -> list[OwedLine]:
    """Lines from month `first` to `last`; `rates` are those of each month, `claim` is the award's by its facts."""
    standing = standing_of(facts)
    lines: list[OwedLine] = []
    for month in each_month(first, last):
        line = _line(facts, standing, claim, month, rates[month])
        before = lines[-1] if lines else None
        if before and _same(before) == _same(line) and months_after(before.last, 1) == month:
            lines[-1] = OwedLine(before.first, month, *_same(before))
        else:
            lines.append(line)
    return lines


def _same(line: OwedLine) -> tuple[Status, int | None, str, str, str]:
    return line.status, line.fen, line.words, line.reason, line.basis


def _line(facts: Sequence[Fact], standing: Standing, claim: Claim, month: date, rates: Rates) -> OwedLine:
    status = standing.status(month)
    if claim.deceased_on is not None and month > month_of(claim.deceased_on):
        status = Status.STOPPED
    fact = _deciding(facts, status, month)
    try:
        fen: int | None = fen_for(claim, month, rates)
    except StandardsNotSet:
        fen = None
    words = status.shown if status is not Status.RUNNING else _component(facts, claim, month, rates, fen)
    return OwedLine(month, month, status, fen, words, _reason(fact), fact.basis if fact else "")


def _deciding(facts: Sequence[Fact], status: Status, month: date) -> Fact | None:
    kinds = _DECIDING.get(status, ())
    return next((each for each in reversed(facts) if each.kind in kinds and each.month and each.month <= month), None)


def _component(facts: Sequence[Fact], claim: Claim, month: date, rates: Rates, fen: int | None) -> str:
    if claim.monthly_fen is not None:
        return "一次性" if any(each.reason == "once" for each in facts) else "按月核定的金额"
    if fen is None:
        return "县里还没有设定这个月的标准"
    age = age_reached_in(month, claim.birth_date, rates)
    band = max((start for start, _ in bands_in(rates) if start <= age), default=None)
    return f"满{band}周岁这一档" if band else "还没到领取年龄"


def _reason(fact: Fact | None) -> str:
    if fact is None or not fact.reason:
        return ""
    return Reason(fact.reason).shown if fact.reason in set(Reason) else _OTHERS.get(fact.reason, "")


_OTHERS = {"once": "一次性发放", "death": "已登记去世", "not_eligible": "不再符合条件", "moved": "户口已迁出本县"}
