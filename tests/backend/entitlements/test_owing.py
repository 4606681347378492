"""What is owed for a month, as a table; all pure."""

from datetime import date
from typing import Any

import pytest

from backend.eligibility import StandardsNotSet
from backend.entitlements import Claim, fen_for

RATES = {"aged.bands": [[80, 5000], [90, 10000], [100, 30000]]}


def a_claim(**terms: Any) -> Claim:
    """A woman born in May 1942, paid by age since January 2025."""
    given: dict[str, Any] = {
        "read_only": False, "from_month": date(2025, 1, 1), "paid_here_from": date(2025, 1, 1), "suspended_from": None,
        "stopped_from": None, "monthly_fen": None, "birth_date": date(1942, 5, 6), "deceased_on": None, **terms,
    }  # fmt: skip
    return Claim(**given)


def month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


@pytest.mark.parametrize(
    ("born", "in_month", "fen"),
    [
        ("1936-03-15", "2026-02", 5000),
        ("1936-03-15", "2026-03", 10000),  # the whole month of the 90th birthday is paid at the higher rate
        ("1936-03-31", "2026-03", 10000),  # also when the birthday is its last day
        ("1936-04-01", "2026-03", 5000),
        ("1936-03-01", "2026-03", 10000),
        ("1926-12-31", "2026-11", 10000),
        ("1926-12-31", "2026-12", 30000),
        ("1920-01-01", "2026-01", 30000),
        ("1946-03-02", "2026-02", 0),  # 79 throughout February
        ("1946-03-02", "2026-03", 5000),
        ("1936-02-29", "2026-01", 5000),
        ("1936-02-29", "2026-02", 10000),  # 29 February counts on the 28th in common years
        ("1948-02-29", "2028-02", 5000),  # a leap year: 80 on the 29th itself
    ],
)
def test_the_band_is_that_of_the_age_reached_in_the_month(born: str, in_month: str, fen: int) -> None:
    assert fen_for(a_claim(birth_date=date.fromisoformat(born)), month(in_month), RATES) == fen


@pytest.mark.parametrize(("in_month", "fen"), [("2026-02", 5000), ("2026-03", 10000)])
def test_a_county_may_count_29_february_on_1_march(in_month: str, fen: int) -> None:
    rates = {**RATES, "age.leap_day_birthday": "03-01"}
    assert fen_for(a_claim(birth_date=date(1936, 2, 29)), month(in_month), rates) == fen


def test_a_county_that_counts_on_1_march_still_pays_february_of_a_leap_year() -> None:
    rates = {**RATES, "age.leap_day_birthday": "03-01"}
    assert fen_for(a_claim(birth_date=date(1948, 2, 29)), month("2028-02"), rates) == 5000


@pytest.mark.parametrize(
    ("terms", "in_month", "fen"),
    [
        ({"from_month": date(2026, 3, 1)}, "2026-02", 0),
        ({"from_month": date(2026, 3, 1)}, "2026-03", 5000),
        ({"paid_here_from": date(2026, 3, 1)}, "2026-02", 0),  # paid by the office that ran it before
        ({"paid_here_from": date(2026, 3, 1)}, "2026-03", 5000),
        ({"suspended_from": date(2026, 3, 1)}, "2026-02", 5000),
        ({"suspended_from": date(2026, 3, 1)}, "2026-03", 0),
        ({"stopped_from": date(2026, 3, 1)}, "2026-02", 5000),
        ({"stopped_from": date(2026, 3, 1)}, "2026-03", 0),
        ({"stopped_from": date(2026, 3, 1)}, "2026-12", 0),
        ({"deceased_on": date(2026, 3, 1)}, "2026-03", 5000),  # the month of the death is owed in full
        ({"deceased_on": date(2026, 3, 31)}, "2026-03", 5000),
        ({"deceased_on": date(2026, 3, 31)}, "2026-04", 0),
        ({"deceased_on": date(2025, 12, 31)}, "2026-01", 0),
        ({"monthly_fen": 22000}, "2026-03", 22000),  # a fixed amount knows no age
        ({"monthly_fen": 22000, "birth_date": date(2010, 1, 1)}, "2026-03", 22000),
        ({"monthly_fen": 56000, "read_only": True}, "2026-03", 0),  # 优抚 is paid by others
    ],
)
def test_an_award_owes_from_its_first_month_until_it_ends(terms: dict[str, Any], in_month: str, fen: int) -> None:
    assert fen_for(a_claim(**terms), month(in_month), RATES) == fen


@pytest.mark.parametrize("rates", [{}, {"aged.bands": []}])
def test_without_rates_nothing_is_guessed(rates: dict[str, object]) -> None:
    with pytest.raises(StandardsNotSet):
        fen_for(a_claim(), month("2026-03"), rates)
