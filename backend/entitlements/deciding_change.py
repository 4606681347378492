"""Deciding on a change (变动确认): the county makes a fact of what somebody else proposed, or does not."""

from uuid import UUID

from backend import clock, database, journal, staff
from backend.entitlements.award import Award
from backend.entitlements.award_change import AwardChange, ChangeDecided, ChangeState, NoSuchChange, OwnAwardChange
from backend.entitlements.award_fact import FactKind
from backend.entitlements.correcting_death import correct_death
from backend.entitlements.lawful import must_be_lawful, must_be_posted
from backend.entitlements.noting import hold, note
from backend.entitlements.seeing_awards import award_for
from backend.staff import Officer, Power


async def confirm_change(change_id: UUID, officer: Officer) -> Award:
    """The county confirms, and from its month on the change holds; the award as it stands then.

    Refuses with NoSuchPower, NoSuchChange, OwnAwardChange, staff.YourOwnKin, ChangeDecided, NoticeFirst, and as
    `must_be_lawful` where a month has come in between. Of two officers at once one confirms.
    """
    staff.must_have(officer, Power.CONFIRM)
    change = await change_for(change_id, officer)
    if change.proposed_by == officer.id:
        raise OwnAwardChange
    async with database.transaction():
        award = await hold(change.award_id)
        await staff.must_not_be_kin(officer.signature, award.resident_id)
        await _decide(change, ChangeState.CONFIRMED, officer)
        if change.kind is FactKind.DEATH_CORRECTED:
            await correct_death(change, award, officer.signature)
        else:
            await must_be_lawful(change, award)
            must_be_posted(change, award)
            await note(award, change.told, officer.signature, change_id=change.id)
    return await Award.get(id=award.id)


async def decline_change(change_id: UUID, officer: Officer) -> AwardChange:
    """The county does not want it; or who proposed it takes it back. Refuses as `confirm_change`, own ones but for."""
    change = await change_for(change_id, officer)
    own = change.proposed_by == officer.id
    if not own:
        staff.must_have(officer, Power.CONFIRM)
    async with database.transaction():
        await _decide(change, ChangeState.WITHDRAWN if own else ChangeState.DECLINED, officer)
        award = await Award.get(id=change.award_id)
        deed = journal.Deed.AWARD_CHANGE_WITHDRAWN if own else journal.Deed.AWARD_CHANGE_DECLINED
        await journal.record(award.line(deed, change=change.kind.value), by=officer.signature)
    return await AwardChange.get(id=change.id)


async def change_for(change_id: UUID, officer: Officer) -> AwardChange:
    """The change, of an award that the officer may see; NoSuchChange, NoSuchAward."""
    change = await AwardChange.get_or_none(id=change_id, county=officer.county)
    if change is None:
        raise NoSuchChange
    await award_for(change.award_id, officer)
    return change


async def _decide(change: AwardChange, state: ChangeState, officer: Officer) -> None:
    decided = await database.execute(
        """UPDATE award_change SET state = $2, decided_by = $3, decided_at = $4
           WHERE id = $1 AND state = 'proposed'""",
        change.id, state.value, officer.id, clock.now(),
    )  # fmt: skip
    if not decided:
        done = await AwardChange.get(id=change.id)
        who = await staff.who_and_when(done.decided_by, done.decided_at)
        raise ChangeDecided(f"这项变动已经办过了（{who}），请刷新后再看。")
