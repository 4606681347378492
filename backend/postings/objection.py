"""Objection (异议): someone says that a posted case is not right."""

from datetime import datetime
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import database
from backend.journal import By, Signature


class Objection(Model):
    """Whoever raised it is kept from everyone; where they gave their name, but for the officers who may answer
    (policy §12). A phone is shown to nobody: what came of it is texted there.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    posting_line_id = fields.UUIDField()
    body = fields.TextField()
    raised_by_kind = fields.TextField()
    raised_by_id = fields.UUIDField()
    raised_at = fields.DatetimeField()
    named = fields.BooleanField(default=False)
    phone_sealed = fields.BinaryField(null=True)
    phone_index = fields.BinaryField(null=True)
    answer = fields.TextField(null=True)
    upheld = fields.BooleanField(null=True)
    answered_by = fields.UUIDField(null=True)
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "objection"

    @property
    def raised_by(self) -> Signature:
        """By whose hand."""
        return Signature(By(self.raised_by_kind), self.raised_by_id)


async def objections_with_phones(ids: list[UUID]) -> dict[UUID, Objection]:
    """Of these the ones whose answer somebody wants to have texted."""
    found = await Objection.filter(id__in=ids, phone_index__isnull=False)
    return {each.id: each for each in found}


async def forget_phones(answered_before: datetime) -> int:
    """They have served; how many."""
    return await database.execute(
        """UPDATE objection SET phone_sealed = NULL, phone_index = NULL
           WHERE phone_sealed IS NOT NULL AND answered_at < $1""",
        answered_before,
    )
