"""Only questions that can still change the verdict are asked."""

import pytest

from backend import eligibility

from .law_cases import COUNTY, ELDER, FAMILY, ON


def asked(programme: str, facts: dict) -> list[str]:
    return [q.fact for q in eligibility.questions(programme, facts, on=ON, parameters=COUNTY)]


def test_an_elder_is_asked_four_things():
    assert asked("old_age_allowance", {}) == [
        "birth_date",
        "alive",
        "registered_here",
        "receives_old_age_elsewhere",
    ]


@pytest.mark.parametrize(
    ("programme", "facts", "expected"),
    [
        ("old_age_allowance", ELDER, []),
        ("old_age_allowance", {"age": 85}, ["alive", "registered_here", "receives_old_age_elsewhere"]),
        ("old_age_allowance", {"registered_here": False}, []),
        ("old_age_allowance", {"birth_date": "1960-01-01"}, []),
        ("rural_dibao", FAMILY, []),
        ("rural_dibao", {"members_counted": 2, "monthly_income_fen": 88000}, []),
        ("rural_dibao", FAMILY | {"vehicles": 1}, []),
        ("rural_dibao", FAMILY | {"vehicles": 1, "homes": None}, ["homes"]),
        ("rural_dibao", FAMILY | {"members_counted": None}, ["members_counted"]),
        ("rural_dibao", FAMILY | {"registered_here": False}, ["family_hukou_and_home_here"]),
    ],
)
def test_what_is_still_worth_asking(programme, facts, expected):
    assert asked(programme, facts) == expected


def test_what_can_settle_the_verdict_comes_before_what_only_asks_for_a_look():
    order = asked("rural_dibao", {})
    assert order[:3] == ["members_counted", "members_authorised", "monthly_income_fen"]
    assert len(order) <= 12


def test_answering_the_first_question_each_time_ends_in_a_verdict_that_misses_nothing():
    facts: dict = {}
    while open_questions := eligibility.questions("rural_dibao", facts, on=ON, parameters=COUNTY):
        facts[open_questions[0].fact] = FAMILY[open_questions[0].fact]
    verdict = eligibility.decide("rural_dibao", facts, on=ON, parameters=COUNTY)
    assert verdict.outcome is eligibility.Outcome.YES
    assert "family_hukou_and_home_here" not in facts


def test_missing_facts_are_the_questions_of_an_unknown_verdict():
    verdict = eligibility.decide("rural_dibao", {"members_counted": 2}, on=ON, parameters=COUNTY)
    assert list(verdict.missing) == asked("rural_dibao", {"members_counted": 2})
    assert f"还差{len(verdict.missing)}项" in verdict.summary


def test_a_question_carries_what_a_form_needs():
    by_fact = {q.fact: q for q in eligibility.questions("rural_dibao", {}, on=ON, parameters=COUNTY)}
    assert by_fact["home_kind"].choices == (("village", "农村（行政村）"), ("town", "城镇（社区）"))
    income = by_fact["monthly_income_fen"]
    assert (income.type, income.minimum, income.maximum) == ("fen", 0, 100_000_000)
    assert all(q.question.endswith("？") for q in by_fact.values())
