"""Hearing back: what providers told us becomes the state of messages.

A report counts only where its OutId and its phone belong to one message of ours. Reports come twice, out of order,
before the answer to the call, and in conflict; a delivery outweighs a failure, whichever came first.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import structlog

from backend import clock, database, errands, journal, sealing
from notifications import replying
from notifications.foreign_text import clean
from notifications.hearing_calls import hear_calls
from notifications.hearing_wechat import hear_wechat
from notifications.message import PHONE, State
from notifications.receipt import BODY, ReceiptKind

BATCH = 50  # callbacks a transaction, each of up to 50 reports
_SENT_EVENT_EARLY = timedelta(seconds=30)  # an event may overtake the answer that tells us its message id

log = structlog.get_logger()


class Report(NamedTuple):
    """One SMS report, as far as it can be believed."""

    message_id: UUID
    address_index: bytes
    state: State
    code: str
    provider_id: str | None
    parts: int | None


async def hear_back() -> int:
    """Read the oldest unread callbacks; how many."""
    async with database.transaction():
        unread = await database.rows(
            """SELECT id, kind, body_sealed, received_at FROM receipt WHERE read_at IS NULL
               ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED""",
            BATCH,
        )
        read: dict[UUID, int] = {}
        reports: dict[UUID, list[Report | None]] = {}
        for row in unread:
            body = json.loads(sealing.unseal(row["body_sealed"], BODY))
            if row["kind"] == ReceiptKind.SMS_REPORT.value:
                reports[row["id"]] = list(reports_in(body))
            elif (odd := await _understood(row, body)) is not None:
                read[row["id"]] = odd
        known = await _settle([each for several in reports.values() for each in several if each is not None])
        for receipt_id, several in reports.items():
            read[receipt_id] = sum(each is None or each.message_id not in known for each in several)
        await _mark_read(read)
        replies = [row["id"] for row in unread if row["kind"] == ReceiptKind.SMS_REPLY.value]
        if replies:
            await database.execute("DELETE FROM unread_stop WHERE receipt_id = ANY ($1)", replies)
    odd = sum(read.values())
    if odd:
        log.warning("Callbacks held items that fit nothing of ours.", items=odd)
    return len(read)


async def _understood(row: dict[str, Any], body: Any) -> int | None:
    """How many items of a reply or event were odd; None to look at it again. One that cannot be understood at all is
    set aside in a savepoint of its own, so that it holds up no other."""
    try:
        async with database.transaction():
            if row["kind"] == ReceiptKind.SMS_REPLY.value:
                return await replying.take_replies(body)
            if row["kind"] == ReceiptKind.VOICE_REPORT.value:
                return await hear_calls(body)
            early = abs(clock.now() - row["received_at"]) < _SENT_EVENT_EARLY  # the clock may step back
            return None if not await hear_wechat(body, row["received_at"]) and early else 0
    except Exception as fault:
        if database.may_pass(fault):
            raise
        log.error("A callback could not be understood.", receipt=str(row["id"]), fault=type(fault).__name__)
        return 1


def reports_in(body: Any) -> Iterator[Report | None]:
    """Each item of a push, None for one that cannot be ours."""
    for item in body if isinstance(body, list) else [body]:
        try:
            delivered = item["success"] in (True, "true")
            yield Report(
                UUID(hex=item["out_id"]),
                sealing.blind_index(str(item["phone_number"]), PHONE),
                State.DELIVERED if delivered else State.UNDELIVERED,
                clean(item.get("err_code") or ("DELIVERED" if delivered else "UNDELIV"), 64),
                clean(item["biz_id"], 64) if item.get("biz_id") else None,
                _parts(item.get("sms_size")),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            yield None


def _parts(size: Any) -> int | None:
    """A number in text, as documented; None for what can be no number of texts."""
    said = str(size)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else None


async def _settle(reports: list[Report]) -> set[UUID]:
    """Write the states; the ids of messages that are ours and whose phone is the reported one."""
    if not reports:
        return set()
    found = await database.rows(
        """SELECT message.id, message.address_index FROM message
           WHERE message.id = ANY ($1::uuid[]) AND channel = 'sms' AND attempts > 0""",
        [each.message_id for each in reports],
    )
    index_of = {row["id"]: bytes(row["address_index"]) for row in found}
    # Within one batch the last word on a message wins, and a delivery over any failure.
    last: dict[UUID, Report] = {}
    for each in reports:
        before = last.get(each.message_id)
        if index_of.get(each.message_id) == each.address_index and (
            before is None or before.state is not State.DELIVERED
        ):
            last[each.message_id] = each
    await _write(list(last.values()))
    return set(last)


# A delivery settles whatever we believed, even that it never left; a failure only what was open.
_WRITE = """
WITH written AS (
    UPDATE message SET state = given.state, code = given.code, finished_at = $5,
                       provider_id = coalesce(message.provider_id, given.provider_id),
                       charged_otherwise = CASE WHEN given.parts <> message.parts THEN given.parts END
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $6::smallint[])
         AS given (id, state, code, provider_id, parts)
    WHERE message.id = ANY ($1::uuid[]) AND message.id = given.id
      AND CASE WHEN given.state = 'delivered' THEN message.state <> 'delivered'
               ELSE message.state IN ('sending', 'unknown', 'accepted') END
    RETURNING message.id, message.state, message.followed_up_at, message.own_phone)
SELECT id FROM written WHERE state = 'delivered' AND followed_up_at IS NOT NULL AND own_phone
"""
_ARRIVED_LATE = "短信后来送到本人手机了，不用再上门告诉。"


async def _write(reports: list[Report]) -> None:
    """The states; who was to go to a door for a text that has arrived after all need not."""
    late = await database.rows(
        _WRITE,
        [each.message_id for each in reports],
        [each.state.value for each in reports],
        [each.code for each in reports],
        [each.provider_id for each in reports],
        clock.now(),
        [each.parts for each in reports],
    )
    if late:
        causes = [f"message:{each['id']}" for each in late]
        await errands.close_needless(causes, words=_ARRIVED_LATE, by=journal.Signature(journal.By.CARRIER))


async def _mark_read(read: dict[UUID, int]) -> None:
    await database.execute(
        """UPDATE receipt SET read_at = $3, odd = given.odd
           FROM unnest($1::uuid[], $2::int[]) AS given (id, odd) WHERE receipt.id = given.id""",
        list(read),
        list(read.values()),
        clock.now(),
    )
