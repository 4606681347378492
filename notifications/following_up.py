"""Following up: what did not arrive goes the next way, and when none is left a person goes to the door."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog

from backend import clock, database, journal, sealing
from backend.residents import Contact, Resident, mark_contact_dead
from notifications.audience import Audience
from notifications.closing_phones import withdraw_waiting
from notifications.knocking import NUMBER_DEAD, ask_for_visit, at_the_door
from notifications.message import CONTENT, ChannelName, RecipientKind, State
from notifications.overtaking import case_of, is_overtaken
from notifications.route import Recipient, Route
from notifications.setting_aside import have_visited
from notifications.wording import OCCASIONS, Occasion
from notifications.writing import Draft, write

_BATCH = 50
# A failure and a delivery of one message have been seen to arrive within seconds of each other, failure first.
_SETTLING = timedelta(seconds=3)
# The carriers' words for "nobody is reached at this number" (carrier code tables). A phone that is switched off or
# whose bill is unpaid is not among them: it may answer again.
_DEAD = frozenset({
    "MK:0001", "MN:0001", "MI:0001", "MOBILE_NOT_ON_SERVICE", "INVALID_NUMBER", "MOBILE_NUMBER_ILLEGAL",
    "200004",  # of a call
})  # fmt: skip

_OWED_ANOTHER_WAY = frozenset({RecipientKind.RESIDENT.value, RecipientKind.HELPER.value, RecipientKind.PAYEE.value})

log = structlog.get_logger()


async def follow_up() -> int:
    """Follow up what has failed for good; how many messages. Each in its own transaction, once."""
    now = clock.now()
    failed = await database.rows(
        """SELECT id FROM message WHERE state IN ('undelivered', 'rejected') AND followed_up_at IS NULL
             AND (finished_at <= $1 OR finished_at > $2) ORDER BY finished_at LIMIT $3""",
        now - _SETTLING,
        now,  # by a clock that has since stepped back
        _BATCH,
    )
    for each in failed:
        try:
            async with database.transaction():
                await _follow_up(each["id"])
        except Exception as fault:
            if database.is_connection_failure(fault):
                raise
            await give_up(each["id"], fault)
    return len(failed)


async def give_up(message_id: UUID, fault: Exception) -> None:
    """One that cannot be followed up holds up no other: whom it was for is visited."""
    log.error("A message could not be followed up.", message=str(message_id), fault=type(fault).__name__)
    async with database.transaction():
        message = await database.row(
            """UPDATE message SET followed_up_at = $2 WHERE id = $1 AND followed_up_at IS NULL
               RETURNING recipient_kind, recipient_id""",
            message_id,
            clock.now(),
        )
        if message is not None and message["recipient_kind"] == RecipientKind.RESIDENT.value:
            await have_visited(message["recipient_id"], because=f"message:{message_id}")


async def _follow_up(message_id: UUID) -> None:
    message = await database.row(
        """UPDATE message SET followed_up_at = $2
           WHERE id = $1 AND followed_up_at IS NULL AND state IN ('undelivered', 'rejected') RETURNING *""",
        message_id,
        clock.now(),
    )
    if message is None:  # someone else did, or it arrived after all
        return
    if _is_dead(message):
        await _bury(message["county"], message["address_index"], message["code"])
    if message["recipient_kind"] in _OWED_ANOTHER_WAY:
        await try_next_way(message)


def _is_dead(message: dict[str, Any]) -> bool:
    """Whether the carrier said that nobody is reached at this number."""
    return message["channel"] != ChannelName.WECHAT.value and (message["code"] or "").removeprefix("isv.") in _DEAD


async def _bury(county: str, address_index: bytes, code: str) -> None:
    """The number is dead for everyone who is on file under it."""
    for contact in await Contact.filter(county=county, phone_index=address_index, dead_since=None):
        await mark_contact_dead(contact.id, reason=code, by=journal.Signature(journal.By.CARRIER))
    await withdraw_waiting(address_index)


async def try_next_way(message: dict[str, Any]) -> None:
    """Tell it another way, or have it said at the door; in the transaction that marked it as followed up."""
    occasion = OCCASIONS[message["occasion"]]
    words = await _tell_another_way(message)
    if words is None or not occasion.visit or message["recipient_kind"] == RecipientKind.HELPER.value:
        return  # told, or nothing to tell; of a campaign the report names the village
    resident = await _at_whose_door(message)
    if message["state"] != State.DELIVERED.value:  # a card that nobody opens has arrived all the same
        await _note_failure(message, resident)
    reason = at_the_door(resident, occasion, words)
    if _is_dead(message):
        reason += NUMBER_DEAD
    await ask_for_visit(resident, reason=reason, because=f"message:{message['id']}")


async def _at_whose_door(message: dict[str, Any]) -> Resident:
    """A payee lives at a door that nobody has on file: the cadre asks at that of the person whose money it is."""
    if message["recipient_kind"] == RecipientKind.PAYEE.value:
        entry = await journal.Entry.get(id=message["entry_id"])
        return await Resident.get(id=entry.resident_id)
    return await Resident.get(id=message["recipient_id"])


async def _tell_another_way(message: dict[str, Any]) -> dict[str, str] | None:
    """The next way to the same recipient, in the present transaction; the words where there is none left to try.

    None as well where nothing more is to be told: its words are forgotten, it was read in the mini program, newer news
    of the case was told, or the recipient died, or helps no more.
    """
    occasion = OCCASIONS[message["occasion"]]
    if message["content_sealed"] is None or message["read_at"] is not None:
        return None
    if await is_overtaken(message["case_id"], message["entry_id"], occasion):
        return None
    entry = await journal.Entry.get(id=message["entry_id"])
    audience = await Audience.of([(entry, occasion)])
    found = [each for each in audience.recipients(entry, occasion) if each.id == message["recipient_id"]]
    if not found:
        return None
    words: dict[str, str] = json.loads(sealing.unseal(message["content_sealed"], CONTENT))
    route = await _untried(entry, found[0], dead=message["address_index"] if _is_dead(message) else None)
    if route is None:
        return words
    await write([_draft(entry, occasion, found[0], route, words)])
    return None


async def _untried(entry: journal.Entry, recipient: Recipient, *, dead: bytes | None) -> Route | None:
    tried = await database.rows(
        "SELECT channel, address_index FROM every_message WHERE entry_id = $1 AND recipient_id = $2",
        entry.id, recipient.id,
    )  # fmt: skip
    known = {(each["channel"], bytes(each["address_index"])) for each in tried}
    untried = (route for route in recipient.routes if (route.channel.value, route.address_index) not in known)
    return next((route for route in untried if route.address_index != dead), None)


async def _note_failure(message: dict[str, Any], resident: Resident) -> None:
    line = journal.Line(
        journal.Deed.MESSAGE_FAILED, message["county"], "message", message["id"], resident_id=resident.id,
        village=resident.village, facts={"occasion": message["occasion"], "code": message["code"]},
    )  # fmt: skip
    await journal.record(line, by=journal.Signature(journal.By.CARRIER))


def _draft(
    entry: journal.Entry, occasion: Occasion, recipient: Recipient, route: Route, words: dict[str, str]
) -> Draft:
    case = case_of(entry, occasion)
    return Draft(entry.county, entry.village, entry.id, occasion, recipient, route, words, case)
