"""Escalating (督办): a case that stays overdue is put before the leader, then before the county; nobody can lose it."""

from datetime import date

from backend import clock, database, workdays
from backend.applications.application import Application
from backend.applications.deadlines import ESCALATE_TO_COUNTY_AFTER, ESCALATE_TO_LEADER_AFTER
from backend.applications.due import LATE_AFTER, WAITING
from backend.journal import By, Deed, Signature, record_many

_ONE_AT_A_TIME = 0x45534341  # "ESCA": a second timetable waits, and then finds what the first one journaled
# Before whom, from how many working days past the due date on.
_LADDER = (("leader", ESCALATE_TO_LEADER_AFTER), ("county", ESCALATE_TO_COUNTY_AFTER))

_LATE = f"""
SELECT a.id FROM application a
WHERE a.state = ANY ($1) AND a.step_due_on IS NOT NULL AND {LATE_AFTER} < $2
  AND NOT EXISTS (SELECT 1 FROM journal_entry j
                  WHERE j.subject_id = a.id AND j.deed = $3 AND j.facts ->> 'to' = $4
                    AND j.facts ->> 'state' = a.state AND j.facts ->> 'due_on' = ({LATE_AFTER})::text)
"""


async def escalate_overdue() -> int:
    """Journal STEP_ESCALATED once for each step and rung of the ladder; how many."""
    written = 0
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
        for to, after in _LADDER:
            found = await database.rows(
                _LATE, [state.value for state in WAITING], _so_long_ago(clock.today(), after),
                Deed.STEP_ESCALATED.value, to,
            )  # fmt: skip
            cases = await Application.filter(id__in=[each["id"] for each in found]).order_by("id")
            lines = [
                case.line(Deed.STEP_ESCALATED, to=to, state=case.state.value, due_on=str(case.late_after))
                for case in cases
            ]
            await record_many(lines, by=Signature(By.CLOCK))
            written += len(lines)
    return written


def _so_long_ago(today: date, count: int) -> date:
    """The day on and after which a step may be due without `count` whole working days having passed since."""
    day = today
    while workdays.after_workdays(day, count).day > today or day == today:
        day = date.fromordinal(day.toordinal() - 1)
    return date.fromordinal(day.toordinal() + 1)
