"""Amending (更正决定): a wrong decision is undone by a deed of two county officers; the wrong one stays readable.

After a review (行政复议), a lawsuit, or because the county found it out itself. Who proposes may have decided the case;
who decides on the amendment may have had no hand in it (policy §18).
"""

from collections.abc import Sequence
from datetime import date
from typing import NoReturn
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import applications, clock, database, inquiries, journal, staff
from backend.applications import Application
from backend.entitlements.amendment import (
    AMENDABLE,
    Amendment,
    AmendmentBasisMissing,
    AmendmentDecided,
    AmendmentGround,
    AmendmentWaiting,
    Becomes,
    NoSuchAmendment,
    NothingToAmend,
    OwnAmendment,
)
from backend.entitlements.award_change import ChangeState
from backend.entitlements.granting import AlreadyReceives, must_be_another_hand, must_not_have_handled
from backend.entitlements.lawful import MonthImpossible
from backend.entitlements.putting_right import must_be_amendable, put_right
from backend.identifiers import new_id
from backend.staff import Officer, Power

_BASIS_AT_LEAST, _BASIS_AT_MOST = 2, 200  # characters


async def propose_amendment(
    application_id: UUID,
    becomes: Becomes,
    officer: Officer,
    *,
    ground: AmendmentGround,
    basis: str,
    reasons: Sequence[str] = (),
    month: date | None = None,
    fen: int | None = None,
    posted_on: date | None = None,
) -> Amendment:
    """Ask that another decision stand instead of the last one in the case; nothing is changed yet.

    `reasons` (codes of REFUSAL_REASONS) and `month` of a yes withdrawn, `month` and `fen` a month of another amount,
    `posted_on` where the law wants a notice before a stop. Refuses with NoSuchPower, NoSuchApplication,
    OutsideYourPlace, staff.YourOwnKin, AmendmentBasisMissing, AmendmentWaiting, and as `must_be_amendable`.
    """
    staff.must_have(officer, Power.CONFIRM)
    case = await applications.visible_to_officer(application_id, officer)
    await staff.must_not_be_kin(officer.signature, case.resident_id)
    if not _BASIS_AT_LEAST <= len(basis.strip()) <= _BASIS_AT_MOST:
        raise AmendmentBasisMissing
    if posted_on is not None and posted_on > clock.today():
        raise MonthImpossible("公示开始的日期不能晚于今天。")
    amendable = [each for each in await applications.decisions_on(case.id) if each.kind in AMENDABLE]
    if not amendable:
        raise NothingToAmend
    known = [each.code for each in applications.reasons_for(case.programme, applications.State.REFUSED)]
    amendment = Amendment(
        id=new_id(), county=case.county, application_id=case.id, amends=amendable[-1].id, becomes=becomes,
        ground=ground, basis=basis.strip(), reasons=[code for code in known if code in reasons],
        month=month.replace(day=1) if month else None, fen=fen, posted_on=posted_on, proposed_by=officer.id,
        proposed_at=clock.now(),
    )  # fmt: skip
    if len(amendment.reasons) != len(set(reasons)):
        raise applications.NoReasonGiven
    await must_be_amendable(amendment, case)
    try:
        async with database.transaction():
            await amendment.save(force_create=True)
            await journal.record(_line(case, journal.Deed.AMENDMENT_PROPOSED, amendment), by=officer.signature)
    except IntegrityError as waiting:
        await _tell_who_proposed(case.id, waiting)
    return amendment


async def confirm_amendment(amendment_id: UUID, officer: Officer) -> Application:
    """Another decision stands from now on, and the money follows it; the case as it is then.

    Refuses with NoSuchPower, NoSuchAmendment, OwnAmendment, AmendmentDecided, staff.YourOwnKin, YouHandledThisCase,
    inquiries.YouInvestigated and YouGaveTheOpinion, NoticeFirst, as `must_be_amendable` where something has come in
    between; and where a no becomes a yes as `grant`, where it is reopened with applications.AlreadyApplied.
    """
    staff.must_have(officer, Power.CONFIRM)
    amendment = await _amendment_for(amendment_id, officer)
    if amendment.proposed_by == officer.id:
        raise OwnAmendment
    try:
        async with database.transaction():
            case = await Application.select_for_update().get(id=amendment.application_id)
            await _decide(amendment, ChangeState.CONFIRMED, officer)
            await _must_be_a_fresh_hand(amendment, case, officer)
            await must_be_amendable(amendment, case)
            decision_id = await put_right(amendment, case, officer)
            await Amendment.filter(id=amendment.id).update(decision_id=decision_id)
    except IntegrityError as running:
        if amendment.becomes is Becomes.REOPENED:
            raise applications.AlreadyApplied from running
        raise AlreadyReceives from running
    return await Application.get(id=case.id)


