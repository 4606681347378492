"""Withdrawing: the person changes their mind, at any time before the decision."""

from uuid import UUID

from backend import database
from backend.applications.acting import mandate_of, must_speak_for
from backend.applications.application import Application, State
from backend.applications.fetching_papers import need_no_papers
from backend.applications.persons_word import is_the_persons_word
from backend.applications.transitions import Move, hold, move
from backend.journal import Deed, Signature, record
from backend.refusals import NotNow


class NotTheirWordYet(NotNow):
    """Who came in after the case was handed in ends it only once the person has said that they may act."""

    sentence = "这份委托书是提交以后才交的，要本人先确认（回短信“同意”，或者乡镇打电话问本人），才能代为撤回。"


async def withdraw(application_id: UUID, by: Signature) -> Application:
    """End the case at the person's wish. A draft may also be dropped by whoever began it, without a mandate.

    Refuses with WrongState, MandateMissing, MandateExpired, NotTheirWordYet and as `acting.must_reach`.
    """
    async with database.transaction():
        application = await hold(application_id, Move.WITHDRAW, by)
        if application.state is not State.DRAFT or application.started_by != by:
            await must_speak_for(application, by)
            await must_be_their_wish(application, by)
        was = application.state.value
        application = await move(application_id, Move.WITHDRAW, by, step_due_on=None)
        await record(application.moved(Deed.APPLICATION_WITHDRAWN, was=was), by=by)
        if was == State.RETURNED.value:
            await need_no_papers(application, by)
    return application


async def must_be_their_wish(application: Application, by: Signature) -> None:
    """NotTheirWordYet: a paper that nobody has asked them about ends nothing that was handed in before it was there."""
    mandate = await mandate_of(application.id)
    if mandate is None or mandate.agent != by or application.submitted_at is None:
        return
    if mandate.given_at > application.submitted_at and not await is_the_persons_word(mandate):
        raise NotTheirWordYet
