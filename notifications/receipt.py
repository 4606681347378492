"""Receipt: a provider's callback as it came, kept before it is understood."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock, database, sealing
from backend.identifiers import lowest_id, new_id
from notifications.month_parts import month_of
from notifications.uplink import stops_in

BODY = "callback"  # the sealing purpose of callback bodies


class ReceiptKind(StrEnum):
    """Which callback it came by."""

    SMS_REPORT = "sms_report"
    SMS_REPLY = "sms_reply"
    VOICE_REPORT = "voice_report"
    WECHAT = "wechat"


class Receipt(Model):
    """Nothing in it is trusted beyond a pair of OutId and phone that match.

    By months of the id; `kind` and `body_index` are unique within a month. What a provider repeats over the edge of a
    month is looked for in the month before (`keep`).
    """

    id = fields.UUIDField(primary_key=True)
    kind = fields.TextField()
    body_sealed = fields.BinaryField()
    body_index = fields.BinaryField()
    received_at = fields.DatetimeField()
    read_at = fields.DatetimeField(null=True)
    odd = fields.IntField(default=0)

    class Meta:
        table = "receipt"


# A push is repeated for 16 minutes at most (help.aliyun.com document 101867); a day holds a provider's own outage.
_REPEATED_WITHIN = timedelta(days=1)
_KEEP = """
INSERT INTO receipt (id, kind, body_sealed, body_index, received_at)
SELECT id, kind, sealed, index, $5
FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[]) AS given (id, kind, sealed, index)
ON CONFLICT DO NOTHING"""
_KEEP_WITH_STOPS = f"""
WITH kept AS ({_KEEP} RETURNING id)
INSERT INTO unread_stop (phone_index, receipt_id)
SELECT stop.phone, kept.id FROM kept JOIN unnest($6::bytea[], $7::uuid[]) AS stop (phone, id) ON stop.id = kept.id"""
_Row = tuple[UUID, str, bytes, bytes]  # id, kind, body sealed, body index


async def keep(callbacks: Sequence[tuple[ReceiptKind, str]]) -> None:
    """Store callbacks, all or none of them; the same again is kept once.

    Answered only after this, so that a provider repeats what we could not keep. From whose phone a stop came in is
    known from then on, though nobody has read it.
    """
    rows = [
        (new_id(), kind.value, sealing.seal(body, BODY), sealing.blind_index(body, BODY)) for kind, body in callbacks
    ]
    before = await _kept_last_month(rows)
    new = [row for row in rows if (row[1], row[3]) not in before]
    kept = {row[0] for row in new}
    stops = [
        (phone, row[0])
        for row, (kind, body) in zip(rows, callbacks, strict=True)
        if kind is ReceiptKind.SMS_REPLY and row[0] in kept
        for phone in stops_in(body)
    ]
    await database.execute(
        _KEEP_WITH_STOPS if stops else _KEEP, *([row[column] for row in new] for column in range(4)), clock.now(),
        *([stop[column] for stop in stops] for column in range(2) if stops),
    )  # fmt: skip


async def _kept_last_month(rows: list[_Row]) -> set[tuple[str, bytes]]:
    """Those that came before a month's edge, by kind and body, which the index of this month's part does not know.

    Asked in the first day of a month alone: on all others it would cost every callback a second look.
    """
    begins = month_of(rows[0][0]) if rows else None
    if begins is None or rows[0][0] >= lowest_id(begins + _REPEATED_WITHIN):
        return set()
    kept = await database.rows(
        """SELECT kept.kind, kept.body_index FROM receipt kept
           JOIN unnest($1::text[], $2::bytea[]) AS given (kind, index)
             ON kept.kind = given.kind AND kept.body_index = given.index
           WHERE kept.id >= $3 AND kept.id < $4""",
        [row[1] for row in rows], [row[3] for row in rows],
        lowest_id(begins - _REPEATED_WITHIN), lowest_id(begins),
    )  # fmt: skip
    return {(each["kind"], bytes(each["body_index"])) for each in kept}
