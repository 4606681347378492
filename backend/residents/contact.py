"""Contact: a phone under which someone may be reached, whose it is, and whether a text there is any use."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend import sealing
from backend.privacy import masked_phone

PHONE = "phone"  # the sealing purpose of phone numbers


class ContactKind(StrEnum):
    """What hangs at the other end."""

    MOBILE = "mobile"
    LANDLINE = "landline"  #: can ring, cannot be texted


class PhoneOwner(StrEnum):
    """Whose phone it is: what a shared phone may learn is less."""

    SELF = "self"
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    CADRE = "cadre"

    @property
    def shown(self) -> str:
        """As the form says it."""
        return {"self": "本人", "relative": "家人", "neighbour": "邻居", "cadre": "村干部"}[self.value]


class Contact(Model):
    """Elders share phones, so a number is never unique to a person and never proves who someone is."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    resident_id = fields.UUIDField()
    phone_sealed = fields.BinaryField()
    phone_index = fields.BinaryField()
    kind = fields.TextField()
    owner = fields.TextField()
    priority = fields.IntField(default=1)
    sms_ok = fields.BooleanField(default=True)
    carrier = fields.TextField(null=True)
    verified_at = fields.DatetimeField(null=True)
    asked_at = fields.DatetimeField(null=True)
    asked_again_at = fields.DatetimeField(null=True)
    doubted_since = fields.DatetimeField(null=True)
    dead_since = fields.DatetimeField(null=True)
    opted_out_at = fields.DatetimeField(null=True)

    class Meta:
        table = "contact"

    @property
    def phone(self) -> str:
        """The number in clear; for the carrier only."""
        return sealing.unseal(self.phone_sealed, PHONE)

    @property
    def masked(self) -> str:
        """The number as staff see it."""
        return masked_phone(self.phone)


def call_problem(contact: Contact) -> str | None:
    """Why this contact cannot be called either, as a stable word; None when it can. A landline can."""
    if contact.dead_since is not None:
        return "dead"
    return "opted_out" if contact.opted_out_at is not None else None


def phone_problem(contact: Contact) -> str | None:
    """Why a text cannot go to this contact, as a stable word; None when it can."""
    if contact.kind != ContactKind.MOBILE.value:
        return "landline"
    return call_problem(contact) or (None if contact.sms_ok else "no_sms")
