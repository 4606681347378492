"""Moving the law's day (办结期限变动): by the law's own rule and no hand, on record, and told to the person."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from backend import database, workdays
from backend.applications.application import Application
from backend.journal import By, Deed, Signature, record


@dataclass(frozen=True)
class Days:
    """Of a case: its step's, the law's and the county's promised one."""

    step_due_on: date | None
    decision_due_on: date | None
    promised_due_on: date | None

    @property
    def provisional(self) -> bool:
        """Whether one of them is reckoned without a published calendar."""
        known = (self.step_due_on, self.decision_due_on, self.promised_due_on)
        return any(workdays.is_provisional(day) for day in known if day is not None)


def days_of(case: Application) -> Days:
    """As they stand."""
    return Days(case.step_due_on, case.decision_due_on, case.promised_due_on)


async def move_decision_due(application_id: UUID, decision_due_on: date) -> None:
    """Inside the present transaction: by when another county's case is decided here, where that was reckoned anew."""
    case = await Application.select_for_update().get(id=application_id)
    if case.state.is_running and case.decision_due_on != decision_due_on:
        await move_due(case, replace(days_of(case), decision_due_on=decision_due_on), because="calendar")


async def move_due(case: Application, days: Days, *, because: str) -> Application:
    """Inside the present transaction: these days hold from now on; the case as it then is.

    `because` is a word of the wording that tells of it; nobody is told of a step's day alone.
    """
    await database.execute(
        """UPDATE application SET step_due_on = $2, decision_due_on = $3, promised_due_on = $4, due_provisional = $5
           WHERE id = $1""",
        case.id, days.step_due_on, days.decision_due_on, days.promised_due_on, days.provisional,
    )  # fmt: skip
    facts = {"because": because, "due_before": case.decision_due_on, "decision_due_on": days.decision_due_on}
    case = await Application.get(id=case.id)
    await record(case.moved(Deed.DUE_MOVED, **facts), by=Signature(By.CLOCK))
    return case
