"""Reckoning: what a month is worth under an award, by the rates in force in that month; in whole fen."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from backend import eligibility, entitlements, programmes

Rates = Mapping[str, object]


async def rates_of(county: str, months: Iterable[date]) -> dict[date, Rates]:
    """The county's rates in force on the first day of each of the months."""
    return {month: await programmes.parameters_on(county, month) for month in set(months)}


def fen_of(row: Mapping[str, Any], rates: Rates) -> int | None:
    """Fen owed for the month of a row with CLAIM_COLUMNS; None where the county has set no rate for that month."""
    try:
        return entitlements.fen_for(entitlements.claim_in(row), row["month"], rates)
    except eligibility.StandardsNotSet:
        return None
