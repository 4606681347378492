"""How long a life certification holds: until the county's next day for it (认证日), or else a term from the day."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import cast

from backend.entitlements.month import months_after
from backend.entitlements.owing import Rates

_MONTHS = 12  # where the county set no term: yearly, as published local guides have it (policy §4)
#: How long before the day somebody is asked to be seen; ours, no rule sets it.
WARN_BEFORE = timedelta(days=30)


def certification_due(seen_on: date, rates: Rates, due_on: date | None = None) -> date:
    """By when the person is to be seen again who was seen on `seen_on`, and had to be by `due_on`.

    Where the county has set days of the year for it (aged.certification_days, such as 30 June and 30 December: policy
    §4), who is seen in time has been seen for the day that was coming, and the next one is theirs; who is late only for
    the one missed. Nobody's first day comes before they can be asked. Without such days it is the same day so many
    months later (aged.certification_months), at the latest the 28th of that month.
    """
    days = cast(Sequence[Mapping[str, int]], rates.get("aged.certification_days") or ())
    if not days:
        months = int(str(rates.get("aged.certification_months", _MONTHS)))
        return months_after(seen_on.replace(day=1), months).replace(day=min(seen_on.day, 28))
    in_time = due_on is not None and seen_on <= due_on
    return _first_after(_first_after(seen_on - timedelta(days=1), days) if in_time else seen_on + WARN_BEFORE, days)


def _first_after(day: date, days: Sequence[Mapping[str, int]]) -> date:
    years = (day.year, day.year + 1)
    return min(found for year in years for each in days if (found := _in_year(year, each)) > day)


def _in_year(year: int, day: Mapping[str, int]) -> date:
    """30 February, or 29 in a common year, is the month's last day."""
    return date(year, day["month"], min(day["day"], monthrange(year, day["month"])[1]))
