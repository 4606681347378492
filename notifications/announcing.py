"""Announcing: the journal is read, and who ought to hear of it gets a message, in one transaction."""

from collections import defaultdict
from typing import Any
from uuid import UUID

import structlog

from backend import database, journal
from backend.journal import Deed, Entry
from notifications.audience import Audience, Recipient
from notifications.knocking import ask_for_visit
from notifications.message import RecipientKind
from notifications.wording import BY_DEED, Hears, Occasion, Told
from notifications.writing import Draft, write

_BATCH = 500  # entries a transaction
_PLAIN_REASON = "有一件事要当面告知本人，请先在小程序里看看这位乡亲的办理进度，再上门告知。"

log = structlog.get_logger()


async def announce(limit: int = _BATCH) -> int:
    """Announce the oldest unannounced entries; how many there were.

    Marking the entries and writing the messages is one transaction: killed in between, all of it is done again.
    """
    async with database.transaction():
        entries = await journal.take_unannounced(limit)
        told = [(entry, occasion) for entry in entries if (occasion := _occasion(entry)) is not None]
        if told:
            await _tell(told)
    return len(entries)


async def _tell(told: list[tuple[Entry, Occasion]]) -> None:
    audience = await Audience.of(told)
    facts = await _facts(told)
    drafts = []
    for entry, occasion in told:
        recipient = audience.recipient(entry, occasion)
        if recipient is None:
            continue
        words = _words(entry, occasion, recipient, facts.get(entry.id, {}))
        if recipient.routes and words is not None:
            drafts.append(_draft(entry, occasion, recipient, words))
        elif recipient.kind is RecipientKind.RESIDENT:
            reason = _PLAIN_REASON if words is None else occasion.at_the_door(words)
            await ask_for_visit(
                audience.residents[recipient.id], reason=reason, because=f"notice:{entry.id}:{recipient.id}"
            )
    await write(drafts)


def _occasion(entry: Entry) -> Occasion | None:
    occasion = BY_DEED.get(Deed(entry.deed))
    return occasion if occasion is not None and occasion.concerns(entry) else None


async def _facts(told: list[tuple[Entry, Occasion]]) -> dict[UUID, dict[str, Any]]:
    """What the occasions need beyond the journal, asked once for each kind of occasion."""
    asking: dict[str, list[Entry]] = defaultdict(list)
    occasions = {occasion.code: occasion for _, occasion in told}
    for entry, occasion in told:
        asking[occasion.code].append(entry)
    found: dict[UUID, dict[str, Any]] = {}
    for code, entries in asking.items():
        look_up = occasions[code].look_up
        if look_up is not None:
            found |= await look_up(entries)
    return found


def _words(entry: Entry, occasion: Occasion, recipient: Recipient, facts: dict[str, Any]) -> dict[str, str] | None:
    """None when the entry lacks what its words need: then a person is told by a person, not left out."""
    try:
        return occasion.words(Told(recipient.name, entry.at, {**entry.facts, **facts}))
    except (KeyError, TypeError, ValueError):
        log.error("An entry does not have the facts its wording needs.", entry=str(entry.id), occasion=occasion.code)
        return None


def _draft(entry: Entry, occasion: Occasion, recipient: Recipient, words: dict[str, str]) -> Draft:
    return Draft(
        county=entry.county,
        village=entry.village,
        entry_id=entry.id,
        occasion=occasion,
        recipient=recipient,
        route=recipient.routes[0],
        words=None if occasion.hears is Hears.NEW_PHONE else words,
    )
