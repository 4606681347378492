"""Moving the law's day (办结期限变动): by the law's own rule and no hand, on record, and told to the person."""

from datetime import date

from backend import database
from backend.applications.application import Application
from backend.journal import By, Deed, Signature, record
from backend.workdays import Deadline


async def move_due(
    case: Application, due: Deadline, *, because: str, promised: date | None = None, step_due_on: date | None = None
) -> Application:
    """Inside the present transaction: the day of the decision is `due` from now on; the case as it then is.

    `because` is a word of the wording that tells of it. `step_due_on` stays as it is where none is given.
    """
    await database.execute(
        """UPDATE application SET decision_due_on = $2, due_provisional = $3, promised_due_on = $4,
                                  step_due_on = coalesce($5, step_due_on) WHERE id = $1""",
        case.id, due.day, due.provisional, promised, step_due_on,
    )  # fmt: skip
    before = case.decision_due_on
    case = await Application.get(id=case.id)
    facts = {"because": because, "due_before": before, "decision_due_on": due.day}
    await record(case.moved(Deed.DUE_MOVED, **facts), by=Signature(By.CLOCK))
    return case
