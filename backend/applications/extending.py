"""Extending (延长办理时限): to the law's longer limit, by two officers, in time, and told to the person."""

from typing import NoReturn
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, staff, workdays
from backend.applications.application import Application, State
from backend.applications.children import withheld_from
from backend.applications.deadlines import counted_from, longer_limit, promised_due
from backend.applications.extension import Extension, Ground
from backend.applications.reading import visible_to_officer
from backend.applications.too_late import on_record_if_too_late
from backend.applications.wrong_state import tell_what_happened
from backend.identifiers import new_id
from backend.journal import Deed, record
from backend.refusals import NotAcceptable, NotAllowed, NotFound, NotNow
from backend.staff import Officer, Power

_REASON_AT_MOST = 500  # characters


class CannotBeExtended(NotNow):
    """The programme's law has no longer limit, or the case is not under way, or its time is over already."""

    sentence = "这件申请不能延长时限：没有受理、已经办结、已经超期，或者这项待遇没有延长的规定。"


class ExtensionReasonMissing(NotAcceptable):
    """No reason, or one that does not fit."""

    sentence = f"请写明延长的理由，最多{_REASON_AT_MOST}个字。"


class ExtendedBefore(NotNow):
    """One waits for an answer, or was approved: the law lengthens a clock once (policy §1.8 step 12)."""

    sentence = "这件申请已经提请或者延长过时限，不能再提。"


class NoSuchExtension(NotFound):
    """None that waits."""

    sentence = "没有找到等待批准的延长申请，请刷新后再看。"


class AnotherApproves(NotAllowed):
    """Who asks does not approve."""

    sentence = "延长时限是您提请的，按规定要由另一位同事批准。"


async def ask_extension(application_id: UUID, ground: Ground, reason: str, officer: Officer) -> Extension:
    """Ask for the longer limit of the law, reckoned from acceptance (低保 45 working days; policy §1.8 step 12).

    Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace, ExtensionReasonMissing, staff.YourOwnKin,
    CannotBeExtended and ExtendedBefore. Nothing moves before another officer has approved. An objection and a return by
    the county leave the clock running, and with it what was approved; a reopened case has a new one.
    """
    staff.must_have(officer, Power.ASK_EXTENSION)
    await visible_to_officer(application_id, officer)
    if not 0 < len(reason.strip()) <= _REASON_AT_MOST:
        raise ExtensionReasonMissing
    try:
        async with database.transaction():
            case = await Application.select_for_update().get(id=application_id)
            await staff.must_not_be_kin(officer.signature, case.resident_id)
            due = case.decision_due_on
            if case.accepted_at is None or due is None or not case.state.is_running:
                raise CannotBeExtended
            accepted_on = clock.in_county_time(case.accepted_at).date()
            longer = await longer_limit(case, accepted_on)
            if longer is None:
                raise CannotBeExtended
            if await Extension.filter(application_id=case.id, clock_began_at=case.accepted_at, approved=True).exists():
                await _tell_who_asked(case.id)
            began = await counted_from(case, accepted_on)
            after = workdays.after_workdays(began, longer).day
            if due < clock.today() or after <= due:
                raise CannotBeExtended
            asked = await Extension.create(
                id=new_id(), county=case.county, village=case.village, application_id=case.id,
                clock_began_at=case.accepted_at, ground=ground, reason=reason.strip(), due_before=due, due_after=after,
                asked_by=officer.id, asked_at=clock.now(),
            )  # fmt: skip
            facts = {"extension_id": asked.id, "ground": ground.value, "due_after": after}
            await record(case.line(Deed.EXTENSION_ASKED, **facts), by=officer.signature)
    except IntegrityError as before:
        await _tell_who_asked(application_id, before)
    return asked


