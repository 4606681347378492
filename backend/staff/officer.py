"""Officer: a person of a township or county office."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend import journal, sealing
from backend.places import Scope
from backend.privacy import masked_phone

PHONE = "phone"  # shared with contacts: one number has one index everywhere
TOTP = "totp"  # the sealing purpose of second-factor secrets


class Role(StrEnum):
    """What an officer is there for; `powers.py` says what each may do."""

    TOWNSHIP_CLERK = "township_clerk"  #: 乡镇经办
    TOWNSHIP_LEADER = "township_leader"  #: 乡镇负责人
    COUNTY_REVIEWER = "county_reviewer"  #: 县级审核
    COUNTY_APPROVER = "county_approver"  #: 县级审批
    COUNTY_PAYER = "county_payer"  #: 资金发放
    AUDITOR = "auditor"  #: 审计监督; sees every step, changes nothing


class Officer(Model):
    """Signs in to the console with a password and a second factor."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    name = fields.TextField()
    username = fields.CharField(64, unique=True)
    role = fields.TextField()
    place = fields.CharField(12)
    password_hash = fields.TextField()
    totp_sealed = fields.BinaryField()
    totp_used_step = fields.BigIntField(default=0)
    failures = fields.IntField(default=0)
    locked_until = fields.DatetimeField(null=True)
    left_on = fields.DateField(null=True)
    phone_sealed = fields.BinaryField(null=True)
    phone_index = fields.BinaryField(null=True)

    class Meta:
        table = "officer"

    @property
    def phone_shown(self) -> str:
        """The work phone, masked; blank where none is on file."""
        return masked_phone(sealing.unseal(bytes(self.phone_sealed), PHONE)) if self.phone_sealed else ""

    @property
    def scope(self) -> Scope:
        """The places whose cases this officer may see at all."""
        return Scope(self.place)

    @property
    def signature(self) -> journal.Signature:
        """How the journal names this officer."""
        return journal.Signature(journal.By.OFFICER, self.id)

    @property
    def totp_secret(self) -> str:
        """The second factor's secret in base32."""
        return sealing.unseal(self.totp_sealed, TOTP)
