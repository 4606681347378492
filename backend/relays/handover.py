"""Handover (转办到外县): a case that belongs to another county, with the list of what went along."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend.refusals import NotFound


class NoSuchHandover(NotFound):
    """The case was passed on to nobody."""

    sentence = "这件申请没有转到外县。"


class Handover(Model):
    """`manifest` is the list in the file, each paper with its SHA-256, and `digest` is of the list itself."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    application_id = fields.UUIDField(unique=True)
    office = fields.TextField()
    reason = fields.TextField()
    manifest = fields.TextField()
    digest = fields.CharField(64)
    relay_id = fields.UUIDField(null=True, unique=True)
    made_by = fields.UUIDField()
    made_at = fields.DatetimeField()
    received_on = fields.DateField(null=True)
    received_words = fields.TextField(null=True)

    class Meta:
        table = "handover"


async def handover_of(application_id: UUID) -> Handover | None:
    """To whom the case was passed on; None for all others."""
    return await Handover.get_or_none(application_id=application_id)
