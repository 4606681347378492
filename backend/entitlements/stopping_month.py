"""The first month not owed any more: the law's, or the county's where the law leaves it to it (policy §13.4)."""

from datetime import date

from backend import clock, eligibility, programmes
from backend.eligibility import LastMonth
from backend.entitlements.award import Award
from backend.entitlements.month import month_of, months_after

# What the county chose for who no longer fits (policy §5.4: Guizhou the month of the comparison, Beijing the next).
_TIMING = dict.fromkeys(("disability_living", "disability_care"), "dis.stop_timing")
# And for who has died; everybody else is paid for the month of the death.
_AFTER_DEATH = {"old_age_allowance": "aged.stop_rule"}


async def after_death(award: Award, died_on: date) -> date:
    """The month after the death, or for 高龄津贴 that of the death where the county has set it."""
    month, key = month_of(died_on), _AFTER_DEATH.get(award.programme)
    if key is not None and await _set_here(award, key, died_on) == "month_of_death":
        return month
    return months_after(month, 1)


async def earliest_stop(award: Award) -> date:
    """The first month that a stop decided today may take away from who no longer fits."""
    today = clock.today()
    rule = eligibility.procedure(award.programme, today).last_month.rule
    key = _TIMING.get(award.programme)
    next_month = key is not None and await _set_here(award, key, today) == "next_month"
    return months_after(month_of(today), 1 if next_month or rule is LastMonth.BEFORE_NEXT else 0)


async def _set_here(award: Award, key: str, on: date) -> object:
    value = (await programmes.parameters_on(award.county, on)).get(key)
    return programmes.get_declaration(key).default if value is None else value
