"""Reckoning: what a month is worth under an award, by the rates in force in that month; in whole fen."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from backend import eligibility, entitlements, programmes
from backend.entitlements import Claim

_CLAIM = (
    "read_only", "from_month", "paid_here_from", "suspended_from", "stopped_from", "monthly_fen", "birth_date",
    "deceased_on",
)  # fmt: skip
#: What a query must select of an award `a` and its resident `r`, so that its rows can be reckoned.
CLAIM_COLUMNS = "a.read_only, a.from_month, a.paid_here_from, a.suspended_from, a.stopped_from, a.monthly_fen, \
r.birth_date, r.deceased_on"

Rates = Mapping[str, object]


async def rates_of(county: str, months: Iterable[date]) -> dict[date, Rates]:
    """The county's rates in force on the first day of each of the months."""
    return {month: await programmes.parameters_on(county, month) for month in set(months)}


def fen_of(row: Mapping[str, Any], rates: Rates) -> int | None:
    """Fen owed for the month of a row; None where the county has set no rate for that month."""
    try:
        return entitlements.fen_for(Claim(*(row[column] for column in _CLAIM)), row["month"], rates)
    except eligibility.StandardsNotSet:
        return None
