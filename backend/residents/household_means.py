"""Household means (家庭经济状况): what a household lives on and must spend, by kind."""

from tortoise import fields
from tortoise.models import Model


class HouseholdMeans(Model):
    """Fen a month for income (business is net and may be a loss), fen in twelve months for own-paid spending.

    NULL means not known. `source` is a Provenance, `data_date` the day that it was true.
    """

    household_id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    wage_fen = fields.BigIntField(null=True)
    business_fen = fields.BigIntField(null=True)
    property_fen = fields.BigIntField(null=True)
    transfer_fen = fields.BigIntField(null=True)
    medical_year_fen = fields.BigIntField(null=True)
    education_year_fen = fields.BigIntField(null=True)
    rehabilitation_year_fen = fields.BigIntField(null=True)
    source = fields.TextField()
    data_date = fields.DateField()

    class Meta:
        table = "household_means"
