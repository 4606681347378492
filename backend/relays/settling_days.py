"""Settling days (重新计算期限): parts of a relay that were reckoned before a year's holidays were known."""

from datetime import date
from uuid import UUID

from backend import applications, database, workdays
from backend.journal import By, Deed, Signature, record
from backend.relays.relay import Part, Relay, Way

_PROVISIONAL = "SELECT id, due_on FROM relay WHERE due_provisional AND due_on IS NOT NULL ORDER BY id"


async def settle_relays() -> int:
    """Reckon the open part of each relay anew once its year is published; how many got another day.

    What became a case of ours is decided by the relay's day: the case's moves with it, and the person is told. For the
    timetable, before `applications.settle_dates`, which reckons the steps within it.
    """
    found = await database.rows(_PROVISIONAL)
    return sum([await _settle(each["id"]) for each in found if not workdays.is_provisional(each["due_on"])])


async def _settle(relay_id: UUID) -> int:
    async with database.transaction():
        relay = await Relay.select_for_update().get(id=relay_id)
        began = _part_began(relay)
        if relay.due_on is None or began is None or not relay.due_provisional:
            return 0
        due = workdays.reckoned_anew(began, relay.due_on)
        await Relay.filter(id=relay.id).update(due_on=due.day, due_provisional=due.provisional)
        if due.day == relay.due_on:
            return 0
        await record(relay.line(Deed.RELAY_DUE_MOVED, due_before=relay.due_on, due_on=due.day), by=Signature(By.CLOCK))
        if relay.way is Way.IN and relay.application_id is not None:
            await applications.move_decision_due(relay.application_id, due.day)
    return 1


def _part_began(relay: Relay) -> date | None:
    """From when the days of the open part run."""
    match relay.part:
        case Part.PUSH:
            return relay.began_on
        case Part.ANSWER:
            return relay.pushed_on or relay.began_on
        case Part.TELL:
            return relay.answered_on
    return None
