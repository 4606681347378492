"""Stray receipts: SMS reports of a day that fit no message of ours, by the number that they name."""

import json
from datetime import datetime, timedelta

from backend import clock, database, sealing
from backend.identifiers import lowest_id
from notifications.hearing_back import reports_in
from notifications.receipt import BODY, ReceiptKind

_CALLBACKS_AT_MOST = 500  # of up to 50 reports; more of a flood need not be named one by one
_NUMBERED = "id = ANY ($1::uuid[]) AND channel = 'sms'"


async def stray_receipts(begin: datetime, end: datetime) -> set[str]:
    """The numbers, 32 hex digits, in callbacks that came between the two; what has no number at all is only counted
    (`receipt.odd`)."""
    moved = clock.now() - clock.real_now()  # ids follow the real clock
    odd = await database.rows(
        """SELECT body_sealed FROM receipt WHERE id >= $1 AND kind = $2 AND odd > 0 AND received_at >= $3
             AND received_at < $4 ORDER BY id LIMIT $5""",
        lowest_id(begin - moved - timedelta(minutes=1)), ReceiptKind.SMS_REPORT.value, begin, end, _CALLBACKS_AT_MOST,
    )  # fmt: skip
    bodies = [json.loads(sealing.unseal(each["body_sealed"], BODY)) for each in odd]
    named = {(each.message_id, each.address_index) for body in bodies for each in reports_in(body) if each is not None}
    ours = await database.rows(
        f"SELECT id, address_index FROM every_message WHERE {_NUMBERED}", list({number for number, _ in named})
    )
    return {number.hex for number, _ in named - {(each["id"], bytes(each["address_index"])) for each in ours}}
