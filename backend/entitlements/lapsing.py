"""Lapsing: whose life certification ran out is suspended, never stopped; seen again, they are paid back in full."""

from datetime import date
from uuid import UUID

from backend import clock, database
from backend.entitlements.award import Award
from backend.entitlements.award_change import Reason
from backend.entitlements.award_fact import AwardFact, Fact, FactKind
from backend.entitlements.month import month_of, months_after
from backend.entitlements.noting import hold, note
from backend.journal import By, Signature

# A visit that saw the person and is not heeded yet keeps the award running.
_LAPSED = """
SELECT a.id FROM award a JOIN resident r ON r.id = a.resident_id
WHERE a.county = $2 AND a.certification_due_on < $1 AND a.stopped_from IS NULL AND a.suspended_from IS NULL
  AND NOT a.read_only AND r.deceased_on IS NULL
  AND NOT EXISTS (SELECT FROM errand e WHERE e.resident_id = a.resident_id AND e.kind = 'certify_life'
                  AND e.outcome = 'done'
                  AND starts_with(e.because, 'certification:' || a.id || ':' || a.certification_due_on))
ORDER BY a.id
"""


async def suspend_uncertified(county: str) -> int:
    """Suspend every award of the county whose certification is overdue; how many. For the timetable: a second pass
    finds nothing.

    From the month after the due date, at the earliest this one: until then the batches hold the money back anyway.
    Source: policy §4 (SUSPENDED ≠ STOPPED).
    """
    found = await database.rows(_LAPSED, clock.today(), county)
    return sum([await _suspend(each["id"]) for each in found])


async def resume_certified(award_id: UUID, by: Signature) -> None:
    """Inside the certification's transaction: what lapsed runs again from the month in which it was suspended.

    What officers suspended for a reason of their own stays suspended.
    """
    award = await hold(award_id)
    last = await AwardFact.filter(award_id=award_id, kind=FactKind.SUSPENDED.value).order_by("-number").first()
    if award.suspended_from is None or last is None or last.reason != Reason.UNCERTIFIED.value:
        return
    resumed = Fact(FactKind.RESUMED, award.suspended_from, reason=Reason.CERTIFIED.value, basis="已做生存认证")
    await note(award, resumed, by)


async def _suspend(award_id: UUID) -> int:
    async with database.transaction():
        award = await hold(award_id)
        due_on = award.certification_due_on
        changed = award.suspended_from is not None or award.stopped_from is not None
        if changed or due_on is None or due_on >= clock.today():  # since the query
            return 0
        basis = f"生存认证{due_on.year}年{due_on.month}月{due_on.day}日到期"
        fact = Fact(FactKind.SUSPENDED, _first_month(award, due_on), reason=Reason.UNCERTIFIED.value, basis=basis)
        await note(award, fact, Signature(By.CLOCK))
    return 1


def _first_month(award: Award, due_on: date) -> date:
    return max(months_after(month_of(due_on), 1), month_of(clock.today()), award.from_month)
