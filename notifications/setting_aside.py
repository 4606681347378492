"""Setting aside: an entry that cannot be told of holds up no other, and whom it concerns is told by a person."""

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
    try:
        async with database.transaction():
            await _have_visited(entry)
    except Exception as second:
        if database.is_connection_failure(second):
            raise
        log.error("Nobody could be sent about an entry.", entry=str(entry.id), fault=type(second).__name__)


def because(entry: Entry) -> str:
    """What an errand about an entry names as its cause, so that there is one however often it is raised."""
    return f"notice:{entry.id}:{entry.resident_id}"


async def _have_visited(entry: Entry) -> None:
    occasion = BY_DEED.get(entry.deed)
    if occasion is None or occasion.hears not in (Hears.PERSON, Hears.ASKER) or entry.resident_id is None:
        return
    resident = await Resident.get_or_none(id=entry.resident_id)
    if resident is not None and resident.deceased_on is None:
        await ask_for_visit(resident, reason=PLAIN_REASON, because=because(entry))
