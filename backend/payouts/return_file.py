"""Return file (银行回单): that a file was read, and what in it did not fit."""

from tortoise import fields
from tortoise.models import Model


class ReturnFile(Model):
    """The same bytes are read once; `odd_lines` hold line, code and sentence, no personal data."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    batch_id = fields.UUIDField()
    digest = fields.CharField(64)
    lines = fields.IntField()
    read_by = fields.UUIDField()
    read_at = fields.DatetimeField()
    odd_lines = fields.JSONField[list[dict[str, object]]](default=list)

    class Meta:
        table = "return_file"
        unique_together = (("batch_id", "digest"),)
