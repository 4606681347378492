"""Message: one thing told to one recipient by one way, and what became of it."""

from enum import IntEnum, StrEnum
from typing import ClassVar

from tortoise import fields
from tortoise.models import Model

PHONE = "phone"  # the sealing purpose of phone numbers everywhere, so that a contact's sealed number can be copied
OPENID = "openid"  # the sealing purpose of WeChat addresses
CONTENT = "message"  # the sealing purpose of the words filled in


class State(StrEnum):
    """Where a message stands. It is at any time in exactly one of these."""

    WAITING = "waiting"
    SENDING = "sending"  #: claimed by a process, until its lease ends
    UNKNOWN = "unknown"  #: perhaps sent: never sent again before the provider's record has been read
    ACCEPTED = "accepted"  #: the provider took it; no receipt yet
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"  #: the carrier says no, or has said nothing for days
    REJECTED = "rejected"  #: the provider says no for good, or it need not be sent any more


class ChannelName(str):
    """The word of a way by which a message goes; each channel's file says its own. Named here are those of which a rule
    speaks: who is told by them, and what their providers answer."""

    __slots__ = ()
    SMS: ClassVar["ChannelName"]
    WECHAT: ClassVar["ChannelName"]
    VOICE: ClassVar["ChannelName"]


ChannelName.SMS, ChannelName.WECHAT, ChannelName.VOICE = map(ChannelName, ("sms", "wechat", "voice"))


class Lane(IntEnum):
    """Who goes first."""

    CODE = 0  #: someone is waiting with the phone in hand; any hour
    URGENT = 1  #: decisions with a right of appeal, money that failed, and answers to who asked
    ROUTINE = 2
    CAMPAIGN = 3


class RecipientKind(StrEnum):
    """Who is told."""

    RESIDENT = "resident"
    HELPER = "helper"  #: who acts for the person by mandate, and hears the same
    PAYEE = "payee"  #: keeps the person's account by agreement, and hears whether the money came
    CADRE = "cadre"
    OFFICER = "officer"
    OBJECTOR = "objector"  #: who objected or reported, and left a number to hear what came of it
    PHONE = "phone"  #: whoever holds a phone that is to be proved


class Message(Model):
    """Names, amounts and addresses are sealed; the id is the provider's OutId.

    `parts`: as how many it is charged by what we reckon; `charged_otherwise`: by its receipt, where that differs.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12, null=True)
    entry_id = fields.UUIDField()
    case_id = fields.UUIDField(null=True)
    occasion = fields.TextField()
    recipient_kind = fields.TextField()
    recipient_id = fields.UUIDField()
    channel = fields.TextField()
    route_id = fields.UUIDField()
    own_phone = fields.BooleanField()
    address_sealed = fields.BinaryField()
    address_index = fields.BinaryField()
    content_sealed = fields.BinaryField(null=True)
    lane = fields.IntField()
    place = fields.TextField(generated=True)
    state = fields.TextField(default=State.WAITING.value)
    send_after = fields.DatetimeField()
    attempts = fields.IntField(default=0)
    fence = fields.UUIDField(null=True)
    lease_until = fields.DatetimeField(null=True)
    look_at = fields.DatetimeField(null=True)
    call_number = fields.CharField(15, null=True, unique=True)
    provider_id = fields.TextField(null=True)
    code = fields.TextField(null=True)
    created_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)
    followed_up_at = fields.DatetimeField(null=True)
    read_at = fields.DatetimeField(null=True)
    parts = fields.SmallIntField(null=True)
    charged_otherwise = fields.SmallIntField(null=True)

    class Meta:
        table = "message"
        unique_together = (("entry_id", "recipient_id", "channel", "route_id"),)
