"""Promise (告知承诺): the applicant's word instead of a paper; untrue, it ends the case (papers_untrue)."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model


class PaperPromise(Model):
    """`kind` is the photo kind of the paper that it stands for."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    application_id = fields.UUIDField()
    kind = fields.TextField()
    promised_by_kind = fields.TextField()
    promised_by_id = fields.UUIDField()
    promised_at = fields.DatetimeField()

    class Meta:
        table = "paper_promise"
        unique_together = (("application_id", "kind"),)


async def promises_in(application_id: UUID) -> list[PaperPromise]:
    """Those given in a case, oldest first."""
    return await PaperPromise.filter(application_id=application_id).order_by("id")
