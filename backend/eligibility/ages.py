"""Years of age (周岁) on a day, for one person and for many."""

from datetime import date

import polars as pl


class Birthdays:
    """Full years on the day `on`; the birthday itself counts.

    Who was born on 29 February comes of age in common years on `leap_day_birthday`, 02-28 or 03-01.
    """

    def __init__(self, on: date, leap_day_birthday: str) -> None:
        # Dates as numbers, 2026-11-23 as 20261123: a difference has the full years in its ten-thousands.
        # 29 February stands for 28 February where it is the birthday of those born on the former, and nobody else's.
        is_birthday = leap_day_birthday == "02-28" and (on.month, on.day) == (2, 28) and not _is_leap(on.year)
        self._today = _number(on) + (1 if is_birthday else 0)

    def age_of(self, born: date) -> int:
        """Of one person."""
        return (self._today - _number(born)) // 10_000

    def age_from(self, birth: str) -> pl.Expr:
        """Of those born on the dates in column `birth`."""
        born = pl.col(birth).dt
        year, month, day = born.year(), born.month().cast(pl.Int32), born.day()
        return ((self._today - (year * 10_000 + month * 100 + day)) // 10_000).cast(pl.Int64)


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
