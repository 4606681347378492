"""Granting (审核确认): the county says yes, and the money begins, in one transaction."""

from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import applications, clock, database, inquiries, journal, postings, programmes, relays
from backend.applications import Application
from backend.eligibility import Outcome, Verdict
from backend.entitlements.award import Award, Origin
from backend.entitlements.certification_term import certification_due
from backend.entitlements.rechecking import next_recheck
from backend.entitlements.starting_month import first_month
from backend.identifiers import new_id
from backend.refusals import NotAllowed, NotNow
from backend.residents import Resident
from backend.staff import Officer


class YouHandledThisCase(NotAllowed):
    """Maker and checker are two people (policy §18)."""

    sentence = "这件申请您已经经手过，按规定要由另一位同事审核确认。"


class AlreadyReceives(NotNow):
    """The person has a running award of the programme."""

    sentence = "申请人已经在领这项待遇，不能重复发放。请核对后不予通过或请申请人撤回。"


class NeedsASum(NotNow):
    """What is given once is settled by an officer: `give_aid`."""

    sentence = "这是一次性救助，请填写救助金额后审批。"


class NoLongerEligible(NotNow):
    """Checked again at confirmation, the law says no; `details["reasons"]` are the sentences that failed."""

    sentence = "按今天登记的情况，申请人已不符合条件，不能确认。请核对登记信息，或说明理由不予通过。"


async def grant(application_id: UUID, officer: Officer, note: str = "") -> Award:
    """The confirmation, the county's or by delegation the township's: today's verdict, and the award's first month.

    Refuses as `applications.must_decide`, with OutsideYourPlace, applications.NoSuchApplication and WrongState,
    YouHandledThisCase, inquiries.CountyVisitFirst, YouInvestigated, YouGaveTheOpinion, OpinionFirst and FactsStillOpen,
    NoLongerEligible, AlreadyReceives, NeedsASum, eligibility.StandardsNotSet. Of two officers at once one confirms.
    """
    seen = await applications.visible_to_officer(application_id, officer)
    await applications.must_decide(officer, seen)
    if inquiries.given_once(seen):
        raise NeedsASum
    too_late = applications.on_record_if_too_late(application_id, officer.signature)
    try:
        async with too_late, database.transaction():
            await applications.hold_to_decide(application_id, officer)
            await must_be_another_hand(application_id, officer)
            await applications.must_decide(officer, seen)  # the household is matched with the kin register since
            verdict = await checked_again(application_id)
            case = await applications.mark_confirmed(application_id, officer, verdict, note)
            award, started = await start_award(case, verdict, clock.today())
            facts = {"from_month": award.from_month.isoformat(), "amount_fen": verdict.amount_fen}
            confirmed = case.moved(journal.Deed.APPLICATION_CONFIRMED, case_number=case.case_number, **facts)
            await journal.record_many([confirmed, started], by=officer.signature)
    except IntegrityError as running:
        raise AlreadyReceives from running
    return award


async def must_be_another_hand(application_id: UUID, officer: Officer) -> None:
    """YouHandledThisCase, and as inquiries.must_be_ready_to_decide; to have sent it back is no hand in it.

    The case is locked before anything is asked: a complaint, a visit or an opinion that comes in at the same moment is
    either seen here, or comes too late and says so.
    """
    case = await Application.select_for_update().get(id=application_id)
    await must_not_have_handled(application_id, officer)
    await inquiries.must_be_ready_to_decide(case, officer)


async def must_not_have_handled(application_id: UUID, officer: Officer) -> None:
    """YouHandledThisCase for whoever decided anything in the case, or put it on the board."""
    decisions = await applications.decisions_on(application_id)
    handled = [each for each in decisions if each.kind != applications.DecisionKind.SENT_BACK.value]
    decided = any(each.officer_id == officer.id for each in handled)
    if decided or await postings.was_posted_by(application_id, officer):
        raise YouHandledThisCase


async def checked_again(application_id: UUID) -> Verdict:
    """Today's verdict, from what was verified, or else declared, and what the register says now; NoLongerEligible."""
    # Locked, so that the case and its answers stay as they are until the decision is written. And the person: a death
    # of the same moment is known here, or waits and finds what this decision gives.
    case = await Application.select_for_update().get(id=application_id)
    await database.rows("SELECT FROM resident WHERE id = $1 FOR SHARE", case.resident_id)
    verdict = await inquiries.judged_on_what_was_found(case)
    if verdict.outcome is Outcome.NO:
        raise NoLongerEligible(reasons=[each.sentence for each in verdict.conditions if each.outcome is Outcome.NO])
    if (await Resident.get(id=case.resident_id)).deceased_on is not None:  # few of the laws say so
        raise NoLongerEligible(
            "申请人已经登记去世，不能确认。请按「申请人已去世」不予通过；家里其他人有困难的，请他们另外申请。"
        )
    return verdict


async def start_award(case: Application, verdict: Verdict, decided_on: date) -> tuple[Award, journal.Line]:
    """The award of a confirmed case, its first month by the law's rule for that day, and the line that tells of it."""
    today = clock.today()
    rates = await programmes.parameters_on(case.county, decided_on)
    resident = await Resident.get(id=case.resident_id)
    begins = first_month(
        case.programme, birth_date=resident.birth_date, applied_on=await applied_on(case), decided_on=decided_on,
        rates=rates,
    )  # fmt: skip
    by_age = case.programme == "old_age_allowance"
    award = await Award.create(
        id=new_id(), county=case.county, village=case.village, resident_id=case.resident_id, programme=case.programme,
        application_id=case.id, origin=Origin.DECIDED.value, from_month=begins, paid_here_from=begins,
        monthly_fen=None if by_age else verdict.amount_fen, certified_on=today if by_age else None,
        certification_due_on=certification_due(today, rates) if by_age else None,
        recheck_due_on=None if by_age else next_recheck(case.programme, today), started_at=clock.now(),
    )  # fmt: skip
    facts = {"from_month": begins.isoformat(), "amount_fen": verdict.amount_fen}
    return award, award.line(journal.Deed.AWARD_STARTED, application_id=case.id, **facts)


async def applied_on(case: Application) -> date:
    """The day of the first submission, in another county's window too: papers asked for later must not cost a month."""
    relay = await relays.relay_of(case.id)
    if relay is not None and relay.applied_on is not None:
        return relay.applied_on
    history = await journal.history_of(case.id)
    submissions = (each.at for each in history if each.deed == journal.Deed.APPLICATION_SUBMITTED.value)
    return clock.in_county_time(next(submissions, case.submitted_at or case.started_at)).date()
