"""Award lines: an award's months in words, from the first that this house pays to a little ahead."""

from backend import clock, programmes
from backend.entitlements.award import Award
from backend.entitlements.month import each_month, month_of, months_after
from backend.entitlements.noting import facts_of
from backend.entitlements.owed_line import OwedLine, owed_lines
from backend.entitlements.owing import Claim
from backend.residents import Resident

_AHEAD = 3  # months to come
_AT_MOST = 120  # months gone by


async def lines_of(award: Award, resident: Resident) -> list[OwedLine]:
    """What is owed of the last ten years and the next three months, oldest first; for whoever may see the award."""
    this_month = month_of(clock.today())
    first = max(award.from_month, award.paid_here_from, months_after(this_month, -_AT_MOST))
    last = max(first, months_after(this_month, _AHEAD))
    rates = {month: await programmes.parameters_on(award.county, month) for month in each_month(first, last)}
    return owed_lines(await facts_of(award), Claim.of(award, resident), rates, first, last)
