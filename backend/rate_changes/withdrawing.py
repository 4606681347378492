"""Withdrawing (撤回): a proposed change comes to nothing; its list stays on record."""

from uuid import UUID

from backend import clock, database, journal
from backend.rate_changes.change import RateChange, WrongChangeState
from backend.rate_changes.reading import get_change
from backend.staff import NoSuchPower, Officer, Power, has_power


async def withdraw(change_id: UUID, officer: Officer) -> RateChange:
    """By who may propose or confirm. Refuses with NoSuchPower, NoSuchChange and WrongChangeState."""
    if not any(has_power(officer, power) for power in (Power.PROPOSE_RATE, Power.CONFIRM_RATE)):
        raise NoSuchPower
    change = await get_change(change_id, officer)
    async with database.transaction():
        withdrawn = await database.execute(
            """UPDATE rate_change SET state = 'withdrawn', decided_by = $2, decided_at = $3
               WHERE id = $1 AND state = 'proposed'""",
            change_id, officer.id, clock.now(),
        )  # fmt: skip
        if not withdrawn:
            raise WrongChangeState
        await journal.record(change.line(journal.Deed.RATE_CHANGE_WITHDRAWN), by=officer.signature)
    return await RateChange.get(id=change_id)
