"""Receipt: a provider's callback as it came, kept before it is understood."""

from collections.abc import Sequence
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend import clock, database, sealing
from backend.identifiers import new_id

BODY = "callback"  # the sealing purpose of callback bodies


class ReceiptKind(StrEnum):
    """Which callback it came by."""

    SMS_REPORT = "sms_report"
    SMS_REPLY = "sms_reply"
    VOICE_REPORT = "voice_report"
    WECHAT = "wechat"


class Receipt(Model):
    """Nothing in it is trusted beyond a pair of OutId and phone that match.

    By months of the id; `kind` and `body_index` are unique within a month. One that a provider repeats over the edge
    of a month is read twice, which changes nothing.
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


async def keep(callbacks: Sequence[tuple[ReceiptKind, str]]) -> None:
    """Store callbacks, all or none of them; the same again is kept once.

    Answered only after this, so that a provider repeats what we could not keep.
    """
    await database.execute(
        """INSERT INTO receipt (id, kind, body_sealed, body_index, received_at)
           SELECT id, kind, sealed, index, $5
           FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[]) AS given (id, kind, sealed, index)
           ON CONFLICT DO NOTHING""",
        [new_id() for _ in callbacks],
        [kind.value for kind, _ in callbacks],
        [sealing.seal(body, BODY) for _, body in callbacks],
        [sealing.blind_index(body, BODY) for _, body in callbacks],
        clock.now(),
    )


def clean(value: object, longest: int) -> str:
    """Foreign text that PostgreSQL and UTF-8 can hold: JSON may bring NUL and half surrogate pairs."""
    return str(value).encode("utf-8", "replace").decode().replace("\0", "")[:longest]
