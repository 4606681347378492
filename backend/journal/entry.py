"""One line of the audit trail, and of the outbox."""

from tortoise import fields
from tortoise.models import Model


class Entry(Model):
    """A deed that happened. Written with the deed, never edited; `facts` hold no personal data."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    deed = fields.TextField()
    subject_kind = fields.TextField()
    subject_id = fields.UUIDField()
    resident_id = fields.UUIDField(null=True)
    village = fields.CharField(12, null=True)
    by_kind = fields.TextField()
    by_id = fields.UUIDField(null=True)
    facts = fields.JSONField[dict[str, object]](default=dict)
    at = fields.DatetimeField()
    announced_at = fields.DatetimeField(null=True)
    link = fields.BigIntField(null=True, unique=True)
    chain_digest = fields.BinaryField(null=True)

    class Meta:
        table = "journal_entry"
