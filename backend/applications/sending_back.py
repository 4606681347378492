"""Sending back (退回乡镇): the county cannot decide yet, and says what is to be looked at again."""

from uuid import UUID

from backend import clock, database, workdays
from backend.applications.application import Application
from backend.applications.deadlines import ANSWER_OBJECTION_WITHIN
from backend.applications.decision import DecisionKind, decide
from backend.applications.delegation import must_decide
from backend.applications.reading import visible_to_officer
from backend.applications.too_late import on_record_if_too_late
from backend.applications.transitions import Move, move
from backend.journal import Deed, record
from backend.refusals import NotAcceptable
from backend.staff import Officer

_WORDS_AT_MOST = 500  # characters


class SaidNothing(NotAcceptable):
    """The township must know what to look at."""

    sentence = f"请写明要乡镇再核实什么，最多{_WORDS_AT_MOST}个字。"


async def send_back(application_id: UUID, words: str, officer: Officer) -> Application:
    """Back to the township: it looks again, gives a new opinion and posts anew; the law's clock runs on.

    Refuses with NoSuchApplication, OutsideYourPlace, SaidNothing, WrongState, staff.YourOwnKin and as `must_decide`.
    """
    await must_decide(officer, await visible_to_officer(application_id, officer))
    if not 0 < len(words.strip()) <= _WORDS_AT_MOST:
        raise SaidNothing
    async with on_record_if_too_late(application_id, officer.signature), database.transaction():
        due = workdays.after_workdays(clock.today(), ANSWER_OBJECTION_WITHIN)
        case = await move(application_id, Move.SEND_BACK, officer.signature, step_due_on=due.day)
        await decide(case, DecisionKind.SENT_BACK, officer.id, note=words)
        await record(case.moved(Deed.APPLICATION_SENT_BACK, step_due_on=due.day), by=officer.signature)
    return case
