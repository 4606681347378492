"""Announcing: the journal is read, and who ought to hear of it gets a message, in one transaction."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog

from backend import database, journal
from backend.journal import Entry
from notifications.audience import Audience
from notifications.knocking import a_visit, ask_for_visits, at_the_door
from notifications.message import RecipientKind
from notifications.overtaking import case_of, newest_of_cases, withdraw_overtaken
from notifications.route import Recipient
from notifications.setting_aside import PLAIN_REASON, because, set_aside
from notifications.wording import Hears, Occasion, Told, occasion_of
from notifications.writing import Draft, write

BATCH = 500  # entries a transaction

log = structlog.get_logger()


async def announce(limit: int = BATCH, *, wake: Callable[[], object] = lambda: None) -> int:
    """Announce the oldest unannounced entries; how many there were. `wake` is called once messages wait.

    Marking the entries and writing the messages is one transaction: killed in between, all of it is done again.
    """
    try:
        async with database.transaction():
            entries = await journal.take_unannounced(limit)
            written = await _tell(entries)
    except Exception as fault:
        if database.is_connection_failure(fault):
            raise
        log.warning("A batch failed as a whole and is announced one by one.", fault=type(fault).__name__)
        return await _announce_one_by_one(limit, wake)
    if written:
        wake()
    return len(entries)


async def _announce_one_by_one(limit: int, wake: Callable[[], object]) -> int:
    """Each entry in a savepoint of its own, so that one that cannot be told of holds up no other."""
    written = 0
    async with database.transaction():
        entries = await journal.take_unannounced(limit)
        for entry in entries:
            try:
                async with database.transaction():
                    written += await _tell([entry])
            except Exception as fault:
                if database.is_connection_failure(fault):
                    raise
                await set_aside(entry, fault)
    if written:
        wake()
    return len(entries)


async def _tell(entries: list[Entry]) -> int:
    """How many messages that made."""
    told = [(entry, occasion) for entry in entries if (occasion := occasion_of(entry)) is not None]
    if not told:
        return 0
    audience = await Audience.of(told)
    facts = await _facts(told)
    newest = newest_of_cases(told)
    drafts, visits = [], []
    for entry, occasion, recipient in [
        (*each, recipient) for each in told for recipient in audience.recipients(*each)
    ]:  # fmt: skip
        words = _words(entry, occasion, recipient, facts.get(entry.id, {}))
        if recipient.routes and words is not None:
            drafts.append(_draft(entry, occasion, recipient, words))
        elif recipient.kind is RecipientKind.RESIDENT and occasion.visit and not _is_overtaken(entry, occasion, newest):
            person = audience.residents[recipient.id]
            reason = PLAIN_REASON if words is None else at_the_door(person, occasion, words, entry)
            door = audience.door_of(person)
            visits.append(a_visit(door, reason=reason, because=because(entry), today=occasion.today))
    await write(drafts)
    await ask_for_visits(visits)
    await withdraw_overtaken(newest)
    return len(drafts)


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


def _is_overtaken(entry: Entry, occasion: Occasion, newest: dict[UUID, UUID]) -> bool:
    case = case_of(entry, occasion)
    return occasion.passing and case is not None and newest.get(case, entry.id) > entry.id


def _draft(entry: Entry, occasion: Occasion, recipient: Recipient, words: dict[str, str]) -> Draft:
    return Draft(
        county=entry.county,
        village=entry.village,
        entry_id=entry.id,
        occasion=occasion,
        recipient=recipient,
        route=recipient.routes[0],
        words=None if occasion.hears is Hears.NEW_PHONE else words,
        case_id=case_of(entry, occasion),
        spread=occasion.spread,
        opens=occasion.opens(entry) if recipient.routes[0].opens_link else None,
    )
