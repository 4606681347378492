"""Setting aside: an entry that cannot be told of holds up no other, and whom it concerns is told by a person."""

from uuid import UUID

import structlog

from backend import database
from backend.journal import Entry
from backend.residents import Resident
from notifications.knocking import ask_for_visit
from notifications.wording import BY_DEED, Hears

PLAIN_REASON = "有一件事要当面告知本人，请先在小程序里看看这位乡亲的办理进度，再上门告知。"

log = structlog.get_logger()


async def set_aside(entry: Entry, fault: Exception) -> None:
    """In the transaction that marked the entry: it stays announced, and its resident, if it has one, is visited."""
    log.error("An entry could not be announced.", entry=str(entry.id), deed=entry.deed, fault=type(fault).__name__)
    personal = any(each.visit and each.hears in (Hears.PERSON, Hears.ASKER) for each in BY_DEED.get(entry.deed, ()))
    if personal and entry.resident_id is not None:
        await have_visited(entry.resident_id, because=because(entry))


def because(entry: Entry) -> str:
    """What an errand about an entry names as its cause, so that there is one however often it is raised."""
    return f"notice:{entry.id}:{entry.resident_id}"


async def have_visited(resident_id: UUID, *, because: str) -> None:
    """Send somebody to the door of a living resident, without words; in a savepoint, for this may fail as well."""
    try:
        async with database.transaction():
            resident = await Resident.get_or_none(id=resident_id)
            if resident is not None and resident.deceased_on is None:
                await ask_for_visit(resident, reason=PLAIN_REASON, because=because)
    except Exception as fault:
        if database.is_connection_failure(fault):
            raise
        log.error("Nobody could be sent to a resident.", because=because, fault=type(fault).__name__)
