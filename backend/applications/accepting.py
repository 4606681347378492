"""Accepting (受理): the papers are complete, and the law's clock starts."""

from datetime import date
from uuid import UUID

from backend import clock, database, eligibility, programmes
from backend.applications.acting import MandateMissing, mandate_of
from backend.applications.application import Application
from backend.applications.children import review_power, speaks_as_guardian
from backend.applications.deadlines import decision_due, promised_due, township_step_due
from backend.applications.decision import DecisionKind, decide
from backend.applications.kin_case import file_kin
from backend.applications.persons_word import AskThePerson, is_the_persons_word, was_refused_before
from backend.applications.reading import visible_to_officer
from backend.applications.signed_letters import NoLetter, needs_letters, why_unsigned
from backend.applications.too_late import on_record_if_too_late
from backend.applications.transitions import Move, hold, move
from backend.journal import By, Deed, Entry, Signature, record
from backend.refusals import NotAcceptable
from backend.staff import Officer, must_have
from backend.workdays import Deadline

_AT_THE_DOOR = ("visit", "investigation")  # steps of the rule files


class KinNotAsked(NotAcceptable):
    """Relatives of handlers are declared before the case is taken on; the register alone does not know them all."""

    sentence = "请问清并选择：这家有没有经办人员、村干部的近亲属。有的要单独登记，县里必须入户。"


async def accept(
    application_id: UUID,
    officer: Officer,
    note: str = "",
    *,
    unsigned_because: NoLetter | None = None,
    unsigned_words: str = "",
    kin_told: bool | None = None,
) -> Application:
    """The township takes the case on; the county must decide within the programme's statutory working days.

    Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace, WrongState, MandateMissing (revoked since the
    submission: return it for a new one), AskThePerson (they took one back, or denied it, and nobody heard them say yes
    to the next), LettersMissing unless every adult has signed for the economic check or
    `unsigned_because` says by which rule not, NoLetterUnexplained, KinNotAsked where the household's economy is checked
    and `kin_told` is not what the family answered, staff.YourOwnKin and NoteTooLong. A close relative of a handler in
    the household is filed in the separate ledger. Source: policy §1.8 steps 1, 2 and 12, §18.
    """
    must_have(officer, review_power((await visible_to_officer(application_id, officer)).programme))
    async with on_record_if_too_late(application_id, officer.signature), database.transaction():
        application = await hold(application_id, Move.ACCEPT, officer.signature)
        await _must_still_be_mandated(application)
        asks = _waits_for_answers(application)
        if kin_told is None and asks:
            raise KinNotAsked
        because = await why_unsigned(application, unsigned_because, unsigned_words) if asks else ""
        decided_by, step_due = await _due(application)
        application = await move(
            application_id, Move.ACCEPT, officer.signature, accepted_at=clock.now(),
            step_due_on=step_due, kin_told=kin_told, decision_due_on=decided_by.day,
            due_provisional=decided_by.provisional,
            promised_due_on=await promised_due(application, clock.today(), decided_by.day),
        )  # fmt: skip
        await decide(application, DecisionKind.ACCEPTED, officer.id, note="。".join(filter(None, (note, because))))
        facts = {
            "decision_due_on": decided_by.day.isoformat(), "provisional": decided_by.provisional,
            "kin_told": kin_told, "visit": _comes_to_the_house(application.programme),
            **({"unsigned": unsigned_because.value} if because and unsigned_because else {}),
        }  # fmt: skip
        await record(application.moved(Deed.APPLICATION_ACCEPTED, **facts), by=officer.signature)
        await file_kin(application, officer.signature)
    return application


async def _due(application: Application) -> tuple[Deadline, date]:
    """Of the decision, and of the township's step; what came from elsewhere keeps the day it had when it arrived."""
    step = (await township_step_due(application, clock.today())).day
    given = application.decision_due_on
    if given is not None:
        return Deadline(given, application.due_provisional), min(step, given)
    return await decision_due(application, clock.today()), step


def _waits_for_answers(application: Application) -> bool:
    """Whether letters and the word about relatives come first; urgent help comes before them."""
    return needs_letters(application) and not programmes.get_programme(application.programme).urgent


def _comes_to_the_house(programme: str) -> bool:
    """Whether the procedure of today has a visit; the person hears of it beforehand."""
    procedure = eligibility.procedure(programme, clock.today())
    return any(procedure.step(key) for key in _AT_THE_DOOR)


async def _must_still_be_mandated(application: Application) -> None:
    """A case that another's hand submitted needs that hand's paper still; one's own submission needs none.

    Nor does a cry for help (国发〔2014〕47号: villages, units and other people may raise it).
    """
    if programmes.get_programme(application.programme).urgent:
        return
    submissions = await Entry.filter(subject_id=application.id, deed=Deed.APPLICATION_SUBMITTED.value).order_by("-id")
    if submissions:
        by = Signature(By(submissions[0].by_kind), submissions[0].by_id)
        if by.kind is By.OFFICER or application.is_person(by) or await speaks_as_guardian(application, by):
            return
    mandate = await mandate_of(application.id)
    submitted_on = clock.in_county_time(application.submitted_at or application.started_at).date()
    if mandate is None or not mandate.in_force_on(submitted_on) or (submissions and mandate.agent != by):
        raise MandateMissing("申请人已撤销委托，请退回补交新的委托书。")
    if await was_refused_before(mandate) and not await is_the_persons_word(mandate):
        raise AskThePerson
