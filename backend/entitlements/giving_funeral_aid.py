"""Giving funeral aid (批准丧葬费用): another officer, of the county, makes an award of it that is paid once."""

from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, journal, residents, staff
from backend.entitlements.award import Award, Origin
from backend.entitlements.award_change import Reason
from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.funeral_aid import (
    FUNERAL,
    FuneralAid,
    FuneralAidDecided,
    FuneralAidGiven,
    FuneralAidOutdated,
    FuneralAidState,
    FuneralFigureNotSet,
    NoSuchFuneralAid,
    NotDead,
    NotTekunAtDeath,
    OwnFuneralAid,
)
from backend.entitlements.month import month_of, months_after
from backend.entitlements.noting import hold, note
from backend.entitlements.proposing_funeral_aid import due_for, line_of, must_be_nobody_of, must_be_replaceable
from backend.entitlements.seeing_awards import award_for
from backend.identifiers import new_id
from backend.journal import Deed, Signature
from backend.residents import Resident
from backend.staff import Officer, Power

_BASIS = "《社会救助暂行办法》第十五条"


async def give_funeral_aid(aid_id: UUID, officer: Officer) -> FuneralAid:
    """The county's approval: from now on the sum is owed, and the next batch of it pays into the payee's account.

    Refuses with NoSuchPower, NoSuchFuneralAid, OwnFuneralAid, staff.YourOwnKin, FuneralPayeeIsYou, FuneralAidOutdated,
    FuneralAidGiven, FuneralAidArrived and FuneralAidDecided. Of two officers at once one approves.
    """
    staff.must_have(officer, Power.CONFIRM)
    aid = await funeral_aid_for(aid_id, officer)
    if aid.proposed_by == officer.id:
        raise OwnFuneralAid
    await staff.must_not_be_kin(officer.signature, aid.resident_id)
    await must_be_nobody_of(officer, aid)
    try:
        async with database.transaction():
            # Whoever corrects the death waits here, or is waited for.
            await database.rows("SELECT id FROM resident WHERE id = $1 FOR UPDATE", aid.resident_id)
            before = await FuneralAid.get_or_none(id=aid.replaces) if aid.replaces else None
            award = await _award_again(before) if before else await _new_award(aid, officer.signature)
            account = await residents.open_for_award(
                award.resident_id, award.id, holder_name=aid.payee_name, number=aid.number, bank=aid.bank,
                kind=aid.account_kind, by=officer.signature,
            )  # fmt: skip
            await _decide(aid, FuneralAidState.GIVEN, officer, award.id, account.id)
            if before:
                await journal.record(line_of(aid, Deed.FUNERAL_PAYEE_REPLACED), by=officer.signature)
    except IntegrityError:
        raise FuneralAidGiven from None
    return await FuneralAid.get(id=aid_id)


async def decline_funeral_aid(aid_id: UUID, officer: Officer) -> FuneralAid:
    """The county does not approve; or who proposed it takes it back. Refuses as `give_funeral_aid`, own but for."""
    aid = await funeral_aid_for(aid_id, officer)
    own = aid.proposed_by == officer.id
    if not own:
        staff.must_have(officer, Power.CONFIRM)
    async with database.transaction():
        await _decide(aid, FuneralAidState.WITHDRAWN if own else FuneralAidState.DECLINED, officer, None, None)
        deed = Deed.FUNERAL_AID_WITHDRAWN if own else Deed.FUNERAL_AID_DECLINED
        await journal.record(line_of(aid, deed), by=officer.signature)
    return await FuneralAid.get(id=aid_id)


