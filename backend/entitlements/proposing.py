"""Proposing a change (提出变动): one officer asks for it with its reason and ground; nothing is changed yet."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, journal, staff
from backend.entitlements.award import Award
from backend.entitlements.award_change import AwardChange, ChangeState, ChangeWaiting, Reason, must_be_grounded
from backend.entitlements.award_fact import FactKind
from backend.entitlements.funeral_aid import FuneralFollowsFigure
from backend.entitlements.lawful import MonthImpossible, must_be_lawful
from backend.entitlements.seeing_awards import award_for
from backend.identifiers import new_id
from backend.programmes import OF_CHILDREN
from backend.staff import Officer, Power


async def propose_change(
    award_id: UUID,
    kind: FactKind,
    officer: Officer,
    *,
    month: date,
    reason: Reason,
    basis: str,
    fen: int | None = None,
    amounts: Sequence[int] = (),
    posted_on: date | None = None,
) -> AwardChange:
    """Ask that an award be adjusted (`fen` a month), resumed, put in grace (`amounts`, a month each) or stopped.

    `month` is the first one of which it holds; a month that is over is paid back or recovered. To resume from the month
    of the suspension pays everything that was held back. `posted_on`: since when the village reads of the stop.
    Refuses with NoSuchPower, NoSuchAward, staff.YourOwnKin, ReasonUnfit, BasisMissing, ChangeWaiting, and as
    `must_be_lawful`.
    """
    award = await changeable(award_id, officer)
    basis = must_be_grounded(kind, reason, basis, award.programme)
    if posted_on is not None and posted_on > clock.today():
        raise MonthImpossible("公示开始的日期不能晚于今天。")
    change = AwardChange(
        id=new_id(), county=award.county, award_id=award.id, kind=kind, month=month.replace(day=1), fen=fen,
        amounts=list(amounts), reason=reason, basis=basis, posted_on=posted_on, proposed_by=officer.id,
        proposed_at=clock.now(),
    )  # fmt: skip
    await must_be_lawful(change, award)
    await put_forward(change, award, officer)
    return change


async def changeable(award_id: UUID, officer: Officer) -> Award:
    """An award that the officer may propose to change: at the township or in the county, and no relative's.

    Refuses with NoSuchPower, NoSuchAward, FuneralFollowsFigure and staff.YourOwnKin.
    """
    award = await award_for(award_id, officer)
    if not staff.has_power(officer, Power.CONFIRM):  # of a child's award its handlers at the township, as of its case
        staff.must_have(officer, Power.REVIEW_CHILDREN if award.programme in OF_CHILDREN else Power.REVIEW)
    if award.after_death:
        raise FuneralFollowsFigure
    await staff.must_not_be_kin(officer.signature, award.resident_id)
    return award


async def put_forward(change: AwardChange, award: Award, officer: Officer) -> None:
    """Keep the proposal with its journal entry; ChangeWaiting."""
    facts = {"change": change.kind.value, "reason": change.reason.value}
    try:
        async with database.transaction():
            await change.save(force_create=True)
            await journal.record(award.line(journal.Deed.AWARD_CHANGE_PROPOSED, **facts), by=officer.signature)
    except IntegrityError as waiting:
        waits = await waiting_change(award.id)
        if waits is None:  # decided in the very moment
            raise ChangeWaiting from waiting
        who = await staff.who_and_when(waits.proposed_by, waits.proposed_at)
        raise ChangeWaiting(
            f"这项待遇已经有一项变动在等确认（{who}提出），请先等确认、退回或撤回以后再提。"
        ) from waiting


async def waiting_change(award_id: UUID) -> AwardChange | None:
    """The proposal on which nobody has decided."""
    return await AwardChange.get_or_none(award_id=award_id, state=ChangeState.PROPOSED)
