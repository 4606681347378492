"""Legal time by the State Council's calendar of 2026 and the rule of counting."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from backend import workdays
from backend.settings import settings
from backend.workdays import Deadline, after_days, after_months, after_workdays, is_workday, last_published_year

# Start, then the last day of a period of 3, 10, 15, 30 and 45 working days; reckoned by hand from the notice of 2026.
VECTORS = [
    ("2026-02-09", "02-12", "02-28", "03-06", "03-27", "04-20"),
    ("2026-02-13", "02-25", "03-05", "03-12", "04-02", "04-24"),
    ("2026-04-28", "05-06", "05-14", "05-21", "06-11", "07-03"),
    ("2026-09-18", "09-22", "10-09", "10-15", "11-05", "11-26"),
    ("2026-09-28", "10-08", "10-16", "10-23", "11-13", "12-04"),
]
CASES = [
    (start, count, f"2026-{end}")
    for start, *ends in VECTORS
    for count, end in zip((3, 10, 15, 30, 45), ends, strict=True)
]
OFF = [("01-01", "01-03"), ("02-15", "02-23"), ("04-04", "04-06"), ("05-01", "05-05"), ("06-19", "06-21"),
       ("09-25", "09-27"), ("10-01", "10-07")]  # fmt: skip
WORK_ON_WEEKENDS = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("start", "count", "end"), CASES)
def test_a_period_of_working_days_ends_where_the_calendar_says(start: str, count: int, end: str) -> None:
    assert after_workdays(day(start), count) == Deadline(day(end), provisional=False)


@pytest.mark.parametrize(("first", "last"), OFF)
def test_no_day_of_a_holiday_is_a_working_day(first: str, last: str) -> None:
    start, end = day(f"2026-{first}"), day(f"2026-{last}")
    assert not any(is_workday(start + timedelta(days=number)) for number in range((end - start).days + 1))


@pytest.mark.parametrize("made_up", WORK_ON_WEEKENDS)
def test_a_made_up_weekend_day_is_a_working_day(made_up: str) -> None:
    assert day(f"2026-{made_up}").weekday() >= 5
    assert is_workday(day(f"2026-{made_up}"))


def test_2026_has_248_working_days() -> None:
    assert sum(is_workday(date(2026, 1, 1) + timedelta(days=number)) for number in range(365)) == 248


@pytest.mark.parametrize(
    ("posted", "ends"),
    [
        ("2026-03-02", "2026-03-09"),  # Monday to Monday
        ("2026-03-07", "2026-03-16"),  # the seventh day is a Saturday: on to Monday
        ("2026-02-10", "2026-02-24"),  # it falls into the Spring Festival: on to the first working day
        ("2026-02-21", "2026-02-28"),  # a Saturday that is made up for is a working day
        ("2026-09-24", "2026-10-08"),  # 1 October: on past National Day
    ],
)
def test_a_notice_of_seven_days_never_ends_on_a_day_of_rest(posted: str, ends: str) -> None:
    assert after_days(day(posted), 7) == Deadline(day(ends))


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        ("2026-03-06", "2026-09-07"),  # 6 September is a Sunday
        ("2026-03-09", "2026-09-09"),
        ("2025-08-29", "2026-02-28"),  # February has no 29th; the Saturday is made up for
        ("2025-12-31", "2026-06-30"),
        ("2026-04-01", "2026-10-08"),  # on past National Day
    ],
)
def test_a_period_of_months_ends_on_the_corresponding_day(told: str, ends: str) -> None:
    assert after_months(day(told), 6).day == day(ends)


def test_past_the_last_published_year_a_deadline_is_provisional() -> None:
    unknown = last_published_year() + 1
    assert after_workdays(date(unknown, 3, 1), 3).provisional
    assert after_days(date(unknown, 3, 1), 7).provisional
    assert not after_workdays(date(last_published_year(), 3, 2), 3).provisional


def test_the_countys_own_calendar_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "calendar.csv"
    table.write_text("day,kind,source\n2026-03-03,off,县里停电\n2026-03-07,work,补班\n", encoding="utf-8")
    monkeypatch.setattr(settings(), "local_calendar_file", table)
    workdays._local_calendar.cache_clear()
    try:
        assert after_workdays(day("2026-03-02"), 3).day == day("2026-03-06")
        assert after_workdays(day("2026-03-02"), 4).day == day("2026-03-07")
    finally:
        workdays._local_calendar.cache_clear()


def test_a_table_with_a_years_first_of_january_publishes_that_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a notice newer than the package is written down as it reads: the days that differ from the week."""
    unknown = last_published_year() + 1
    table = tmp_path / "calendar.csv"
    monkeypatch.setattr(settings(), "local_calendar_file", table)
    try:
        for day_off, known in ((f"{unknown}-03-02", False), (f"{unknown}-01-01", True)):
            table.write_text(f"day,kind,source\n{day_off},off,国办发明电\n", encoding="utf-8")
            workdays._local_calendar.cache_clear()
            assert workdays.is_provisional(date(unknown, 6, 15)) is not known
        assert not after_workdays(date(unknown - 1, 12, 31), 3).provisional
        assert workdays.is_provisional(date(unknown + 1, 6, 15)), "and of no other year"
    finally:
        workdays._local_calendar.cache_clear()
