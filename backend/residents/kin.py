"""Kin (亲属): a child's parents and an elder's children, as far as a benefit turns on them."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class Circumstance(StrEnum):
    """What keeps a relative from their duty of support; the causes of policy §6.2 and the grounds of §2.1(c)."""

    ABLE = "able"  #: nothing does
    DEAD = "dead"
    MISSING = "missing"
    SEVERELY_DISABLED = "severely_disabled"
    SERIOUSLY_ILL = "seriously_ill"
    DETAINED = "detained"
    OUT_OF_CONTACT = "out_of_contact"
    CUSTODY_REVOKED = "custody_revoked"
    DEPORTED = "deported"
    DESTITUTE = "destitute"  #: receives 特困 support
    ELDERLY_ON_DIBAO = "elderly_on_dibao"
    ELDERLY_AND_POOR = "elderly_and_poor"
    DISABLED_AND_POOR = "disabled_and_poor"
    WITHOUT_CAPACITY = "without_capacity"


class Kin(Model):
    """A relative of `resident_id`, who need not be on our register; `circumstance` is NULL where nobody knows."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    resident_id = fields.UUIDField()
    relation = fields.TextField()
    number = fields.IntField(default=1)
    circumstance = fields.TextField(null=True)
    source = fields.TextField()
    data_date = fields.DateField()

    class Meta:
        table = "kin"
        unique_together = (("resident_id", "relation", "number"),)
