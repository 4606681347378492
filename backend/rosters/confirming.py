"""Confirming (确认导入): the second officer takes in what the first one offered, as the dry run showed it."""

from uuid import UUID

from backend import clock, database
from backend.rosters.offering import sheets_of, wanted
from backend.rosters.roster import FoundOtherwise, OwnRoster, Roster, RosterState, WrongRosterState, get_roster
from backend.rosters.taking_in import Choice, take_in
from backend.staff import Officer, Power, must_have


async def confirm(roster_id: UUID, officer: Officer) -> Roster:
    """Take it in, all at once or not at all; the file is gone afterwards.

    Refuses with NoSuchPower, NoSuchRoster, OwnRoster, WrongRosterState, HasMistakes, and FoundOtherwise where the
    register has moved on since the dry run. Of two officers at once one takes it in.
    """
    must_have(officer, Power.CONFIRM_ROSTER)
    roster = await get_roster(roster_id, officer)
    if roster.offered_by == officer.id:
        raise OwnRoster
    if roster.state is not RosterState.EXAMINED:
        raise WrongRosterState
    sheets = await sheets_of(roster)
    async with database.transaction():
        changed = await database.execute(
            """UPDATE roster SET state = 'taken_in', content_sealed = NULL, decided_by = $2, decided_at = $3
               WHERE id = $1 AND state = 'examined'""",
            roster.id, officer.id, clock.now(),
        )  # fmt: skip
        if not changed:
            raise WrongRosterState
        done = await take_in(
            wanted(roster, sheets), Choice(roster.choice), roster=roster.id, digest=roster.digest,
            by=officer.signature,
        )  # fmt: skip
        if done.plan.counted != roster.outcomes or done.plan.fen != roster.fen:
            raise FoundOtherwise
    return await get_roster(roster_id, officer)
