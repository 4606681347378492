"""Ending a case with a no, with reasons and the way to appeal: not taken on (不予受理), refused (不予通过), or the
procedure ended (终止办理).

Which it is the step and the reasons say (`reasons`): before acceptance the township turns away, what does not cooperate
is ended by the township while it waits for papers and by who decides later, and a no on the case is for who decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend import clock, database
from backend.applications.application import Application, State
from backend.applications.children import review_power
from backend.applications.cooperating import must_have_been_asked
from backend.applications.decision import DecisionKind, decide
from backend.applications.delegation import must_decide
from backend.applications.fetching_papers import need_no_papers
from backend.applications.hearing_out import must_have_been_heard
from backend.applications.part import AnotherDecides, must_only_decide, part_of
from backend.applications.reading import visible_to_officer
from backend.applications.reasons import NoReasonGiven, Reason, lawful_end, reasons_for
from backend.applications.too_late import on_record_if_too_late
from backend.applications.transitions import TRANSITIONS, Move, hold, move
from backend.journal import Deed, record
from backend.staff import Officer, must_have


@dataclass(frozen=True)
class _End:
    how: Move
    kind: DecisionKind
    deed: Deed


_ENDS = {
    State.NOT_ACCEPTED: _End(Move.TURN_AWAY, DecisionKind.NOT_ACCEPTED, Deed.APPLICATION_TURNED_AWAY),
    State.REFUSED: _End(Move.REFUSE, DecisionKind.REFUSED, Deed.APPLICATION_REFUSED),
    State.TERMINATED: _End(Move.TERMINATE, DecisionKind.TERMINATED, Deed.APPLICATION_TERMINATED),
}


def ends_from(state: State) -> list[State]:
    """Which kinds of no are possible there; none where a case cannot end so."""
    return [end for end, each in _ENDS.items() if state in TRANSITIONS[each.how].allowed]


def reasons_at(case: Application) -> list[Reason]:
    """Why the case may end with a no where it stands, as the programme's list has it."""
    return reasons_for(case.programme, *ends_from(case.state))


async def refuse(application_id: UUID, officer: Officer, reasons: Sequence[str], note: str = "") -> Application:
    """End the case with a no; `reasons` are codes of REFUSAL_REASONS. What the township accepted it advises against.

    Refuses with NoReasonGiven, NoSuchPower, NoSuchApplication, OutsideYourPlace, WrongState and NoteTooLong, and as
    `must_have_been_heard`; where the family does not cooperate as `must_have_been_asked`, and with AnotherDecides;
    where the case lies with the county as `must_decide`, and with AnotherDecides.
    Source: policy §1.8 notes and step 11, §18 (reason, article, appeal).
    """
    await visible_to_officer(application_id, officer)
    if not reasons:
        raise NoReasonGiven
    async with on_record_if_too_late(application_id, officer.signature), database.transaction():
        case = await hold(application_id, Move.REFUSE, officer.signature, Move.TURN_AWAY, Move.TERMINATE)
        if case.state is State.COUNTY_REVIEW:
            await must_decide(officer, case)
            await must_only_decide(case.id, officer)
        else:
            must_have(officer, review_power(case.programme))
        state, given = lawful_end(case.programme, reasons, ends_from(case.state))
        await must_have_been_heard(case)
        if state is State.TERMINATED:
            await must_have_been_asked(case)
            if (await part_of(officer, case.id)).investigated:  # who noted the want of it does not end it, too
                raise AnotherDecides
        end, was_returned = _ENDS[state], case.state is State.RETURNED
        case = await move(case.id, end.how, officer.signature, decided_at=clock.now(), step_due_on=None)
        await decide(case, end.kind, officer.id, reasons=given, note=note)
        await record(case.moved(end.deed, reasons=given), by=officer.signature)
        if was_returned:
            await need_no_papers(case, officer.signature)
    return case
