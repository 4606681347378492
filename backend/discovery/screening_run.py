"""Screening: one pass over the county, what it found, and what it had to leave out."""

import json

from tortoise import fields
from tortoise.models import Model


class Screening(Model):
    """`found` hits were true, `new` of them not before; `passed` ones are true no longer.

    `unscreened`: [{"what": programme or rule, "key": the parameter that the county has not set}].
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    for_day = fields.DateField()
    started_at = fields.DatetimeField()
    finished_at = fields.DatetimeField()
    people = fields.IntField()
    found = fields.IntField()
    new = fields.IntField()
    passed = fields.IntField()
    errands = fields.IntField()
    unscreened = fields.JSONField[list[dict[str, str]]](encoder=json.dumps, decoder=json.loads)

    class Meta:
        table = "screening"
