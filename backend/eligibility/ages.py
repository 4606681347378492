"""Years of age (周岁) on a day, for one person and for many, by one and the same expression."""

from datetime import date

import polars as pl


def age_on(birth: str, on: date, leap_day_birthday: str) -> pl.Expr:
    """Full years on the day `on` of those born on the dates in column `birth`; the birthday itself counts.

    Who was born on 29 February comes of age in common years on `leap_day_birthday`, 02-28 or 03-01.
    """
    born = pl.col(birth)
    # Dates as numbers, 2026-11-23 as 20261123: the difference has the full years in its ten-thousands.
    year, month, day = born.dt.year(), born.dt.month().cast(pl.Int32), born.dt.day()
    return ((_number(on, leap_day_birthday) - (year * 10_000 + month * 100 + day)) // 10_000).cast(pl.Int64)


def _number(on: date, leap_day_birthday: str) -> int:
    """29 February stands for 28 February where it is the birthday of those born on the former, and nobody else's."""
    number = on.year * 10_000 + on.month * 100 + on.day
    is_birthday = leap_day_birthday == "02-28" and (on.month, on.day) == (2, 28) and not _is_leap(on.year)
    return number + 1 if is_birthday else number


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