async def decline_amendment(amendment_id: UUID, officer: Officer) -> Amendment:
    """The decision stays; or who proposed takes the proposal back. Refuses as `confirm_amendment`, own ones but for."""
    staff.must_have(officer, Power.CONFIRM)
    amendment = await _amendment_for(amendment_id, officer)
    own = amendment.proposed_by == officer.id
    async with database.transaction():
        case = await Application.get(id=amendment.application_id)
        await staff.must_not_be_kin(officer.signature, case.resident_id)
        await _decide(amendment, ChangeState.WITHDRAWN if own else ChangeState.DECLINED, officer)
        deed = journal.Deed.AMENDMENT_WITHDRAWN if own else journal.Deed.AMENDMENT_DECLINED
        await journal.record(_line(case, deed, amendment), by=officer.signature)
    return await Amendment.get(id=amendment.id)


async def amendments_of(application_id: UUID) -> list[Amendment]:
    """Of a case that one may see, the oldest first."""
    return await Amendment.filter(application_id=application_id).order_by("id")


async def amendments_waiting(officer: Officer) -> list[UUID]:
    """The cases whose amendment waits for this officer, who did not propose it; none for who cannot decide it."""
    if not staff.has_power(officer, Power.CONFIRM):
        return []
    waiting = await database.rows(
        """SELECT m.application_id FROM amendment m JOIN application a ON a.id = m.application_id
           WHERE m.state = 'proposed' AND m.county = $1 AND a.village LIKE $2 AND m.proposed_by <> $3
             AND NOT a.programme = ANY ($4) ORDER BY m.id""",
        officer.county, officer.scope.like, officer.id, applications.withheld_from(officer),
    )  # fmt: skip
    return [each["application_id"] for each in waiting]


async def _must_be_a_fresh_hand(amendment: Amendment, case: Application, officer: Officer) -> None:
    if amendment.becomes is Becomes.GRANTED:
        await must_be_another_hand(case.id, officer)
        return
    await staff.must_not_be_kin(officer.signature, case.resident_id)
    await must_not_have_handled(case.id, officer)
    if await inquiries.investigated_by(case.id, officer):
        raise inquiries.YouInvestigated
    await inquiries.must_not_have_opined(case.id, officer)


async def _amendment_for(amendment_id: UUID, officer: Officer) -> Amendment:
    amendment = await Amendment.get_or_none(id=amendment_id, county=officer.county)
    if amendment is None:
        raise NoSuchAmendment
    await applications.visible_to_officer(amendment.application_id, officer)
    return amendment


async def _decide(amendment: Amendment, state: ChangeState, officer: Officer) -> None:
    """The WHERE is the lock. A confirmed one gets its decision before the transaction ends."""
    decided = await database.execute(
        "UPDATE amendment SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND state = 'proposed'",
        amendment.id, state.value, officer.id, clock.now(),
    )  # fmt: skip
    if not decided:
        done = await Amendment.get(id=amendment.id)
        who = await staff.who_and_when(done.decided_by, done.decided_at)
        raise AmendmentDecided(f"这份更正已经办过了（{who}），请刷新后再看。")


async def _tell_who_proposed(application_id: UUID, why: Exception) -> NoReturn:
    waits = await Amendment.get_or_none(application_id=application_id, state=ChangeState.PROPOSED)
    if waits is None:  # decided in the very moment
        raise AmendmentWaiting from why
    who = await staff.who_and_when(waits.proposed_by, waits.proposed_at)
    raise AmendmentWaiting(f"这件申请已经有一份更正在等决定（{who}提出），请先等决定或撤回以后再提。") from why


def _line(case: Application, deed: journal.Deed, amendment: Amendment) -> journal.Line:
    return case.line(deed, amendment_id=amendment.id, becomes=amendment.becomes.value, ground=amendment.ground.value)
