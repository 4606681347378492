"""Answering about a duty: one that was missed while outreach was down, and that must not simply be made up for."""

from uuid import UUID

from backend import database, journal, staff
from backend.refusals import NotFound, NotNow
from backend.staff import Officer, Power


class DutyNotAsked(NotNow):
    """Somebody answered already, or a newer due time is asked about by now."""

    sentence = "这件任务现在不用答复，可能已经有同事答复过。请刷新页面再看。"


class NoSuchDuty(NotFound):
    """None of which the officer's county was asked."""

    sentence = "没有找到等您县答复的任务，请刷新页面再看。"


# Only the newest is asked about: what it looks at is the state of things, which is the same for all missed times.
_ANSWER = """
UPDATE duty_run SET answered_by = $2, outcome = CASE WHEN $3 THEN outcome ELSE 'declined' END
WHERE id = $1 AND county = $4 AND outcome = 'asked' AND answered_by IS NULL
  AND NOT EXISTS (SELECT 1 FROM duty_run newer WHERE newer.duty = duty_run.duty AND newer.county = duty_run.county
                  AND newer.due_at > duty_run.due_at)
RETURNING duty, due_at
"""


async def answer_duty(run_id: UUID, officer: Officer, *, wanted: bool) -> None:
    """In the officer's county it is still to be done, by day, or left out this time. Refuses with NoSuchPower,
    NoSuchDuty and DutyNotAsked."""
    staff.must_have(officer, Power.ANSWER_DUTY)
    async with database.transaction():
        run = await database.row(_ANSWER, run_id, officer.id, wanted, officer.county)
        if run is None:
            ours = await database.rows("SELECT FROM duty_run WHERE id = $1 AND county = $2", run_id, officer.county)
            raise DutyNotAsked if ours else NoSuchDuty
        line = journal.Line(
            journal.Deed.DUTY_ANSWERED, officer.county, "duty_run", run_id,
            facts={"duty": run["duty"], "due_at": run["due_at"].isoformat(), "wanted": wanted},
        )  # fmt: skip
        await journal.record(line, by=officer.signature)


async def duties_asked(officer: Officer) -> int:
    """How many duties wait for an answer in the officer's county; none for those who may not give one."""
    if not staff.has_power(officer, Power.ANSWER_DUTY):
        return 0
    found = await database.rows(
        """SELECT DISTINCT ON (duty) duty, outcome = 'asked' AND answered_by IS NULL AS asked FROM duty_run
           WHERE county = $1 AND duty IN (SELECT duty FROM duty_run WHERE outcome = 'asked')
           ORDER BY duty, due_at DESC""",
        officer.county,
    )
    return sum(each["asked"] for each in found)
