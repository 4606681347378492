"""Deliberation (民主评议): a disputed case was weighed by the village, and how the votes fell."""

from tortoise import fields
from tortoise.models import Model


class Deliberation(Model):
    """`minutes_id` is the photo of the minutes that all signed; it weighs, and decides nothing."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    application_id = fields.UUIDField()
    held_on = fields.DateField()
    present = fields.IntField()
    villagers = fields.IntField()
    agreeing = fields.IntField()
    opposing = fields.IntField()
    conclusion = fields.TextField()
    minutes_id = fields.UUIDField()
    recorded_by = fields.UUIDField()
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "deliberation"
