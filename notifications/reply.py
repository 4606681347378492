"""Reply: what someone texted back."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class Meaning(StrEnum):
    """What we take a reply to ask for."""

    STOP = "stop"  #: T, TD, R, 退订, 拒收
    RESUME = "resume"  #: 恢复: what was stopped may come again
    STATE = "state"  #: 1: how far is my case
    PAID = "paid"  #: 2: when was I paid
    YES = "yes"  #: 同意: to a mandate
    NO = "no"  #: 不同意
    NOT_MINE = "not_mine"  #: 打错了: the number has passed to somebody else
    CALL_ME = "call_me"  #: 3, or anything else: it goes to a person


class Reply(Model):
    """Providers may tell of one reply twice: sequence number and phone together are one reply."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    sequence_id = fields.TextField()
    phone_sealed = fields.BinaryField()
    phone_index = fields.BinaryField()
    content_sealed = fields.BinaryField()
    meaning = fields.TextField()
    resident_id = fields.UUIDField(null=True)
    received_at = fields.DatetimeField()
    said_at = fields.DatetimeField(null=True)

    class Meta:
        table = "reply"
        unique_together = (("sequence_id", "phone_index"),)
