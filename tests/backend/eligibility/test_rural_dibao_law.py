"""农村低保, clause by clause, on both sides of every boundary."""

import pytest

from backend import eligibility
from backend.eligibility import Outcome, StandardsNotSet, Verdict

from .law_cases import COUNTY, FAMILY, ON

YES, NO, UNKNOWN = Outcome.YES, Outcome.NO, Outcome.UNKNOWN


def check(facts: dict, county: dict | None = None) -> Verdict:
    return eligibility.decide("rural_dibao", FAMILY | facts, on=ON, parameters=COUNTY | (county or {}))


@pytest.mark.parametrize(
    ("members", "income", "outcome", "fen"),
    [
        pytest.param(3, 131999, YES, 1, id="one fen below the standard"),
        pytest.param(3, 132000, NO, None, id="equal to the standard is not below it"),
        pytest.param(3, 132001, NO, None, id="one fen above"),
        pytest.param(1, 43999, YES, 1, id="alone, one fen below"),
        pytest.param(1, 44000, NO, None, id="alone, equal"),
        pytest.param(4, 0, YES, 176000, id="no income: the standard for each"),
        pytest.param(3, 115500, YES, 16500, id="385 yuan each: 55 yuan for each of three"),
        pytest.param(7, 100001, YES, 207999, id="per capita does not come out even: nothing is lost to rounding"),
        pytest.param(None, 115500, UNKNOWN, None, id="members not known"),
        pytest.param(3, None, UNKNOWN, None, id="income not known"),
        pytest.param(None, 0, UNKNOWN, None, id="no income, members not known"),
    ],
)
def test_per_capita_income_must_be_below_the_standard_and_the_gap_is_paid(members, income, outcome, fen):
    verdict = check({"members_counted": members, "monthly_income_fen": income})
    assert (verdict.outcome, verdict.amount_fen) == (outcome, fen)


@pytest.mark.parametrize(
    ("condition", "facts", "outcome", "review"),
    [
        ("authorised", {"members_authorised": True}, YES, False),
        ("authorised", {"members_authorised": False}, NO, False),
        ("authorised", {"members_authorised": None}, UNKNOWN, False),
        ("registered", {"registered_here": True, "family_hukou_and_home_here": None}, YES, False),
        ("registered", {"registered_here": False, "family_hukou_and_home_here": True}, YES, False),
        ("registered", {"registered_here": None, "family_hukou_and_home_here": True}, YES, False),
        ("registered", {"registered_here": False, "family_hukou_and_home_here": False}, UNKNOWN, True),
        ("registered", {"registered_here": False, "family_hukou_and_home_here": None}, UNKNOWN, False),
        ("rural_home", {"home_kind": "town"}, UNKNOWN, True),
        ("rural_home", {"home_kind": None}, UNKNOWN, False),
        ("no_tekun", {"member_receives_tekun": True}, UNKNOWN, True),
        ("no_tekun", {"member_receives_tekun": None}, UNKNOWN, False),
        ("not_elsewhere", {"receives_dibao_elsewhere": True}, UNKNOWN, True),
        ("not_elsewhere", {"receives_dibao_elsewhere": None}, UNKNOWN, False),
        ("homes", {"homes": 0}, YES, False),
        ("homes", {"homes": 1}, YES, False),
        ("homes", {"homes": 2}, UNKNOWN, True),
        ("homes", {"homes": None}, UNKNOWN, False),
        ("vehicles", {"vehicles": 0}, YES, False),
        ("vehicles", {"vehicles": 1}, UNKNOWN, True),
        ("vehicles", {"vehicles": None}, UNKNOWN, False),
        ("financial_assets", {"financial_assets_fen": 36 * 44000 * 3}, YES, False),
        ("financial_assets", {"financial_assets_fen": 36 * 44000 * 3 + 1}, UNKNOWN, True),
        ("financial_assets", {"financial_assets_fen": None}, UNKNOWN, False),
    ],
)
def test_each_condition_decides_for_the_whole_when_the_others_hold(condition, facts, outcome, review):
    verdict = check(facts)
    found = {c.key: c for c in verdict.conditions}[condition]
    assert verdict.outcome is outcome
    assert (found.outcome, found.review) == (outcome, review)
    assert verdict.amount_fen == (None if outcome is NO else 16500)


