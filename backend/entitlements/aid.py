"""Aid (临时救助): one sum, given once; its award is a single month, so that it is paid like everything else."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.expressions import F
from tortoise.models import Model

from backend.entitlements.award import Award


class AidLevel(StrEnum):
    """Who decided it."""

    TOWNSHIP = "township"  #: 小额审批
    COUNTY = "county"

    @property
    def shown(self) -> str:
        """As the case page says it."""
        return {AidLevel.TOWNSHIP: "乡镇审批", AidLevel.COUNTY: "县里审批"}[self]


class Aid(Model):
    """`fen` once; `award_id` is what is paid."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    resident_id = fields.UUIDField()
    programme = fields.TextField()
    application_id = fields.UUIDField(unique=True)
    award_id = fields.UUIDField(unique=True)
    fen = fields.BigIntField()
    level = fields.CharEnumField(AidLevel, max_length=10)
    decided_by = fields.UUIDField()
    decided_on = fields.DateField()

    class Meta:
        table = "aid"


async def aids_of(resident_id: UUID, since: date) -> list[Aid]:
    """What a person was given once since a day, the newest first; not what was withdrawn again."""
    given = await Aid.filter(resident_id=resident_id, decided_on__gte=since).order_by("-id")
    awards = Award.filter(id__in=[each.award_id for each in given], stopped_from__gt=F("from_month"))
    standing = set(await awards.values_list("id", flat=True))
    return [each for each in given if each.award_id in standing]
