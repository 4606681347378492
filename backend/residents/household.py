"""Household (户): who shares an income, and what the last survey found of it."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class RegisterKind(StrEnum):
    """Which track a household is on; a reviewed field, for the law of 2021 no longer defines it."""

    RURAL = "rural"
    URBAN = "urban"


class Household(Model):
    """Amounts are integer fen a month (income) or in all (assets); NULL means nobody has asked yet."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    number = fields.TextField()
    register_kind = fields.TextField()
    members_counted = fields.IntField(null=True)
    monthly_income_fen = fields.BigIntField(null=True)
    financial_assets_fen = fields.BigIntField(null=True)
    vehicles = fields.IntField(null=True)
    homes = fields.IntField(null=True)
    data_date = fields.DateField()

    class Meta:
        table = "household"
