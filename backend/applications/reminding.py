"""Reminding, for the timetable: papers not handed in, and steps coming due for staff."""

from datetime import timedelta
from typing import Any

from backend import clock, database, workdays
from backend.applications.application import Application
from backend.applications.deadlines import REMIND_AFTER, REMIND_EVERY, WARN_BEFORE
from backend.applications.due import LATE_AFTER, WAITING
from backend.applications.fetching_papers import send_for_papers
from backend.journal import By, Deed, Line, Signature, record_many

_ONE_REMINDER = 0x52454D49  # "REMI": a second timetable waits, and then finds what the first one journaled


async def remind_of_papers() -> int:
    """Journal PAPERS_REMINDED for cases returned more than 5 days ago, at most once in 7 days each; how many.

    With the first reminder a cadre is asked to fetch what is missing.
    """
    now = clock.now()
    async with database.transaction():
        waiting = await _alone_find(
            """a.state = 'returned'
               AND (SELECT max(j.at) FROM journal_entry j WHERE j.subject_id = a.id AND j.deed = $1) < $2
               AND NOT EXISTS (SELECT 1 FROM journal_entry j
                               WHERE j.subject_id = a.id AND j.deed = $3 AND j.at > $4)""",
            Deed.APPLICATION_RETURNED.value, now - timedelta(days=REMIND_AFTER), Deed.PAPERS_REMINDED.value,
            now - timedelta(days=REMIND_EVERY),
        )  # fmt: skip
        await record_many([case.line(Deed.PAPERS_REMINDED) for case in waiting], by=Signature(By.CLOCK))
        await send_for_papers(waiting)
    return len(waiting)


async def warn_of_steps_coming_due() -> int:
    """Journal STEP_COMING_DUE for what is due within 2 working days, and overdue, once a step; how many."""
    until = workdays.after_workdays(clock.today(), WARN_BEFORE).day
    async with database.transaction():
        due = await _alone_find(
            f"""a.state = ANY ($1) AND a.step_due_on IS NOT NULL AND {LATE_AFTER} <= $2
               AND NOT EXISTS (SELECT 1 FROM journal_entry j
                               WHERE j.subject_id = a.id AND j.deed = $3 AND j.facts ->> 'state' = a.state
                                 AND j.facts ->> 'due_on' = ({LATE_AFTER})::text)""",
            [state.value for state in WAITING], until, Deed.STEP_COMING_DUE.value,
        )  # fmt: skip
        await record_many([_warning(case) for case in due], by=Signature(By.CLOCK))
    return len(due)


async def _alone_find(condition: str, *values: Any) -> list[Application]:
    await database.rows("SELECT pg_advisory_xact_lock($1)", _ONE_REMINDER)
    found = await database.rows(f"SELECT a.id FROM application a WHERE {condition}", *values)
    return await Application.filter(id__in=[each["id"] for each in found]).order_by("id")


def _warning(case: Application) -> Line:
    return case.line(Deed.STEP_COMING_DUE, state=case.state.value, due_on=str(case.late_after))