def test_property_alone_never_says_no_however_much_there_is():
    rich = {"homes": 50, "vehicles": 50, "financial_assets_fen": 10_000_000_000}
    verdict = check(rich)
    assert verdict.outcome is UNKNOWN
    assert verdict.missing == ()
    assert "工作人员" in verdict.summary


def test_property_to_be_looked_at_does_not_hide_an_income_above_the_standard():
    assert check({"vehicles": 1, "monthly_income_fen": 132000}).outcome is NO


@pytest.mark.parametrize(
    ("county", "facts", "outcome"),
    [
        ({"dibao.asset_rules.homes": 2}, {"homes": 2}, YES),
        ({"dibao.asset_rules.vehicles": 1}, {"vehicles": 1}, YES),
        ({"dibao.asset_rules.financial_months": 1}, {"financial_assets_fen": 132001}, UNKNOWN),
        ({"dibao.standard.rural": 38500}, {}, NO),
        ({"dibao.standard.rural": 38501}, {}, YES),
    ],
)
def test_limits_and_standard_are_the_countys_own(county, facts, outcome):
    assert check(facts, county).outcome is outcome


@pytest.mark.parametrize(
    ("unit", "income", "fen"), [(1, 131999, 1), (10, 131999, 10), (100, 131999, 100), (100, 131900, 100)]
)
def test_rounding_goes_up_to_the_countys_unit(unit, income, fen):
    assert check({"monthly_income_fen": income}, {"dibao.rounding_fen": unit}).amount_fen == fen


def test_where_the_county_grades_families_the_amount_is_left_to_it():
    verdict = check({}, {"dibao.method": "分档"})
    assert (verdict.outcome, verdict.amount_fen, verdict.amount_basis) == (YES, None, None)
    assert "由县民政局核定" in verdict.summary


EXTRA = {"dibao.extra": [{"kind": "severe_disability", "percent": 20}]}


def test_what_is_added_is_said_beside_the_gap():
    verdict = check({"extra_percent": 20}, EXTRA)
    assert (verdict.amount_fen, verdict.at_least) == (16500 + 8800, False)
    assert verdict.amount_basis.endswith("每月发165元。家里的重点对象按标准增发20%，每月88元，一共每月253元。")


def test_until_an_addition_is_known_the_amount_is_at_least_the_gap_and_nobody_is_asked():
    verdict = check({}, EXTRA)
    assert (verdict.outcome, verdict.amount_fen, verdict.at_least, verdict.missing) == (YES, 16500, True, ())
    assert "全家每月大约165元，家里有重病、重残" in verdict.summary
    assert verdict.amount_basis.endswith("每月发165元。")


def test_a_class_is_the_townships_finding_and_no_question_to_a_resident():
    graded = {"dibao.method": "分档", "dibao.grades.rural": [{"fen": 42000, "grade": "一类"}]}
    found = eligibility.decide("rural_dibao", FAMILY, on=ON, parameters=COUNTY | graded)
    assert (found.amount_fen, found.missing) == (None, ())
    assert (
        check({"dibao_grade": "一类"}, graded).amount_basis == "乡镇核定为一类，每人每月420元，3口人，每月发1,260元。"
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("dibao.extra", [{"kind": "minor"}]),
        ("dibao.extra", "minor:x"),
        ("dibao.extra", {"minor": 10}),
        ("dibao.extra", [{"kind": "minor", "percent": 10}, {"kind": "minor", "percent": 20}]),
        ("dibao.grades.rural", [{"grade": "一类", "fen": 420.5}]),
        ("dibao.grades.rural", [["一类", 42000]]),
        ("dibao.standard.rural", None),
        ("dibao.standard.rural", -1),
        ("dibao.standard.rural", 440.0),
        ("dibao.standard.rural", "44000"),
        ("dibao.standard.rural", True),
        ("dibao.method", "随便"),
        ("dibao.rounding_fen", 0),
    ],
)
def test_a_standard_not_set_or_unreadable_is_said_so(key, value):
    with pytest.raises(StandardsNotSet) as refusal:
        check({}, {key: value})
    assert refusal.value.details == {"key": key}
