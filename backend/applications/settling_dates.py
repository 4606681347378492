"""Settling dates (重新计算暂定期限): what was reckoned before a year's holidays were known is reckoned anew."""

from copy import copy
from datetime import date
from uuid import UUID

from backend import clock, database, workdays
from backend.applications.application import Application, State
from backend.applications.deadlines import (
    ANSWER_OBJECTION_WITHIN,
    counted_from,
    county_step_due,
    decision_due,
    decision_due_after_objection,
    longer_limit,
    objection_due,
    papers_due,
    promised_due,
    township_step_due,
)
from backend.applications.extension import Extension
from backend.applications.moving_due import Days, days_of, move_due
from backend.journal import By, Deed, Entry, Signature, history_of, record

_PROVISIONAL = "SELECT id FROM application WHERE due_provisional AND state = ANY ($1) ORDER BY id"
_PAPERS = """
SELECT id, papers_due_on FROM application
WHERE due_provisional AND state = 'confirmed' AND papers_due_on IS NOT NULL AND papers_completed_at IS NULL ORDER BY id
"""


async def settle_dates() -> int:
    """Reckon every day anew that was provisional and need not be any more; how many cases got another day.

    For the timetable: each case in its own transaction, on record and told to the person. What the calendar does not
    tell yet stays provisional, and is looked at again the next day. A notice's last day stays as it was posted, and
    what another county sent keeps the day it came with.
    """
    running = [state.value for state in State if state.is_running]
    found = await database.rows(_PROVISIONAL, running)
    settled = sum([await _settle(each["id"]) for each in found])
    follow = [each for each in await database.rows(_PAPERS) if not workdays.is_provisional(each["papers_due_on"])]
    return settled + sum([await _settle_papers(each["id"]) for each in follow])


async def _settle_papers(application_id: UUID) -> int:
    """By when the papers follow help that came first: its own working days, counted from the help."""
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        helped = [each for each in await history_of(case.id) if each.deed == Deed.PAPERS_AWAITED]
        if not case.due_provisional or not case.papers_follow or case.papers_due_on is None or not helped:
            return 0
        due = workdays.reckoned_anew(clock.in_county_time(helped[-1].at).date(), case.papers_due_on)
        await database.execute(
            "UPDATE application SET papers_due_on = $2, due_provisional = $3 WHERE id = $1",
            case.id, due.day, due.provisional,
        )  # fmt: skip
        if due.day == case.papers_due_on:
            return 0
        told = case.line(Deed.DUE_MOVED, because="calendar", papers_due_on=due.day)
        await record(told, by=Signature(By.CLOCK))
    return 1


async def _settle(application_id: UUID) -> int:
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        if not case.due_provisional or not case.state.is_running:
            return 0
        before, history = days_of(case), await history_of(case.id)
        law = await _law_again(case, history)
        promise = await _promise_again(case, law) if law is not None else None
        days = Days(await _step_again(case, history, law), law, promise)
        if days.provisional:
            return 0
        if days == before:
            await database.execute("UPDATE application SET due_provisional = false WHERE id = $1", case.id)
            return 0
        await move_due(case, days, because="calendar")
    return 1


async def _law_again(case: Application, history: list[Entry]) -> date | None:
    """By the rule that set it: acceptance, an extension, or an objection to 特困."""
    if case.accepted_at is None or case.came_from_elsewhere:
        return case.decision_due_on
    accepted_on = clock.in_county_time(case.accepted_at).date()
    moved = [each for each in history if each.deed == Deed.DUE_MOVED and each.facts.get("because") == "objection"]
    if moved and moved[-1].at > case.accepted_at:
        anew = decision_due_after_objection(case.programme, clock.in_county_time(moved[-1].at).date())
        return anew.day if anew else case.decision_due_on
    longer = await longer_limit(case, accepted_on) if await _is_extended(case) else None
    if longer is not None:
        return workdays.after_workdays(await counted_from(case, accepted_on), longer).day
    return (await decision_due(case, accepted_on)).day


async def _promise_again(case: Application, law: date) -> date | None:
    if case.promised_due_on is None or case.accepted_at is None:
        return case.promised_due_on
    accepted_on = clock.in_county_time(case.accepted_at).date()
    return await promised_due(case, accepted_on, law, special=await _is_extended(case))


async def _is_extended(case: Application) -> bool:
    return await Extension.filter(application_id=case.id, clock_began_at=case.accepted_at, approved=True).exists()


async def _step_again(case: Application, history: list[Entry], law: date | None) -> date | None:
    """By its own rule, from the day on which the step began; of some it ends with the whole."""
    began = next((each for each in history if _began_the_step(each, case)), None)
    if case.step_due_on is None or began is None:
        return case.step_due_on
    on = clock.in_county_time(began.at).date()
    match case.state:
        case State.SUBMITTED:
            return (await papers_due(case.programme, case.county, on)).day
        case State.ACCEPTED if began.deed == Deed.APPLICATION_SENT_BACK:
            return workdays.after_workdays(on, ANSWER_OBJECTION_WITHIN).day
        case State.ACCEPTED:
            due = (await township_step_due(case, on)).day
            return min(due, law) if case.came_from_elsewhere and law is not None else due
        case State.OBJECTED:
            return objection_due(case.programme, on).day
        case State.COUNTY_REVIEW:
            anew = copy(case)
            anew.decision_due_on = law
            return (await county_step_due(anew, on)).day
    return case.step_due_on


def _began_the_step(entry: Entry, case: Application) -> bool:
    stands = entry.facts.get("stands")
    here = {"state": case.state.value, "step_due_on": str(case.step_due_on)}
    return isinstance(stands, dict) and here.items() <= stands.items()
