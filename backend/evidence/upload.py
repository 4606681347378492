"""Upload: a file that arrives in parts over a bad network, until it is whole."""

from pathlib import Path
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend.settings import settings


class Upload(Model):
    """`digest` is the SHA-256 of the whole file; `arrived` of its `bytes` are safe on disk.

    `used_at`: it has become a photo, and its bytes here were let go.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    by_kind = fields.TextField()
    by_id = fields.UUIDField()
    upload_id = fields.UUIDField()
    digest = fields.CharField(64)
    bytes = fields.IntField()
    arrived = fields.IntField(default=0)
    begun_at = fields.DatetimeField()
    whole_at = fields.DatetimeField(null=True)
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "upload"
        unique_together = (("by_kind", "by_id", "upload_id"),)


def parts_file(upload_row: UUID) -> Path:
    """Where an upload's bytes are gathered: beside the photos, hidden from whoever walks through them."""
    return settings().photo_dir / ".parts" / upload_row.hex
