"""Withdrawing: the person changes their mind, at any time before the decision."""

from uuid import UUID

from backend import database
from backend.applications.acting import must_speak_for
from backend.applications.application import Application, State
from backend.applications.fetching_papers import need_no_papers
from backend.applications.transitions import Move, hold, move
from backend.journal import Deed, Signature, record


async def withdraw(application_id: UUID, by: Signature) -> Application:
    """End the case at the person's wish. A draft may also be dropped by whoever began it, without a mandate.

    Refuses with WrongState, MandateMissing, MandateExpired and as `acting.must_reach`.
    """
    async with database.transaction():
        application = await hold(application_id, Move.WITHDRAW, by)
        if application.state is not State.DRAFT or application.started_by != by:
            await must_speak_for(application, by)
        was = application.state.value
        application = await move(application_id, Move.WITHDRAW, by, step_due_on=None)
        await record(application.moved(Deed.APPLICATION_WITHDRAWN, was=was), by=by)
        if was == State.RETURNED.value:
            await need_no_papers(application, by)
    return application
