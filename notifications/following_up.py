"""Following up: what has failed for good goes the next way (`next_way`), and a number that is dead goes out of use."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import structlog

from backend import clock, database, journal
from backend.residents import PhoneOwner, bury_number, stop_number
from notifications.asking_for_numbers import IS_DEAD, ask_for_number, ask_for_payees_number
from notifications.closing_phones import withdraw_waiting
from notifications.message import RecipientKind
from notifications.next_way import Row, is_dead, try_next_ways
from notifications.setting_aside import have_visited
from notifications.whose_door import whom_it_concerns
from notifications.wording import OCCASIONS

_BATCH = 200
# A failure and a delivery of one message have been seen to arrive within seconds of each other, failure first.
_SETTLING = timedelta(seconds=3)
# Their wish, as the provider has it (Aliyun 101346): as if they had texted 退订.
_WANTS_NOTHING = "isv.CUSTOMER_REFUSED"
_OWED_ANOTHER_WAY = frozenset({RecipientKind.RESIDENT.value, RecipientKind.HELPER.value, RecipientKind.PAYEE.value})
# Not of one that arrived after all, and not twice where two are at it.
_TAKE = """
UPDATE message SET followed_up_at = $2
WHERE id = ANY ($1::uuid[]) AND followed_up_at IS NULL AND state IN ('undelivered', 'rejected') RETURNING *
"""

log = structlog.get_logger()


async def follow_up() -> int:
    """Follow up what has failed for good, each once; how many messages."""
    now = clock.now()
    failed = await database.rows(
        """SELECT id FROM message WHERE state IN ('undelivered', 'rejected') AND followed_up_at IS NULL
             AND (finished_at <= $1 OR finished_at > $2) ORDER BY finished_at LIMIT $3""",
        now - _SETTLING,
        now,  # by a clock that has since stepped back
        _BATCH,
    )
    ids = [each["id"] for each in failed]
    await together_or_alone(ids, _follow_up)
    return len(ids)


async def together_or_alone(ids: list[UUID], follow: Callable[[list[UUID]], Awaitable[None]]) -> None:
    """In one transaction; where that fails each in its own, and one that cannot be followed up holds up no other."""
    if not ids:
        return
    try:
        async with database.transaction():
            await follow(ids)
    except Exception as fault:
        if database.is_connection_failure(fault):
            raise
        log.warning("A batch failed as a whole and is followed up one by one.", fault=type(fault).__name__)
        for each in ids:
            await _alone(each, follow)


async def _alone(message_id: UUID, follow: Callable[[list[UUID]], Awaitable[None]]) -> None:
    try:
        async with database.transaction():
            await follow([message_id])
    except Exception as fault:
        if database.is_connection_failure(fault):
            raise
        await _give_up(message_id, fault)


async def _give_up(message_id: UUID, fault: Exception) -> None:
    """Whom it concerns is visited, were it a helper's or payee's."""
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


async def _follow_up(ids: list[UUID]) -> None:
    messages = sorted(await database.rows(_TAKE, ids, clock.now()), key=lambda each: each["id"])
    for each in messages:
        if each["code"] == _WANTS_NOTHING:
            await _stop(each)
    owed = [each for each in messages if each["recipient_kind"] in _OWED_ANOTHER_WAY]
    asked = await try_next_ways(owed) if owed else {}
    for message in messages:
        if is_dead(message):
            await _bury(message, asked.get(message["id"]))


async def _stop(message: Row) -> None:
    index = bytes(message["address_index"])
    await stop_number(message["county"], index, by=journal.Signature(journal.By.CARRIER))
    await withdraw_waiting(index)


async def _bury(message: Row, asked: UUID | None) -> None:
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
