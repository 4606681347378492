"""高龄津贴, clause by clause, on both sides of every boundary."""

from datetime import date

import pytest

from backend import eligibility
from backend.eligibility import Outcome, StandardsNotSet, Verdict

from .law_cases import COUNTY, ELDER, ON

YES, NO, UNKNOWN = Outcome.YES, Outcome.NO, Outcome.UNKNOWN


def check(facts: dict, on: date = ON, county: dict | None = None) -> Verdict:
    return eligibility.decide("old_age_allowance", ELDER | facts, on=on, parameters=county or COUNTY)


@pytest.mark.parametrize(
    ("born", "on", "outcome", "fen"),
    [
        pytest.param("1946-11-24", "2026-11-23", NO, None, id="79 years 364 days"),
        pytest.param("1946-11-23", "2026-11-23", YES, 5000, id="80th birthday"),
        pytest.param("1946-11-22", "2026-11-23", YES, 5000, id="80 years 1 day"),
        pytest.param("1936-11-24", "2026-11-23", YES, 5000, id="last day of 89"),
        pytest.param("1936-11-23", "2026-11-23", YES, 10000, id="90th birthday"),
        pytest.param("1926-11-24", "2026-11-23", YES, 10000, id="last day of 99"),
        pytest.param("1926-11-23", "2026-11-23", YES, 30000, id="100th birthday"),
        pytest.param("1946-12-31", "2026-12-30", NO, None, id="New Year's Eve child, the day before"),
        pytest.param("1946-12-31", "2026-12-31", YES, 5000, id="New Year's Eve child, the day"),
        pytest.param("1947-01-01", "2026-12-31", NO, None, id="New Year's child, the day before"),
        pytest.param("1944-02-29", "2024-02-28", NO, None, id="29 Feb turning 80 in a leap year, the day before"),
        pytest.param("1944-02-29", "2024-02-29", YES, 5000, id="29 Feb turning 80 in a leap year, the day"),
        pytest.param("1936-02-29", "2026-02-27", YES, 5000, id="29 Feb turning 90 in a common year, 27 Feb"),
        pytest.param("1936-02-29", "2026-02-28", YES, 10000, id="29 Feb turning 90 in a common year, 28 Feb"),
        pytest.param("1936-02-28", "2026-02-28", YES, 10000, id="28 Feb is no special day"),
        pytest.param("1936-03-01", "2026-02-28", YES, 5000, id="1 March child on 28 Feb"),
    ],
)
def test_age_is_reckoned_by_the_birth_date_on_the_id_card(born, on, outcome, fen):
    verdict = check({"birth_date": born}, date.fromisoformat(on))
    assert (verdict.outcome, verdict.amount_fen) == (outcome, fen)


@pytest.mark.parametrize(("day", "fen"), [("2026-02-28", 5000), ("2026-03-01", 10000)])
def test_a_county_may_choose_the_first_of_march_for_leap_day_children(day, fen):
    county = COUNTY | {"age.leap_day_birthday": "03-01"}
    assert check({"birth_date": "1936-02-29"}, date.fromisoformat(day), county).amount_fen == fen


@pytest.mark.parametrize(
    ("condition", "facts", "outcome"),
    [
        ("alive", {"alive": True}, YES),
        ("alive", {"alive": False}, NO),
        ("alive", {"alive": None}, UNKNOWN),
        ("registered", {"registered_here": True}, YES),
        ("registered", {"registered_here": False}, NO),
        ("registered", {"registered_here": None}, UNKNOWN),
        ("age_reached", {"birth_date": None}, UNKNOWN),
        ("age_reached", {"birth_date": None, "age": 80}, YES),
        ("age_reached", {"birth_date": None, "age": 79}, NO),
        ("not_elsewhere", {"receives_old_age_elsewhere": False}, YES),
        ("not_elsewhere", {"receives_old_age_elsewhere": True}, UNKNOWN),
        ("not_elsewhere", {"receives_old_age_elsewhere": None}, UNKNOWN),
    ],
)
def test_each_condition_decides_for_the_whole_when_the_others_hold(condition, facts, outcome):
    verdict = check(facts)
    assert verdict.outcome is outcome
    assert {c.key: c.outcome for c in verdict.conditions}[condition] is outcome


@pytest.mark.parametrize(("years", "outcome"), [(1, NO), (2, YES), (None, UNKNOWN)])
def test_residence_counts_only_where_the_county_asks_for_it(years, outcome):
    asking = COUNTY | {"aged.residence_years": 2}
    assert check({"years_living_here": years}, county=asking).outcome is outcome
    indifferent = check({"years_living_here": years})
    assert indifferent.outcome is YES
    assert "residence" not in {c.key for c in indifferent.conditions}


@pytest.mark.parametrize(
    ("bands", "outcome", "fen"),
    [("80:6000,90:10000,100:50000", YES, 6000), ("85:6000", NO, None), ("70:2000,80:4000", YES, 4000)],
)
def test_bands_are_the_countys_own(bands, outcome, fen):
    verdict = check({}, county={"aged.bands": bands})
    assert (verdict.outcome, verdict.amount_fen) == (outcome, fen)


@pytest.mark.parametrize(
    "bands", [None, "", "80", "80:50.5", "90:100,80:50", "80:1,80:2", 5000, "eighty:50", "80:5000,"]
)
def test_bands_not_set_or_unreadable_are_said_so(bands):
    with pytest.raises(StandardsNotSet) as refusal:
        check({}, county={"aged.bands": bands, "dibao.standard.rural": 44000})
    assert refusal.value.details == {"key": "aged.bands"}
    assert "标准" in refusal.value.shown


def test_an_amount_is_reckoned_while_something_else_is_still_open_but_never_for_a_no():
    assert check({"alive": None}).amount_fen == 5000
    assert check({"alive": False}).amount_fen is None
    assert check({"birth_date": None}).amount_fen is None


def test_one_no_outweighs_everything_unknown():
    verdict = check({"birth_date": None, "alive": None, "registered_here": False})
    assert verdict.outcome is NO
    assert verdict.missing == ()
