"""Award (待遇): what the county owes a person each month, from which month, until when."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import journal
from backend.refusals import NotFound


class NoSuchAward(NotFound):
    """No such award, or none of this person."""

    sentence = "没有找到这项待遇，请刷新后再选。"


class Origin(StrEnum):
    """How we came by it."""

    DECIDED = "decided"  #: confirmed here
    IMPORTED = "imported"  #: from the county's earlier registers


class Award(Model):
    """Months are the first day of the month. `monthly_fen` is None where age and the rate table decide.

    Until something changes, the row is the granting. From then on `steps` (every month in which the amount becomes
    another), `monthly_fen` (the last of them), `suspended_from` and `stopped_from` are made of the facts.

    `recheck_spread`: no re-check is on record, and the first one was put on a day of its own; `rechecked_on`: the last.

    `after_death`: owed because the person has died, so that the death does not end it (丧葬费用).

    `read_only` awards (优抚) are run and paid by others; they are here so that checks and statements know of them.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    resident_id = fields.UUIDField()
    programme = fields.TextField()
    application_id = fields.UUIDField(null=True, unique=True)
    origin = fields.TextField()
    read_only = fields.BooleanField(default=False)
    from_month = fields.DateField()
    paid_here_from = fields.DateField()
    monthly_fen = fields.BigIntField(null=True)
    steps = fields.JSONField[list[tuple[str, int | None]]](null=True)
    suspended_from = fields.DateField(null=True)
    stopped_from = fields.DateField(null=True)
    stop_reason = fields.TextField(null=True)
    certified_on = fields.DateField(null=True)
    certification_due_on = fields.DateField(null=True)
    recheck_due_on = fields.DateField(null=True)
    recheck_spread = fields.BooleanField(default=False)
    rechecked_on = fields.DateField(null=True)
    started_at = fields.DatetimeField()
    after_death = fields.BooleanField(default=False)

    class Meta:
        table = "award"

    def line(self, deed: journal.Deed, **facts: object) -> journal.Line:
        """A journal line about this award."""
        return journal.Line(
            deed, self.county, "award", self.id, resident_id=self.resident_id, village=self.village,
            facts={"programme": self.programme, **facts},
        )  # fmt: skip


async def get_award(award_id: UUID) -> Award:
    """The award; NoSuchAward otherwise."""
    award = await Award.get_or_none(id=award_id)
    if award is None:
        raise NoSuchAward
    return award


async def awards_of(resident_id: UUID) -> list[Award]:
    """A person's awards, running and ended, newest first."""
    return await Award.filter(resident_id=resident_id).order_by("-started_at", "-id")
