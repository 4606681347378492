"""Guardianship (监护): whom a court found without full capacity, and who acts and hears in their stead."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model


class Capacity(StrEnum):
    """What the court found (民法典第二十一、二十二、二十四条)."""

    NONE = "none"
    LIMITED = "limited"

    @property
    def shown(self) -> str:
        """As the court says it."""
        return {"none": "无民事行为能力", "limited": "限制民事行为能力"}[self.value]


class Guardianship(Model):
    """At most one in force a person; `guardian_id` is None where the guardian is not on our register."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    resident_id = fields.UUIDField()
    capacity = fields.CharEnumField(Capacity, max_length=7)
    guardian_id = fields.UUIDField(null=True)
    basis = fields.TextField()
    recorded_by = fields.UUIDField()
    recorded_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "guardianship"


async def is_guardian_of(guardian_id: UUID, ward_id: UUID) -> bool:
    """Whether a guardianship on file lets the one act for the other today (民法典第二十三条)."""
    return await Guardianship.exists(guardian_id=guardian_id, resident_id=ward_id, ended_at=None)
