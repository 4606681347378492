"""Moves made by later rooms inside their own transactions; they also journal them, with `application.moved(deed)`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from backend import clock
from backend.applications.application import Application
from backend.applications.deadlines import county_step_due, decision_due_after_objection, objection_due, papers_due
from backend.applications.decision import Decision, DecisionKind, decide
from backend.applications.moving_due import days_of, move_due
from backend.applications.transitions import Move, hold, move
from backend.eligibility import Verdict
from backend.journal import Deed, Signature, record
from backend.staff import Officer


async def hold_to_post(application_id: UUID, officer: Officer) -> Application:
    """The case, locked, while it may go on the board: what is asked of it then holds until it hangs. WrongState."""
    return await hold(application_id, Move.POST, officer.signature)


async def mark_posted(application_id: UUID, ends_on: date, by: Signature) -> Application:
    """The notice hangs until `ends_on`. The caller journals NOTICE_POSTED on the case. WrongState."""
    return await move(application_id, Move.POST, by, step_due_on=ends_on)


async def mark_objected(application_id: UUID, by: Signature) -> Application:
    """Someone objected; the township must look again. The caller journals OBJECTION_RAISED on the case. WrongState."""
    case = await Application.get(id=application_id)
    due = objection_due(case.programme, clock.today())
    return await move(application_id, Move.OBJECT, by, step_due_on=due.day)


async def count_anew_after_objection(case: Application) -> Application:
    """After the caller's OBJECTION_RAISED: where the law counts all parts anew (特困), the day of the decision moves.

    On record by itself, and told to the person (DUE_MOVED), so that no hand moves it and nobody learns by whose.
    """
    due = decision_due_after_objection(case.programme, clock.today())
    if due is None or (case.decision_due_on is not None and due.day <= case.decision_due_on):
        return case
    return await move_due(case, replace(days_of(case), decision_due_on=due.day), because="objection")


async def pass_to_county(application_id: UUID, by: Signature) -> Application:
    """The file goes to the county. The caller journals NOTICE_ENDED or OBJECTION_ANSWERED on the case. WrongState."""
    case = await Application.get(id=application_id)
    due = await county_step_due(case, clock.today())
    return await move(application_id, Move.PASS_TO_COUNTY, by, step_due_on=due.day)


async def pass_unposted(application_id: UUID, by: Signature) -> Application:
    """The file goes to the county without a notice, where the law allows none; journals it. WrongState."""
    case = await Application.get(id=application_id)
    due = await county_step_due(case, clock.today())
    case = await move(application_id, Move.PASS_UNPOSTED, by, step_due_on=due.day)
    await record(case.moved(Deed.PASSED_UNPOSTED, step_due_on=due.day), by=by)
    return case


async def mark_passed_on(application_id: UUID, by: Signature) -> Application:
    """Another county has it. The caller journals CASE_PASSED_ON on the case.

    WrongState, also where another township of ours has it meanwhile.
    """
    await hold(application_id, Move.PASS_ON, by)
    return await move(application_id, Move.PASS_ON, by, step_due_on=None)


async def hold_to_decide(application_id: UUID, officer: Officer) -> Application:
    """The case, locked, while it waits for the decision.

    WrongState before anything else is asked of it: nobody hears of a missing visit in what was withdrawn.
    """
    return await hold(application_id, Move.CONFIRM, officer.signature)


async def mark_confirmed(application_id: UUID, officer: Officer, verdict: Verdict, note: str = "") -> Application:
    """The county said yes; the decision keeps the verdict. The caller journals APPLICATION_CONFIRMED. WrongState."""
    application = await move(application_id, Move.CONFIRM, officer.signature, decided_at=clock.now(), step_due_on=None)
    await decide(application, DecisionKind.CONFIRMED, officer.id, note=note, verdict=verdict)
    return application


async def mark_amended(
    application_id: UUID,
    officer: Officer,
    how: Move | None,
    *,
    note: str,
    reasons: Sequence[str] = (),
    verdict: Verdict | None = None,
) -> tuple[Application, Decision]:
    """Another decision stands instead; `how` None moves nothing. The caller journals DECISION_AMENDED. WrongState.

    Reopened, the case waits for its acceptance once more: its clock starts with that, and every guard is asked anew.
    """
    if how is Move.REOPEN:
        seen = await Application.get(id=application_id)
        due = await papers_due(seen.programme, seen.county, clock.today())
        case = await move(
            application_id, how, officer.signature, decided_at=None, accepted_at=None, step_due_on=due.day,
            decision_due_on=None, promised_due_on=None, due_provisional=due.provisional,
        )  # fmt: skip
    elif how is not None:
        case = await move(application_id, how, officer.signature, decided_at=clock.now(), step_due_on=None)
    else:
        case = await Application.get(id=application_id)
    decision = await decide(case, DecisionKind.AMENDED, officer.id, reasons=list(reasons), note=note, verdict=verdict)
    return case, decision