async def extensions_waiting(officer: Officer) -> list[UUID]:
    """The cases under way in the officer's places whose longer limit waits for this officer, the oldest first.

    What they asked for themselves is not theirs to approve; what ran out meanwhile, or was asked before a reopening, is
    nobody's. NoSuchPower.
    """
    staff.must_have(officer, Power.APPROVE_EXTENSION)
    found = await database.rows(
        """SELECT a.id FROM extension e JOIN application a ON a.id = e.application_id
           WHERE e.approved IS NULL AND e.county = $1 AND e.village LIKE $2 AND e.asked_by <> $3
             AND a.decision_due_on >= $4 AND e.clock_began_at = a.accepted_at AND a.state = ANY ($5)
             AND NOT a.programme = ANY ($6) ORDER BY e.id""",
        officer.county, officer.scope.like, officer.id, clock.today(),
        [each.value for each in State if each.is_running], withheld_from(officer),
    )  # fmt: skip
    return [each["id"] for each in found]


async def _tell_who_asked(application_id: UUID, why: Exception | None = None) -> NoReturn:
    stands = await Extension.filter(application_id=application_id).order_by("-id").first()
    if stands is None or stands.approved is False:  # declined in the very moment
        raise ExtendedBefore from why
    who = await staff.who_and_when(stands.asked_by, stands.asked_at)
    raise ExtendedBefore(f"这件申请已经提请{'并' if stands.approved else ''}延长时限（{who}），不能再提。") from why


async def _tell_who_was_faster(application_id: UUID) -> NoReturn:
    last = await Extension.filter(application_id=application_id).order_by("-id").first()
    if last is None or last.answered_at is None:
        raise NoSuchExtension
    who = await staff.who_and_when(last.answered_by, last.answered_at)
    raise NoSuchExtension(f"延长办理时限的申请已经{'批准' if last.approved else '不予批准'}（{who}），请刷新后再看。")


async def answer_extension(application_id: UUID, approved: bool, officer: Officer) -> Extension:
    """Approve or decline; approved, the date of the decision moves, and the person is told.

    Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace, NoSuchExtension, AnotherApproves, staff.YourOwnKin,
    WrongState where the case ended meanwhile, and CannotBeExtended where its first limit ran out.
    """
    staff.must_have(officer, Power.APPROVE_EXTENSION)
    await visible_to_officer(application_id, officer)
    async with on_record_if_too_late(application_id, officer.signature), database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        began = case.accepted_at
        asked = await Extension.get_or_none(application_id=application_id, approved=None, clock_began_at=began)
        if asked is None or began is None:
            await _tell_who_was_faster(application_id)
        if asked.asked_by == officer.id:
            raise AnotherApproves
        await staff.must_not_be_kin(officer.signature, case.resident_id)
        if approved and not case.state.is_running:
            await tell_what_happened(case.id, officer.signature)
        if approved and (case.decision_due_on is None or case.decision_due_on < clock.today()):
            raise CannotBeExtended
        # Reckoned anew: the calendar may have been published since it was asked for.
        accepted_on = clock.in_county_time(began).date()
        longer = await longer_limit(case, accepted_on) or 0
        due = workdays.after_workdays(await counted_from(case, accepted_on), longer)
        await database.execute(
            """UPDATE extension SET approved = $2, answered_by = $3, answered_at = $4,
                                    due_after = CASE WHEN $2 THEN $5 ELSE due_after END WHERE id = $1""",
            asked.id, approved, officer.id, clock.now(), due.day,
        )  # fmt: skip
        facts = {"extension_id": asked.id, "ground": asked.ground.value, "due_before": case.decision_due_on}
        if approved:
            promised = await promised_due(case, accepted_on, due.day, special=True)
            await database.execute(
                """UPDATE application SET decision_due_on = $2, due_provisional = $3, promised_due_on = $4
                   WHERE id = $1""",
                case.id, due.day, due.provisional, promised,
            )  # fmt: skip
            case = await Application.get(id=case.id)
            line = case.moved(Deed.EXTENSION_APPROVED, **facts, decision_due_on=due.day.isoformat())
        else:
            line = case.line(Deed.EXTENSION_DECLINED, **facts)
        await record(line, by=officer.signature)
    return await Extension.get(id=asked.id)
