"""Appropriation (资金下达): a document of a higher office, the county's budget or a donor gives a pool its money."""

from tortoise import fields
from tortoise.models import Model

from backend.funds.source import Source


class Appropriation(Model):
    """`fen` is below zero where the document takes money back; `document` is its number (文号)."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    year = fields.IntField()
    pool = fields.TextField()
    source = fields.CharEnumField(Source, max_length=20)
    document = fields.TextField()
    document_date = fields.DateField()
    fen = fields.BigIntField()
    note = fields.TextField(default="")
    recorded_by = fields.UUIDField(null=True)
    recorded_at = fields.DatetimeField()
    reversed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "appropriation"
