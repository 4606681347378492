"""Standing: how an award stands in every month, made of its dated facts alone; pure, without table or clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.month import months_after

Step = tuple[date, int | None]  #: from this month on so many fen; 0 is a gap that is not owed, None is by age and rates


class Status(StrEnum):
    """Of an award in one month."""

    NOT_YET = "not_yet"
    RUNNING = "running"
    SUSPENDED = "suspended"  #: held back; resumed later it may be owed after all
    NOT_OWED = "not_owed"  #: it was suspended, and resumed without paying these months
    GRACE = "grace"
    STOPPED = "stopped"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return _STATUSES[self]


_STATUSES = {
    Status.NOT_YET: "还没开始",
    Status.RUNNING: "正在发放",
    Status.SUSPENDED: "暂停发放",
    Status.NOT_OWED: "暂停期间，不补发",
    Status.GRACE: "渐退期",
    Status.STOPPED: "已停发",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`amounts` rise by month; `gaps` and `grace` are spans whose second month is no longer in them."""

    amounts: tuple[Step, ...]
    gaps: tuple[tuple[date, date], ...] = ()
    grace: tuple[date, date] | None = None
    suspended_from: date | None = None
    stopped_from: date | None = None
    stop_reason: str | None = None

    @property
    def fen(self) -> int | None:
        """The amount that holds last."""
        return self.amounts[-1][1]

    @property
    def steps(self) -> list[Step]:
        """Every month in which the amount becomes another, gaps among them; empty where one holds throughout."""
        marks = sorted({month for month, _ in self.amounts} | {edge for gap in self.gaps for edge in gap})
        steps: list[Step] = []
        for month in marks:
            fen = 0 if self._in_gap(month) else step_in(self.amounts, month)
            if not steps or steps[-1][1] != fen:
                steps.append((month, fen))
        return steps if len(steps) > 1 else []

    def status(self, month: date) -> Status:
        """How it stands in that month."""
        if month < self.amounts[0][0]:
            return Status.NOT_YET
        if self.stopped_from is not None and month >= self.stopped_from:
            return Status.STOPPED
        if self.suspended_from is not None and month >= self.suspended_from:
            return Status.SUSPENDED
        if self._in_gap(month):
            return Status.NOT_OWED
        return Status.GRACE if self.grace and self.grace[0] <= month < self.grace[1] else Status.RUNNING

    def _in_gap(self, month: date) -> bool:
        return any(first <= month < after for first, after in self.gaps)


def standing_of(facts: Iterable[Fact]) -> Standing:
    """How the award stands by these facts, in the order in which they were noted; the first is the granting.

    A later fact rules from its month on, whatever an earlier one said about those months.
    """
    amounts: list[Step] = []
    gaps: list[tuple[date, date]] = []
    grace: tuple[date, date] | None = None
    suspended: date | None = None
    stopped: date | None = None
    why: str | None = None
    for fact in facts:
        match fact.kind, fact.month:
            case ((FactKind.GRANTED | FactKind.ADJUSTED), date() as month):
                amounts = [*_before(amounts, month), (month, fact.fen)]
            case FactKind.SUSPENDED, date() as month:
                suspended = month
            case FactKind.RESUMED, date() as month:
                if suspended is not None and suspended < month:
                    gaps.append((suspended, month))
                suspended = None
            case FactKind.GRACE, date() as month:
                months = [months_after(month, number) for number in range(len(fact.amounts) + 1)]
                amounts = [*_before(amounts, month), *zip(months, fact.amounts, strict=False)]
                grace, stopped, why = (month, months[-1]), months[-1], fact.reason
            case (
                (
                    FactKind.STOPPED
                    | FactKind.DEATH
                    | FactKind.DEATH_CORRECTED
                    | FactKind.CALLED_OFF
                    | FactKind.RESTORED
                ),
                month,
            ):
                stopped, why = month, fact.reason if month else None
            case _:
                pass  # of re-checks and cards nothing is owed
    return Standing(tuple(amounts), tuple(gaps), grace, suspended, stopped, why)


def step_in(steps: Sequence[Step], month: date) -> int | None:
    """The amount that holds in the month; that of the first where the month is earlier."""
    return next((fen for begins, fen in reversed(steps) if begins <= month), steps[0][1])


def _before(amounts: Sequence[Step], month: date) -> list[Step]:
    return [step for step in amounts if step[0] < month]
