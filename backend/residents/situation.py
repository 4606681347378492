"""Situation (身体与生活状况): what the county knows of a person's health, schooling and freedom."""

from tortoise import fields
from tortoise.models import Model


class Situation(Model):
    """NULL means not known; who has no row, nothing is known of. `self_care` is self, half or full (policy §2.4)."""

    resident_id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    serious_illness = fields.BooleanField(null=True)
    needs_care = fields.BooleanField(null=True)
    work_injury_care = fields.BooleanField(null=True)
    in_school = fields.BooleanField(null=True)
    detained = fields.BooleanField(null=True)
    self_care = fields.TextField(null=True)
    source = fields.TextField()
    data_date = fields.DateField()

    class Meta:
        table = "situation"