async def heed_corrected_death(resident_id: UUID, by: Signature) -> None:
    """The death was on another day, or was none: inside the transaction that corrects it, what rests on it follows.

    What nobody has decided is called off; what was approved becomes the figure of the right day, or is not owed any
    more. What has arrived by then is overpaid, and found by `recoveries` like anything else.
    """
    for aid in await FuneralAid.filter(resident_id=resident_id, state=FuneralAidState.PROPOSED):
        await _call_off(aid, by)
    given = await FuneralAid.get_or_none(resident_id=resident_id, state=FuneralAidState.GIVEN)
    if given is None or given.award_id is None:
        return
    award, resident = await hold(given.award_id), await Resident.get(id=resident_id)
    try:
        _, fen = await due_for(await Award.get(id=given.tekun_award_id), resident)
    except (NotDead, NotTekunAtDeath, FuneralFigureNotSet):
        await note(award, Fact(FactKind.CALLED_OFF, award.from_month, reason=Reason.PUT_RIGHT.value), by)
        await _call_off(given, by)
        if given.account_id is not None:
            await residents.close_account(given.account_id)
        return
    if fen != award.monthly_fen:
        right = Fact(FactKind.ADJUSTED, award.from_month, fen, reason=Reason.PUT_RIGHT.value, basis=_BASIS)
        await note(award, right, by)


async def funeral_aid_for(aid_id: UUID, officer: Officer) -> FuneralAid:
    """One of the officer's places; NoSuchPower, NoSuchFuneralAid, NoSuchAward."""
    aid = await FuneralAid.get_or_none(id=aid_id, county=officer.county)
    if aid is None:
        raise NoSuchFuneralAid
    await award_for(aid.tekun_award_id, officer)
    return aid


async def _award_again(before: FuneralAid) -> Award:
    await must_be_replaceable(before)
    await database.execute("UPDATE funeral_aid SET state = 'replaced' WHERE id = $1 AND state = 'given'", before.id)
    return await Award.get(id=before.award_id)


async def _new_award(aid: FuneralAid, by: Signature) -> Award:
    try:
        due = await due_for(await Award.get(id=aid.tekun_award_id), await Resident.get(id=aid.resident_id))
    except (NotDead, NotTekunAtDeath, FuneralFigureNotSet) as changed:
        raise FuneralAidOutdated from changed
    if due != (aid.died_on, aid.fen):
        raise FuneralAidOutdated
    month: date = month_of(clock.today())
    award = await Award.create(
        id=new_id(), county=aid.county, village=aid.village, resident_id=aid.resident_id, programme=FUNERAL,
        origin=Origin.DECIDED.value, from_month=month, paid_here_from=month, monthly_fen=aid.fen,
        stopped_from=months_after(month, 1), stop_reason="once", started_at=clock.now(), after_death=True,
    )  # fmt: skip
    facts = {"amount_fen": aid.fen, "month": month.isoformat(), "payee_kind": aid.payee_kind.value}
    line = award.line(Deed.FUNERAL_AID_GIVEN, funeral_aid_id=aid.id, account_last_four=aid.last_four, **facts)
    await journal.record(line, by=by)
    return award


async def _decide(
    aid: FuneralAid, state: FuneralAidState, officer: Officer, award_id: UUID | None, account_id: UUID | None
) -> None:
    decided = await database.execute(
        """UPDATE funeral_aid SET state = $2, decided_by = $3, decided_at = $4, award_id = $5, account_id = $6
           WHERE id = $1 AND state = 'proposed'""",
        aid.id, state.value, officer.id, clock.now(), award_id, account_id,
    )  # fmt: skip
    if not decided:
        done = await FuneralAid.get(id=aid.id)
        who = await staff.who_and_when(done.decided_by, done.decided_at)
        raise FuneralAidDecided(f"这笔丧葬费用已经办过了（{who}），请刷新后再看。")


async def _call_off(aid: FuneralAid, by: Signature) -> None:
    await database.execute(
        "UPDATE funeral_aid SET state = 'called_off', decided_at = coalesce(decided_at, $2) WHERE id = $1",
        aid.id, clock.now(),
    )  # fmt: skip
    await journal.record(line_of(aid, Deed.FUNERAL_AID_CALLED_OFF), by=by)
