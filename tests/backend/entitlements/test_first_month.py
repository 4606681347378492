"""From which month money is owed: the county's start rule, at the edges of months; all pure."""

from datetime import date

import pytest

from backend.eligibility import StandardsNotSet
from backend.entitlements import PaysNothing, first_month

BANDS = [[80, 5000], [90, 10000], [100, 30000]]


@pytest.mark.parametrize(
    ("rule", "born", "applied_on", "decided_on", "begins"),
    [
        ("application_month", "1942-05-06", "2026-03-31", "2026-04-20", "2026-03"),
        ("application_month", "1942-05-06", "2026-04-01", "2026-04-20", "2026-04"),
        ("application_month", "1942-05-06", "2025-12-31", "2026-02-01", "2025-12"),
        ("application_month", "1946-03-31", "2026-03-31", "2026-04-20", "2026-03"),
        ("next_month", "1942-05-06", "2026-03-31", "2026-04-20", "2026-04"),
        ("next_month", "1942-05-06", "2026-04-01", "2026-04-20", "2026-05"),
        ("next_month", "1942-05-06", "2025-12-01", "2026-01-20", "2026-01"),
        ("birthday_month", "1946-01-31", "2026-03-31", "2026-04-20", "2026-01"),
        ("birthday_month", "1946-03-01", "2026-03-31", "2026-04-20", "2026-03"),
        ("birthday_month", "1945-03-31", "2026-03-15", "2026-04-20", "2025-03"),  # the last month within the limit
        ("birthday_month", "1945-02-01", "2026-03-15", "2026-04-20", "2025-03"),  # 12 months back at most
        ("birthday_month", "1930-02-01", "2026-01-15", "2026-02-20", "2025-01"),
        ("birthday_month", "1944-02-29", "2024-03-15", "2024-04-20", "2024-02"),
    ],
)
def test_the_start_rule_decides(rule: str, born: str, applied_on: str, decided_on: str, begins: str) -> None:
    month = first_month(
        "old_age_allowance", birth_date=date.fromisoformat(born), applied_on=date.fromisoformat(applied_on),
        decided_on=date.fromisoformat(decided_on), rates={"aged.bands": BANDS, "aged.start_rule": rule},
    )  # fmt: skip
    assert month == date.fromisoformat(f"{begins}-01")


@pytest.mark.parametrize(("months", "begins"), [(0, date(2026, 3, 1)), (3, date(2025, 12, 1)), (24, date(2024, 3, 1))])
def test_the_county_limits_how_far_back_is_paid(months: int, begins: date) -> None:
    rates = {"aged.bands": BANDS, "aged.start_rule": "birthday_month", "aged.backpay_months_max": months}
    month = first_month(
        "old_age_allowance", birth_date=date(1930, 1, 1), applied_on=date(2026, 3, 5), decided_on=date(2026, 4, 1),
        rates=rates,
    )  # fmt: skip
    assert month == begins


@pytest.mark.parametrize(("leap", "begins"), [("02-28", date(2026, 2, 1)), ("03-01", date(2026, 3, 1))])
def test_who_was_born_on_29_february_comes_of_age_when_the_county_says(leap: str, begins: date) -> None:
    bands = [[78, 5000], [90, 10000]]  # 1948 + 78 is a common year
    rates = {"aged.bands": bands, "aged.start_rule": "birthday_month", "age.leap_day_birthday": leap}
    month = first_month(
        "old_age_allowance", birth_date=date(1948, 2, 29), applied_on=date(2026, 3, 5), decided_on=date(2026, 4, 1),
        rates=rates,
    )  # fmt: skip
    assert month == begins


@pytest.mark.parametrize(
    ("decided_on", "begins"), [(date(2026, 3, 31), date(2026, 4, 1)), (date(2026, 12, 1), date(2027, 1, 1))]
)
def test_dibao_begins_the_month_after_the_decision(decided_on: date, begins: date) -> None:
    month = first_month(
        "rural_dibao", birth_date=date(1980, 1, 1), applied_on=date(2026, 1, 5), decided_on=decided_on, rates={}
    )
    assert month == begins


@pytest.mark.parametrize(
    ("programme", "begins"),
    [
        ("urban_dibao", date(2026, 4, 1)),
        ("tekun", date(2026, 4, 1)),
        ("disability_living", date(2026, 1, 1)),  # from the month of application, so two months are owed back
        ("disability_care", date(2026, 1, 1)),
        ("orphan", date(2026, 4, 1)),
        ("unsupported_child", date(2026, 4, 1)),
        ("temporary_emergency", date(2026, 3, 1)),
        ("temporary_expenditure", date(2026, 3, 1)),
    ],
)
def test_each_rule_file_says_from_which_month(programme: str, begins: date) -> None:
    month = first_month(
        programme, birth_date=date(1980, 1, 1), applied_on=date(2026, 1, 31), decided_on=date(2026, 3, 5), rates={}
    )
    assert month == begins


@pytest.mark.parametrize("programme", ["edge_family", "rigid_spending"])
def test_a_recognition_pays_nothing(programme: str) -> None:
    with pytest.raises(PaysNothing):
        first_month(
            programme, birth_date=date(1980, 1, 1), applied_on=date(2026, 1, 31), decided_on=date(2026, 3, 5), rates={}
        )


@pytest.mark.parametrize("rates", [{"aged.bands": BANDS}, {"aged.bands": BANDS, "aged.start_rule": "some_day"}])
def test_without_a_rule_no_month_is_guessed(rates: dict[str, object]) -> None:
    with pytest.raises(StandardsNotSet):
        first_month(
            "old_age_allowance", birth_date=date(1942, 5, 6), applied_on=date(2026, 3, 5),
            decided_on=date(2026, 4, 1), rates=rates,
        )  # fmt: skip
