"""Refusing (不予通过), always with reasons and the way to appeal: before acceptance the township, then who decides."""

from collections.abc import Sequence
from uuid import UUID

from backend import clock, database
from backend.applications.application import Application, State
from backend.applications.children import review_power
from backend.applications.decision import DecisionKind, decide
from backend.applications.delegation import must_decide
from backend.applications.hearing_out import must_have_been_heard
from backend.applications.part import must_only_decide
from backend.applications.reading import visible_to_officer
from backend.applications.reasons import lawful_reasons
from backend.applications.too_late import on_record_if_too_late
from backend.applications.transitions import Move, hold, move
from backend.journal import Deed, record
from backend.staff import Officer, must_have


async def refuse(application_id: UUID, officer: Officer, reasons: Sequence[str], note: str = "") -> Application:
    """End the case with a no; `reasons` are codes of REFUSAL_REASONS. What the township accepted it advises against.

    Refuses with NoReasonGiven, NoSuchPower, NoSuchApplication, OutsideYourPlace, WrongState and NoteTooLong, and as
    `must_have_been_heard`; where the case lies with the county as `must_decide`, and with AnotherDecides.
    Source: policy §1.8 step 11, §18 (reason, article and appeal).
    """
    given = lawful_reasons((await visible_to_officer(application_id, officer)).programme, reasons)
    async with on_record_if_too_late(application_id, officer.signature), database.transaction():
        application = await hold(application_id, Move.REFUSE, officer.signature)
        await must_have_been_heard(application)
        if application.state is State.COUNTY_REVIEW:
            await must_decide(officer, application)
            await must_only_decide(application.id, officer)
        else:
            must_have(officer, review_power(application.programme))
        application = await move(
            application_id, Move.REFUSE, officer.signature, decided_at=clock.now(), step_due_on=None
        )
        await decide(application, DecisionKind.REFUSED, officer.id, reasons=given, note=note)
        await record(application.moved(Deed.APPLICATION_REFUSED, reasons=given), by=officer.signature)
    return application
