"""Years of age (周岁) on a day, for one person and for many, by one and the same expression."""

from datetime import date

import polars as pl


def age_on(birth: str, on: date, leap_day_birthday: str) -> pl.Expr:
    """Full years on the day `on` of those born on the dates in column `birth`; the birthday itself counts.

    Who was born on 29 February comes of age in common years on `leap_day_birthday`, 02-28 or 03-01.
    """
    born = pl.col(birth)
    month_day = born.dt.month().cast(pl.Int64) * 100 + born.dt.day()
    if not _is_leap(on.year):
        month_day = pl.when(month_day == 229).then(_month_day(leap_day_birthday)).otherwise(month_day)
    not_yet = (month_day > on.month * 100 + on.day).cast(pl.Int64)
    return on.year - born.dt.year().cast(pl.Int64) - not_yet


def _month_day(text: str) -> int:
    return int(text[:2]) * 100 + int(text[3:])


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
