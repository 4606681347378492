"""Legal time: working days (工作日) by the State Council's yearly notice, and periods counted by the law's rule.

The starting day is not counted, and a period of calendar days that ends on a rest day runs on to the next working
day (Civil Code art. 200-204). Past the last published year a date is provisional: weekends only are known.
"""

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

from backend.settings import settings

SPRING_FESTIVAL = chinese_calendar.constants.Holiday.spring_festival.value


@dataclass(frozen=True, order=True)
class Deadline:
    """A legal due date; `provisional` when the calendar it needs is not published yet."""

    day: date
    provisional: bool = False


def is_workday(day: date) -> bool:
    """Whether offices work on `day`: the county's own table wins, then the published calendar, then the week."""
    local = _local_calendar().get(day)
    if local is not None:
        return local
    if day.year <= last_published_year():
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def is_holiday(day: date) -> bool:
    """Whether it is a day off by the State Council's notice (法定节假日、调休放假) or the county's table, not a mere
    weekend."""
    local = _local_calendar().get(day)
    return not local if local is not None else day in chinese_calendar.constants.holidays


def is_spring_festival(day: date) -> bool:
    """Whether it is one of the days off around the Chinese New Year (春节); the county's own table cannot say which."""
    return is_holiday(day) and chinese_calendar.constants.holidays.get(day) == SPRING_FESTIVAL


def after_workdays(start: date, count: int) -> Deadline:
    """The last day of a period of `count` working days that begins the day after `start`."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return Deadline(day, is_provisional(day))


def reckoned_anew(start: date, due: date) -> Deadline:
    """What the last day `due` of working days after `start` has become since it was reckoned by the week alone, its
    year's holidays not yet being known: as many working days as were counted then.
    """
    days = [start + timedelta(days=number) for number in range(1, (due - start).days + 1)]
    counted = sum(day.weekday() < 5 if day.year == due.year else is_workday(day) for day in days)
    return after_workdays(start, counted)


def after_days(start: date, count: int) -> Deadline:
    """The last day of `count` calendar days after `start`, run on to a working day when it is a rest day."""
    day = start + timedelta(days=count)
    while not is_workday(day):
        day += timedelta(days=1)
    return Deadline(day, is_provisional(day))


def after_months(start: date, count: int) -> Deadline:
    """The day of the same number `count` months on, or that month's last (art. 202), run on as in `after_days`."""
    years, month = divmod(start.month - 1 + count, 12)
    first = date(start.year + years, month + 1, 1)
    return after_days(first, min(start.day, monthrange(first.year, first.month)[1]) - 1)


@lru_cache
def last_published_year() -> int:
    """The last year whose holidays are known."""
    return max(int(day.year) for day in chinese_calendar.constants.holidays)


def is_provisional(day: date) -> bool:
    """Whether the calendar that says if offices work on `day` is not published yet, and the week alone is known.

    The county's table gives a whole year where it has its 1 January: every yearly notice begins with that holiday, and
    names the days that differ from the week.
    """
    local = _local_calendar()
    return day.year > last_published_year() and day not in local and date(day.year, 1, 1) not in local


@lru_cache
def _local_calendar() -> dict[date, bool]:
    file = settings().local_calendar_file
    if file is None:
        return {}
    with open(file, encoding="utf-8", newline="") as content:
        return {date.fromisoformat(row["day"]): row["kind"] == "work" for row in csv.DictReader(content)}
