"""How long a life certification holds."""

from datetime import date

from backend.entitlements.month import months_after
from backend.entitlements.owing import Rates

_MONTHS = 12  # where the county set no term: yearly, as published local guides have it (policy §4)


def certification_due(certified_on: date, rates: Rates) -> date:
    """The same day so many months later (aged.certification_months), at the latest the 28th of that month."""
    months = int(str(rates.get("aged.certification_months", _MONTHS)))
    return months_after(certified_on.replace(day=1), months).replace(day=min(certified_on.day, 28))
