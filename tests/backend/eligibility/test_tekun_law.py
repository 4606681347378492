"""特困人员救助供养, clause by clause, on both sides of every boundary."""

from datetime import date

import pytest

from backend import eligibility
from backend.eligibility import Outcome, Verdict

from .law_cases import ON

YES, NO, UNKNOWN = Outcome.YES, Outcome.NO, Outcome.UNKNOWN
COUNTY = {
    "dibao.standard.rural": 44000, "dibao.standard.urban": 64000, "tekun.base.rural": 57200, "tekun.base.urban": 83200,
    "tekun.care.full.institution": 90000, "tekun.care.full.home": 80000, "tekun.care.half.institution": 42000,
    "tekun.care.half.home": 32000, "tekun.care.self.institution": 18000, "tekun.care.self.home": 8000,
}  # fmt: skip
ALONE = {
    "birth_date": date(1950, 1, 1), "registered_here": True, "has_disability_card": False, "home_kind": "village",
    "own_income_fen": 10000, "income_is_of_pension": False, "obligors": 0,
    "members_authorised": True, "receives_orphan_allowance": False, "receives_child_allowance_in_full": False,
    "receives_dibao": False, "receives_elsewhere": False, "self_care_failed": 0, "support_mode": "home",
}  # fmt: skip


def check(facts: dict, county: dict | None = None) -> Verdict:
    return eligibility.decide("tekun", ALONE | facts, on=ON, parameters=COUNTY | (county or {}))


def card(kind: str, grade: int) -> dict:
    return {
        "birth_date": date(1980, 1, 1), "has_disability_card": True, "disability_class": kind, "disability_grade": grade
    }  # fmt: skip


def aged(years: int, days: int = 0) -> dict:
    return {"birth_date": ON.replace(year=ON.year - years, day=ON.day + days)}


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (aged(60), YES), (aged(60, 1), NO), (aged(16, 1), YES), (aged(30), NO), (card("intellectual", 3), YES),
        (card("intellectual", 4), NO), (card("mental", 3), YES), (card("mental", 4), NO), (card("limb", 2), YES),
        (card("limb", 3), NO), (card("visual", 1), YES), (card("visual", 2), NO), (card("hearing", 1), NO),
        (card("speech", 1), NO), ({"birth_date": None}, UNKNOWN), (aged(30) | {"has_disability_card": None}, UNKNOWN),
    ],
)  # fmt: skip
def test_without_labour_ability_by_age_or_disability(facts, outcome):
    assert check(facts).outcome is outcome


@pytest.mark.parametrize(
    ("setting", "outcome", "review"), [("yes", YES, False), ("review", UNKNOWN, True), ("no", NO, False)]
)
@pytest.mark.parametrize("facts", [aged(16), aged(18, 1)])
def test_sixteen_and_seventeen_go_by_the_provinces_choice(facts, setting, outcome, review):
    verdict = check(facts, {"tekun.admits_16_17": setting})
    assert (verdict.outcome, any(c.review for c in verdict.conditions)) == (outcome, review)


def test_eighteen_is_grown_up():
    assert check(aged(18), {"tekun.admits_16_17": "yes"}).outcome is NO


@pytest.mark.parametrize(
    ("facts", "outcome", "fen"),
    [
        ({"own_income_fen": 43999}, YES, 65200), ({"own_income_fen": 44000}, NO, None),
        ({"own_income_fen": 63999, "home_kind": "town"}, YES, 91200),
        ({"own_income_fen": 64000, "home_kind": "town"}, NO, None), ({"own_income_fen": None}, UNKNOWN, 65200),
        ({"own_income_fen": 50000, "home_kind": None}, UNKNOWN, None),
    ],
)  # fmt: skip
def test_the_own_income_is_below_the_standard_of_town_or_country(facts, outcome, fen):
    verdict = check(facts)
    assert (verdict.outcome, verdict.amount_fen) == (outcome, fen)


@pytest.mark.parametrize(
    ("obligors", "unable", "outcome"),
    [(0, None, YES), (2, 2, YES), (2, 1, NO), (1, 0, NO), (None, 0, UNKNOWN), (2, None, UNKNOWN)],
)
def test_no_obligor_or_none_who_is_able(obligors, unable, outcome):
    assert check({"obligors": obligors, "obligors_unable": unable}).outcome is outcome


@pytest.mark.parametrize(
    ("failed", "mode", "fen"),
    [
        (0, "home", 57200 + 8000), (1, "home", 57200 + 32000), (3, "home", 57200 + 32000), (4, "home", 57200 + 80000),
        (6, "home", 57200 + 80000), (0, "institution", 57200 + 18000), (3, "institution", 57200 + 42000),
        (4, "institution", 57200 + 90000), (None, "home", None), (0, None, None),
    ],
)  # fmt: skip
def test_basic_living_and_care_by_how_much_one_can_do_oneself(failed, mode, fen):
    assert check({"self_care_failed": failed, "support_mode": mode}).amount_fen == fen


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("pension", {"income_is_of_pension": True}), ("property_check", {"property_outcome": "review"}),
        ("several_disabilities", card("multiple", 3)), ("no_child_allowance", {"receives_orphan_allowance": True}),
        ("no_child_allowance", {"receives_child_allowance_in_full": True}), ("no_dibao", {"receives_dibao": True}),
        ("not_elsewhere", {"receives_elsewhere": True}),
    ],
)  # fmt: skip
def test_what_an_officer_must_look_at_is_never_a_no(condition, facts):
    verdict = check(facts)
    found = next(c for c in verdict.conditions if c.key == condition)
    assert (verdict.outcome, found.outcome, found.review) == (UNKNOWN, UNKNOWN, True)


@pytest.mark.parametrize(
    "facts", [{"registered_here": False}, {"members_authorised": False}, {"property_outcome": "blocked"}]
)
def test_hukou_authorisation_and_property(facts):
    assert check(facts).outcome is NO


def test_a_pension_that_does_not_count_is_no_matter():
    assert check({"income_is_of_pension": True}, {"tekun.counts_employee_pension": "no"}).outcome is YES


def test_the_amount_is_said_in_parts():
    assert check({"self_care_failed": 2}).amount_basis == "基本生活每月572元，加照料护理每月320元，一共892元。"
