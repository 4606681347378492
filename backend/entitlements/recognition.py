"""Recognition (认定): a household counts as 低保边缘 or 刚性支出困难 until a day; no money, never posted."""

from datetime import date
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import eligibility
from backend.eligibility import FirstMonth
from backend.entitlements.month import months_after
from backend.entitlements.owing import Rates
from backend.programmes import get_declaration

_MONTHS = "rigid.valid_months"


class Recognition(Model):
    """`valid_until` is the last day; then the family applies again, and unchanged papers are not asked for again."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    resident_id = fields.UUIDField()
    programme = fields.TextField()
    application_id = fields.UUIDField(unique=True)
    recognised_on = fields.DateField()
    valid_until = fields.DateField()

    class Meta:
        table = "recognition"


def only_recognised(programme: str, on: date) -> bool:
    """Whether the law of that day has no payment for the programme."""
    return eligibility.procedure(programme, on).first_month.rule is FirstMonth.NONE


async def recognitions_of(resident_id: UUID, on: date) -> list[Recognition]:
    """Those in force on that day, the newest first."""
    return await Recognition.filter(resident_id=resident_id, valid_until__gte=on).order_by("-id")


def last_day(programme: str, recognised_on: date, rates: Rates) -> date:
    """As long as between re-checks in the rule file, or as is set (《刚性支出困难家庭认定办法》: at most 12 months)."""
    recheck = eligibility.procedure(programme, recognised_on).recheck
    months = recheck.months if recheck else int(str(rates.get(_MONTHS, get_declaration(_MONTHS).default)))
    later = months_after(recognised_on.replace(day=1), months)
    # The day before the same day of that month; of a shorter month its last.
    begins = date.fromordinal(later.toordinal() + recognised_on.day - 1)
    end_of_month = months_after(later, 1)
    return date.fromordinal(min(begins, end_of_month).toordinal() - 1)
