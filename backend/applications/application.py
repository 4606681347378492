"""Application (申请): a person asks for a programme, and where the answer stands."""

from datetime import date
from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

from backend import journal, workdays
from backend.refusals import NotFound


class NoSuchApplication(NotFound):
    """There is none, or it is another person's: the two look alike on purpose."""

    sentence = "没有找到这件申请，请回到「我的申请」重新选择。"


class State(StrEnum):
    """Where a case stands; `transitions.py` says how it gets from one to another."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    POSTED = "posted"
    OBJECTED = "objected"
    COUNTY_REVIEW = "county_review"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"
    TERMINATED = "terminated"
    PASSED_ON = "passed_on"
    WITHDRAWN = "withdrawn"

    @property
    def shown(self) -> str:
        """The state in everyday Chinese."""
        return _TITLES[self]

    @property
    def is_running(self) -> bool:
        """Whether someone still has to do something; a person has at most one running case of a programme."""
        return self not in (State.CONFIRMED, State.PASSED_ON, State.WITHDRAWN) and not self.is_a_no

    @property
    def is_a_no(self) -> bool:
        """Whether it was decided against the person: each of the three has its letter and may be appealed."""
        return self in (State.REFUSED, State.NOT_ACCEPTED, State.TERMINATED)


_TITLES = {
    State.DRAFT: "还没提交",
    State.SUBMITTED: "已提交，等待受理",
    State.RETURNED: "需要补材料",
    State.ACCEPTED: "已受理，核实中",
    State.POSTED: "正在公示",
    State.OBJECTED: "有异议，正在核实",
    State.COUNTY_REVIEW: "等待审批",
    State.CONFIRMED: "审核通过",
    State.REFUSED: "未通过",
    State.NOT_ACCEPTED: "不予受理",
    State.TERMINATED: "已终止办理",
    State.PASSED_ON: "已转外地办理",
    State.WITHDRAWN: "已撤回",
}


class Application(Model):
    """`step_due_on` is the present step's due date, `decision_due_on` the law's, `promised_due_on` the county's;
    `due_provisional` while one of them was reckoned without a published calendar.

    The law's is set at acceptance; of what came from elsewhere it ran already. `kin_told`: whether the family said that
    a relative of somebody who handles cases lives there, None where nobody asked.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    township = fields.CharField(12)
    village = fields.CharField(12)
    case_number = fields.CharField(40, null=True, unique=True)
    programme = fields.TextField()
    resident_id = fields.UUIDField()
    started_by_kind = fields.TextField()
    started_by_id = fields.UUIDField()
    state = fields.CharEnumField(State, max_length=20)
    started_at = fields.DatetimeField()
    submitted_at = fields.DatetimeField(null=True)
    accepted_at = fields.DatetimeField(null=True)
    decided_at = fields.DatetimeField(null=True)
    step_due_on = fields.DateField(null=True)
    decision_due_on = fields.DateField(null=True)
    promised_due_on = fields.DateField(null=True)
    due_provisional = fields.BooleanField(default=False)
    verdict = fields.JSONField[dict[str, Any]](null=True)
    continues = fields.UUIDField(null=True)
    papers_due_on = fields.DateField(null=True)
    kin_told = fields.BooleanField(null=True)
    papers_completed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "application"

    @property
    def due_on(self) -> date | None:
        """By when the present step is done: by its own day, and never after the law's day for the whole.

        A notice hangs as long as it says, whatever day the law has for the decision.
        """
        if self.step_due_on is None or self.decision_due_on is None or self.state is State.POSTED:
            return self.step_due_on
        return min(self.step_due_on, self.decision_due_on)

    @property
    def told_due_on(self) -> date | None:
        """The day that the person reads: of papers that follow, else of the step, else of the whole while it runs."""
        if self.papers_follow:
            return self.papers_due_on
        return self.due_on or (self.decision_due_on if self.state.is_running else None)

    @property
    def provisional(self) -> list[str]:
        """Which of its days are reckoned without a published calendar, while they are waited for; a notice's last day
        stays as it was posted.
        """
        if not self.state.is_running and not self.papers_follow:
            return []
        days = {"decision_due_on": self.decision_due_on, "promised_due_on": self.promised_due_on}
        if self.state is not State.POSTED:
            days = {"due_on": self.told_due_on, **days}
        return [name for name, day in days.items() if day is not None and workdays.is_provisional(day)]

    @property
    def late_after(self) -> date | None:
        """The day after which the office is late, as `due.LATE_AFTER`: of a notice, which ends by itself, the law's."""
        return self.decision_due_on if self.state is State.POSTED else self.due_on

    @property
    def papers_follow(self) -> bool:
        """Whether help came first and papers are still to follow."""
        return self.papers_due_on is not None and self.papers_completed_at is None

    @property
    def started_by(self) -> journal.Signature:
        """By whose hand it began."""
        return journal.Signature(journal.By(self.started_by_kind), self.started_by_id)

    @property
    def came_from_elsewhere(self) -> bool:
        """Whether another county's window took it in, and an officer entered it (跨省通办)."""
        return self.started_by_kind == journal.By.OFFICER.value

    @property
    def began_in_own_hand(self) -> bool:
        """Whether the person asked for themselves; otherwise a mandate (委托书) is needed."""
        return self.is_person(self.started_by)

    def is_person(self, by: journal.Signature) -> bool:
        """Whether `by` is the person whose case it is."""
        return by == journal.Signature(journal.By.RESIDENT, self.resident_id)

    def moved(self, deed: journal.Deed, **facts: object) -> journal.Line:
        """As `line`, of a deed that moved the case or its clock: where it stands now goes on record with it.

        So that the journal alone tells every case's state and dates, and a row that says otherwise is found.
        """
        days = ("step_due_on", "decision_due_on", "promised_due_on")
        stands = {"state": self.state.value, **{day: str(value) for day in days if (value := getattr(self, day))}}
        return self.line(deed, **facts, stands=stands)

    def line(self, deed: journal.Deed, **facts: object) -> journal.Line:
        """A journal line about this case, as every deed on it writes it, later rooms' too."""
        return journal.Line(
            deed, self.county, "application", self.id, resident_id=self.resident_id, village=self.village, facts=facts
        )
