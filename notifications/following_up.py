"""Following up: what did not arrive goes the next way, and when none is left a person goes to the door."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog

from backend import clock, database, journal, sealing
from backend.residents import PhoneOwner, Resident, bury_number
from notifications.asking_for_numbers import IS_DEAD, ask_for_number, ask_for_payees_number
from notifications.audience import Audience
from notifications.closing_phones import withdraw_waiting
from notifications.knocking import NUMBER_DEAD, PAYEES_NUMBER, ask_for_visit, at_the_door
from notifications.message import CONTENT, ChannelName, RecipientKind, State
from notifications.overtaking import case_of, is_overtaken
from notifications.route import Recipient, Route
from notifications.setting_aside import have_visited
from notifications.whose_door import HELPER_SILENT, has_it, whom_it_concerns
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
    """One that cannot be followed up holds up no other: whom it concerns is visited, were it a helper's or payee's."""
    log.error("A message could not be followed up.", message=str(message_id), fault=type(fault).__name__)
    async with database.transaction():
        message = await database.row(
            """UPDATE message SET followed_up_at = $2 WHERE id = $1 AND followed_up_at IS NULL
               RETURNING occasion, entry_id, recipient_kind""",
            message_id,
            clock.now(),
        )
        if message is None or message["recipient_kind"] not in _OWED_ANOTHER_WAY:
            return
        occasion, concerned = OCCASIONS.get(message["occasion"]), await whom_it_concerns(message["entry_id"])
        if concerned is not None and (occasion is None or occasion.visit):
            await have_visited(concerned, because=f"message:{message_id}")


async def _follow_up(message_id: UUID) -> None:
    message = await database.row(
        """UPDATE message SET followed_up_at = $2
           WHERE id = $1 AND followed_up_at IS NULL AND state IN ('undelivered', 'rejected') RETURNING *""",
        message_id,
        clock.now(),
    )
    if message is None:  # someone else did, or it arrived after all
        return
    asked = await try_next_way(message) if message["recipient_kind"] in _OWED_ANOTHER_WAY else None
    if _is_dead(message):
        await _bury(message, asked)


def _is_dead(message: dict[str, Any]) -> bool:
    """Whether the carrier said that nobody is reached at this number."""
    return message["channel"] != ChannelName.WECHAT.value and (message["code"] or "").removeprefix("isv.") in _DEAD


async def _bury(message: dict[str, Any], asked: UUID | None) -> None:
    """The number is dead for everyone who is on file under it, and whoever called it their own is asked for another.

    `asked` is who is asked already, by the errand that brings the news. Who is told by another way of their own is not.
    """
    by, index = journal.Signature(journal.By.CARRIER), bytes(message["address_index"])
    buried = await bury_number(message["county"], index, reason=message["code"], by=by)
    await withdraw_waiting(index)
    known = {asked}
    if message["recipient_kind"] == RecipientKind.RESIDENT.value:
        known.add(message["recipient_id"])
    for contact in buried:  # a guardian's, a helper's, or of whoever else is on file under it
        if contact.owner == PhoneOwner.SELF.value and contact.resident_id not in known:
            await ask_for_number(contact, why=IS_DEAD)
    if message["recipient_kind"] == RecipientKind.PAYEE.value and asked is None:
        concerned = await whom_it_concerns(message["entry_id"])
        await ask_for_payees_number(message["recipient_id"], concerned, why=IS_DEAD)


async def try_next_way(message: dict[str, Any]) -> UUID | None:
    """Tell it another way, or have it said at the door; in the transaction that marked it as followed up. At whose
    door another number is asked for, if it is.

    Nothing where no more is to be told: its words are forgotten, it was read in the mini program, newer news of the
    case was told, or the recipient died, or helps no more.
    """
    occasion, entry_id = OCCASIONS[message["occasion"]], message["entry_id"]
    tried = await _tried(entry_id, message["recipient_id"])
    if message["content_sealed"] is None or any(each["read_at"] is not None for each in tried):
        return None
    if await is_overtaken(message["case_id"], entry_id, occasion):
        return None
    entry = await journal.Entry.get(id=entry_id)
    audience = await Audience.of([(entry, occasion)])
    heard = audience.recipients(entry, occasion)
    recipient = next((each for each in heard if each.id == message["recipient_id"]), None)
    if recipient is None:
        return None
    words: dict[str, str] = json.loads(sealing.unseal(message["content_sealed"], CONTENT))
    route = _untried(tried, recipient, dead=message["address_index"] if _is_dead(message) else None)
    if route is not None:
        await write([_draft(entry, occasion, recipient, route, words)])
    elif occasion.visit:  # of news to many the report names the village
        return await _have_it_said(message, occasion, words, heard[0], audience)
    return None


async def _have_it_said(
    message: dict[str, Any], occasion: Occasion, words: dict[str, str], first: Recipient, audience: Audience
) -> UUID | None:
    """At the door (`whose_door`); `first` is whom it concerns, in the name by which they, or a guardian, are told."""
    person = audience.residents[first.id]
    if message["state"] != State.DELIVERED.value:  # a card that nobody opens has arrived all the same
        await _note_failure(message, person)
    if message["recipient_kind"] == RecipientKind.HELPER.value:
        if await has_it(message["entry_id"], person.id):
            return None
        reason = at_the_door(person, occasion, {**words, "name": first.name}) + HELPER_SILENT
    else:
        reason = at_the_door(person, occasion, words) + _another_number(message)
    door, because = audience.door_of(person), f"message:{message['id']}"
    await ask_for_visit(door, reason=reason, because=because, today=occasion.today)
    return door.id if _another_number(message) else None


def _another_number(message: dict[str, Any]) -> str:
    """What to ask for beside the news; a helper's own number is asked for at the helper's."""
    if not _is_dead(message) or message["recipient_kind"] == RecipientKind.HELPER.value:
        return ""
    return PAYEES_NUMBER.format(why=IS_DEAD) if message["recipient_kind"] == RecipientKind.PAYEE.value else NUMBER_DEAD


async def _tried(entry_id: UUID, recipient_id: UUID) -> list[dict[str, Any]]:
    return await database.rows(
        "SELECT channel, address_index, read_at FROM every_message WHERE entry_id = $1 AND recipient_id = $2",
        entry_id,
        recipient_id,
    )


def _untried(tried: list[dict[str, Any]], recipient: Recipient, *, dead: bytes | None) -> Route | None:
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
