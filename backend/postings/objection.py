"""Objection (异议): someone says that a posted case is not right."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend.journal import By, Signature


class Objection(Model):
    """Whoever raised it is kept from everyone; where they gave their name, but for the officers who may answer
    (policy §12).
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    posting_line_id = fields.UUIDField()
    body = fields.TextField()
    raised_by_kind = fields.TextField()
    raised_by_id = fields.UUIDField()
    raised_at = fields.DatetimeField()
    named = fields.BooleanField(default=False)
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


async def objections_to(posting_line_id: UUID) -> list[Objection]:
    """All objections to a line, oldest first."""
    return await Objection.filter(posting_line_id=posting_line_id).order_by("id")
