"""Cadre (村干部): a person who acts for the elders of one or more villages."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import database, journal, sealing
from backend.refusals import NotAllowed

PHONE = "phone"  # shared with contacts: one number has one index everywhere


class OutsideYourVillage(NotAllowed):
    """The person lives in a village that this cadre does not serve."""

    sentence = "该居民不在您负责的村，不能代为办理。"


class Cadre(Model):
    """Known by the phone that the township registered; serves the villages of `cadre_village`."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    name = fields.TextField()
    phone_sealed = fields.BinaryField()
    phone_index = fields.BinaryField()
    left_on = fields.DateField(null=True)

    class Meta:
        table = "cadre"

    @property
    def phone(self) -> str:
        """The number in clear; for the carrier only."""
        return sealing.unseal(self.phone_sealed, PHONE)

    @property
    def signature(self) -> journal.Signature:
        """How the journal names this cadre."""
        return journal.Signature(journal.By.CADRE, self.id)

    async def must_serve(self, village: str) -> None:
        """OutsideYourVillage unless this cadre serves `village`."""
        if village not in await villages_served(self.id):
            raise OutsideYourVillage


class CadreVillage(Model):
    """That a cadre serves a village."""

    id = fields.UUIDField(primary_key=True)
    cadre_id = fields.UUIDField()
    village = fields.CharField(12)

    class Meta:
        table = "cadre_village"
        unique_together = (("cadre_id", "village"),)


async def villages_served(cadre_id: UUID) -> list[str]:
    """The village codes a cadre serves, in order."""
    served = await database.rows("SELECT village FROM cadre_village WHERE cadre_id = $1 ORDER BY village", cadre_id)
    return [each["village"] for each in served]


async def cadres_of(village: str) -> list[Cadre]:
    """Who serves a village now; an errand there is for the first of them."""
    served = await CadreVillage.filter(village=village).order_by("id")
    return await Cadre.filter(id__in=[each.cadre_id for each in served], left_on=None).order_by("id")
