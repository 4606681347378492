"""Attachment: a photo handed in with a case."""

from tortoise import fields
from tortoise.models import Model


class Attachment(Model):
    """The photo itself lives in evidence; `kind` is what it proves."""

    id = fields.UUIDField(primary_key=True)
    application_id = fields.UUIDField()
    photo_id = fields.UUIDField()
    kind = fields.TextField()
    attached_at = fields.DatetimeField()

    class Meta:
        table = "application_photo"
        unique_together = (("application_id", "photo_id"),)
