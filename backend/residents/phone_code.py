"""A one-time code sent by SMS to prove that a phone is in hand."""

from tortoise import fields
from tortoise.models import Model

from backend import sealing
from backend.residents.contact import PHONE

CODE = "phone_code"  # the sealing purpose of codes


class PhoneCode(Model):
    """Six digits, ten minutes, five tries. Sealed, for outreach must read it to send it.

    Asked for by a WeChat account or an officer, never both.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    account_id = fields.UUIDField(null=True)
    officer_id = fields.UUIDField(null=True)
    phone_sealed = fields.BinaryField()
    phone_index = fields.BinaryField()
    code_sealed = fields.BinaryField()
    tries_left = fields.IntField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "phone_code"

    @property
    def phone(self) -> str:
        """Where the code goes."""
        return sealing.unseal(self.phone_sealed, PHONE)

    @property
    def code(self) -> str:
        """The six digits."""
        return sealing.unseal(self.code_sealed, CODE)
