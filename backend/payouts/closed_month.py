"""Closed month (已结账的月份): no batch goes under a month of a year whose books are closed."""

from datetime import date

from backend import funds
from backend.refusals import NotNow


class MonthClosed(NotNow):
    """The month's year is closed; what is still owed for it is paid in a batch of the running year."""

    sentence = "这个月份所在年度的账已经结了，不能再按它编制或复核批次。还欠的月份会编进今年的批次一起补发。"


async def must_be_open(county: str, month: date) -> None:
    """MonthClosed when the county has closed the books of the month's year."""
    if await funds.year_is_closed(county, month.year):
        raise MonthClosed
