"""Advising against (建议不予通过): once a case is accepted the township says no by itself no more; the county decides.

First review is the township's, the decision the county's, be it a yes or a no, or where it is delegated the township
leader's by another hand (民发〔2021〕57号 art. 2 and 21, 43号 art. 3 and 18; policy §0, §1.8, §18).
"""

from collections.abc import Sequence
from uuid import UUID

from backend import clock, database
from backend.applications.application import Application, State
from backend.applications.cooperating import must_have_been_asked
from backend.applications.deadlines import county_step_due
from backend.applications.decision import Decision, DecisionKind, decide
from backend.applications.hearing_out import must_have_been_heard
from backend.applications.part import part_of
from backend.applications.reading import visible_to_officer
from backend.applications.reasons import lawful_end
from backend.applications.refusing import ends_from
from backend.applications.too_late import on_record_if_too_late
from backend.applications.transitions import Move, hold, move
from backend.journal import Deed, record
from backend.refusals import NotAllowed
from backend.staff import Officer, Power, must_have


class AnotherAdvises(NotAllowed):
    """Who investigated, or decided the case before it came back, gives no opinion on it, be it a no."""

    sentence = "这件申请您调查过或者审批过，按规定要由另一位同事提出。"


async def advise_against(application_id: UUID, officer: Officer, reasons: Sequence[str], note: str = "") -> Application:
    """Send an accepted case, or one that was objected to, to whoever decides, with what speaks against it.

    `reasons` are codes of REFUSAL_REASONS. It counts as the township's opinion: who gives it neither investigates nor
    decides. Refuses with NoReasonGiven, NoSuchPower, NoSuchApplication, OutsideYourPlace, WrongState, AnotherAdvises,
    staff.YourOwnKin and NoteTooLong, and as `must_have_been_heard`; for want of cooperation as `must_have_been_asked`.
    """
    must_have(officer, Power.GIVE_OPINION)
    programme = (await visible_to_officer(application_id, officer)).programme
    end, given = lawful_end(programme, reasons, ends_from(State.COUNTY_REVIEW))
    async with on_record_if_too_late(application_id, officer.signature), database.transaction():
        case = await hold(application_id, Move.ADVISE, officer.signature)
        await must_have_been_heard(case)
        if end is State.TERMINATED:
            await must_have_been_asked(case)
        part = await part_of(officer, case.id)
        if part.investigated or part.decided:
            raise AnotherAdvises
        due = await county_step_due(case, clock.today())
        case = await move(case.id, Move.ADVISE, officer.signature, step_due_on=due.day)
        await decide(case, DecisionKind.ADVISED, officer.id, reasons=given, note=note)
        line = case.moved(Deed.ADVISED_AGAINST, reasons=given, step_due_on=due.day)
        await record(line, by=officer.signature)
    return case


async def advice_against(case: Application) -> Decision | None:
    """What the township said against a case that lies before the county because of it; None for all others.

    Whether it did is the last thing that was decided: a case sent back comes again by another way.
    """
    if case.state is not State.COUNTY_REVIEW:
        return None
    last = await Decision.filter(application_id=case.id).order_by("-id").first()
    return last if last is not None and last.kind == DecisionKind.ADVISED.value else None
