"""How a case moves: one table, and one statement that obeys it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend import database, staff, workdays
from backend.applications.acting import must_reach
from backend.applications.application import Application, NoSuchApplication, State
from backend.applications.wrong_state import must_still_be_theirs, tell_what_happened
from backend.journal import By, Signature


class Move(StrEnum):
    """Every way a case can go on; a deed uses exactly one."""

    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"
    TURN_AWAY = "turn_away"
    REFUSE = "refuse"
    TERMINATE = "terminate"
    PASS_ON = "pass_on"
    WITHDRAW = "withdraw"
    POST = "post"
    OBJECT = "object"
    PASS_TO_COUNTY = "pass_to_county"
    PASS_UNPOSTED = "pass_unposted"
    ADVISE = "advise"
    SEND_BACK = "send_back"
    CONFIRM = "confirm"
    AMEND_TO_CONFIRMED = "amend_to_confirmed"
    AMEND_TO_REFUSED = "amend_to_refused"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Transition:
    """From which states, to which."""

    allowed: frozenset[State]
    to: State


def _from(*allowed: State, to: State) -> Transition:
    return Transition(frozenset(allowed), to)


TRANSITIONS: dict[Move, Transition] = {
    Move.SUBMIT: _from(State.DRAFT, State.RETURNED, to=State.SUBMITTED),
    Move.RETURN: _from(State.SUBMITTED, to=State.RETURNED),
    Move.ACCEPT: _from(State.SUBMITTED, to=State.ACCEPTED),
    Move.POST: _from(State.ACCEPTED, State.OBJECTED, to=State.POSTED),
    Move.OBJECT: _from(State.POSTED, to=State.OBJECTED),
    Move.PASS_TO_COUNTY: _from(State.POSTED, State.OBJECTED, to=State.COUNTY_REVIEW),
    Move.PASS_UNPOSTED: _from(State.ACCEPTED, to=State.COUNTY_REVIEW),
    Move.ADVISE: _from(State.ACCEPTED, State.OBJECTED, to=State.COUNTY_REVIEW),
    Move.SEND_BACK: _from(State.COUNTY_REVIEW, to=State.ACCEPTED),
    Move.CONFIRM: _from(State.COUNTY_REVIEW, to=State.CONFIRMED),
    Move.TURN_AWAY: _from(State.SUBMITTED, to=State.NOT_ACCEPTED),
    Move.REFUSE: _from(State.COUNTY_REVIEW, to=State.REFUSED),
    Move.TERMINATE: _from(State.RETURNED, State.COUNTY_REVIEW, to=State.TERMINATED),
    Move.PASS_ON: _from(State.SUBMITTED, to=State.PASSED_ON),
    Move.WITHDRAW: _from(
        State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.POSTED, State.OBJECTED,
        State.COUNTY_REVIEW, to=State.WITHDRAWN,
    ),
    Move.AMEND_TO_CONFIRMED: _from(State.REFUSED, State.TERMINATED, to=State.CONFIRMED),
    Move.AMEND_TO_REFUSED: _from(State.CONFIRMED, to=State.REFUSED),
    Move.REOPEN: _from(State.REFUSED, State.NOT_ACCEPTED, State.TERMINATED, to=State.SUBMITTED),
}  # fmt: skip


async def move(application_id: UUID, how: Move, by: Signature, **also: Any) -> Application:
    """Move a case and set the columns `also` with it, inside the deed's transaction; the case as it now is.

    The WHERE is the lock: of two at once one moves it, the other gets WrongState naming who was faster, and when.
    No officer moves the case of their own household or relatives: staff.YourOwnKin (policy §18).
    """
    transition = TRANSITIONS[how]
    step = also.get("step_due_on")
    if how is not Move.POST and step is not None and workdays.is_provisional(step):  # a notice hangs as it was posted
        also["due_provisional"] = True
    columns = "".join(f", {column} = ${number}" for number, column in enumerate(also, start=4))
    moved = await database.execute(
        f"UPDATE application SET state = $2{columns} WHERE id = $1 AND state = ANY ($3)",
        application_id, transition.to.value, [state.value for state in transition.allowed], *also.values(),
    )  # fmt: skip
    if not moved:
        await tell_what_happened(application_id, by)
    application = await Application.get(id=application_id)
    if by.kind is By.OFFICER:
        await staff.must_not_be_kin(by, application.resident_id)
    return application


async def hold(application_id: UUID, how: Move, by: Signature, *or_else: Move) -> Application:
    """The case, locked until the transaction ends, in a state from which `how` may go, or one of the others; WrongState
    otherwise.

    For deeds that must look at the papers before they move, so that none is added or taken away meanwhile. Officers'
    scope is asked before, and once more of what may have been passed on since; others who may not reach the case are
    refused here, before they learn where it stands.
    """
    application = await Application.select_for_update().get_or_none(id=application_id)
    if application is None:
        raise NoSuchApplication
    if by.kind in (By.RESIDENT, By.OUTSIDER, By.CADRE):
        await must_reach(application, by)
    if not any(application.state in TRANSITIONS[each].allowed for each in (how, *or_else)):
        await tell_what_happened(application_id, by)
    if by.kind is By.OFFICER and application.state is State.SUBMITTED:  # only there is a case passed on
        await must_still_be_theirs(application, by)
    return application
