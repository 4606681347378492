"""One intake for all programmes: few questions, no only by answers, recognised in the order of the law."""

import random
from datetime import date
from typing import Any

import pytest

from backend import eligibility
from backend.eligibility import Answers, BadFact, Chance, Finding, Intake, Outcome
from backend.eligibility.library import library
from backend.eligibility.lined_yaml import RuleFileInvalid
from backend.eligibility.recognising import read_ladder

from .documented import is_documented
from .law_cases import ON
from .test_every_rule_on_random_people import UNFIT, made_up

COUNTY = {each.key: each.example for code in eligibility.programmes()
          for each in eligibility.parameters_declared(code, on=ON)} | {"dibao.method": "补差"}  # fmt: skip
POOR: dict[str, Any] = {
    "hard_up": True, "registered_here": True, "birth_date": "1980-01-01", "has_disability_card": False,
    "home_kind": "village", "members_counted": 3, "monthly_income_fen": 100_000, "receives_dibao": False,
    "sudden_hardship": False, "heavy_spending": False,
}  # fmt: skip
ALONE = POOR | {
    "birth_date": "1950-01-01", "members_counted": 1, "monthly_income_fen": 10_000, "own_income_fen": 10_000,
    "no_one_to_support": True, "obligors": 0, "years_living_here": 70,
}  # fmt: skip


def intake(facts: dict[str, Any], *unsure: str) -> Intake:
    return eligibility.take_in(facts, on=ON, parameters=COUNTY, unsure=unsure)


def found(taken: Intake, programme: str) -> Finding:
    return next(each for each in taken.findings if each.programme == programme)


def asked(answers: dict[str, Any], *, otherwise: Any = None) -> list[str]:
    """The questions that somebody who answers so is asked."""
    facts: dict[str, Any] = {}
    while (question := intake(facts).next_question) is not None:
        assert question.fact not in facts
        facts[question.fact] = answers[question.fact] if otherwise is None else answers.get(question.fact, otherwise)
    return list(facts)


def test_somebody_without_hardship_answers_four_questions():
    well = {"hard_up": False, "registered_here": True, "birth_date": "1980-01-01", "has_disability_card": False}
    assert asked(well)[0] == "hard_up"
    assert set(asked(well)) == set(well)


def test_a_poor_family_answers_no_more_than_twelve():
    assert len(asked(POOR)) <= 12


def test_nobody_is_asked_what_only_staff_can_know():
    left = {key for key, fact in library().facts.items() if fact.left_to_staff}
    assert not left & set(asked(ALONE))
    assert {"members_authorised", "property_outcome", "receives_elsewhere"} <= left


def test_what_is_presumed_is_named_and_makes_it_probable_and_no_more():
    rural = found(intake(POOR), "rural_dibao")
    assert (rural.chance, rural.outcome, rural.amount_fen) == (Chance.PROBABLE, Outcome.UNKNOWN, 32_000)
    assert {"住房套数", "机动车辆数", "家人同意授权核对"} <= set(rural.left_to_staff)
    assert "由工作人员核实" in rural.summary
    assert "最终由县民政局决定" in rural.summary
    proved = POOR | {
        "members_authorised": True, "homes": 1, "vehicles": 0, "financial_assets_fen": 0,
        "member_receives_tekun": False, "receives_dibao_elsewhere": False,
    }  # fmt: skip
    answered = found(intake(proved), "rural_dibao")
    assert (answered.chance, answered.left_to_staff) == (Chance.YES, ())


def test_an_answer_wins_over_what_is_presumed():
    told = found(intake(POOR | {"members_authorised": False}), "rural_dibao")
    assert told.chance is Chance.NO
    looked_at = found(intake(POOR | {"homes": 3}), "rural_dibao")
    assert looked_at.chance is Chance.STAFF
    assert "住房3套" in looked_at.summary


def test_who_has_no_hardship_is_told_nothing_of_programmes_not_asked_about():
    taken = intake({"hard_up": False, "registered_here": True})
    rural = found(taken, "rural_dibao")
    assert (rural.chance, rural.outcome, rural.amount_fen) == (Chance.ASIDE, Outcome.UNKNOWN, None)
    assert "单独查" in rural.summary


@pytest.mark.parametrize(
    ("facts", "programme", "settled", "also"),
    [
        (ALONE, "tekun", True, {}),
        (POOR, "rural_dibao", True, {}),
        (POOR | {"home_kind": "town", "monthly_income_fen": 180_000}, "urban_dibao", True, {}),
        (POOR | {"monthly_income_fen": 195_000}, "edge_family", True, {}),
        # Below the urban standard only: whether the home counts as of the town is the township's to say.
        (POOR | {"monthly_income_fen": 150_000}, "edge_family", False, {}),
        (POOR | {"monthly_income_fen": 900_000}, None, None, {}),
        (POOR | {"sudden_hardship": True}, "rural_dibao", True, {"temporary_emergency": False}),
        (
            POOR | {"has_disability_card": True, "disability_grade": 2, "disability_class": "hearing"},
            "rural_dibao", True, {"disability_care": False, "disability_living": True},
        ),
        (
            ALONE | {"has_disability_card": True, "disability_grade": 1, "disability_class": "visual"},
            "tekun", True, {},
        ),
        (ALONE | {"obligors": None}, "rural_dibao", False, {}),
        (
            POOR | {
                "monthly_income_fen": 900_000, "heavy_spending": True, "rigid_spending_fen": 9_000_000,
                "yearly_income_fen": 10_800_000, "lives_in_edge_family": False,
            },
            "rigid_spending", True, {"temporary_expenditure": False},
        ),
    ],
)  # fmt: skip
def test_recognised_in_the_order_of_the_law_and_what_goes_beside(facts, programme, settled, also):
    taken = intake(facts)
    recognition = taken.recognition
    assert (recognition and recognition.programme) == programme
    assert (recognition and recognition.settled) is settled
    assert {each.programme: each.after for each in taken.also} == also
    assert recognition is None or (recognition.article and recognition.name in recognition.sentence)


def test_once_recognised_nothing_of_lower_rank_is_asked_about():
    assert found(intake(POOR), "edge_family").chance is Chance.ASIDE
    assert found(intake(POOR | {"monthly_income_fen": 150_000}), "rural_dibao").chance is Chance.NO


def test_who_cannot_answer_is_not_asked_again_and_staff_take_over():
    unsure = intake({key: value for key, value in POOR.items() if key != "monthly_income_fen"}, "monthly_income_fen")
    rural = found(unsure, "rural_dibao")
    assert (rural.chance, rural.outcome) == (Chance.STAFF, Outcome.UNKNOWN)
    assert "全家月收入" in rural.left_to_staff
    nothing = intake({}, *library().facts)
    assert (nothing.next_question, nothing.questions_left) == (None, 0)
    assert {each.chance for each in nothing.findings} <= {Chance.STAFF, Chance.PROBABLE}


@pytest.mark.parametrize("seed", range(12))
def test_however_one_answers_the_count_is_kept_and_no_is_said_by_answers_alone(seed):
    rng = random.Random(seed)
    facts: dict[str, Any] = {}
    unsure: set[str] = set()
    before = 99
    while (question := (taken := intake(facts, *unsure)).next_question) is not None:
        assert 1 <= taken.questions_left < before
        before = taken.questions_left
        if rng.random() < 0.1:
            unsure.add(question.fact)
        else:
            facts[question.fact] = made_up(library().facts[question.fact], rng)
        for each in taken.findings:
            assert (each.chance is Chance.NO) == (each.outcome is Outcome.NO) or each.chance is Chance.ASIDE
            assert each.amount_fen is None or each.chance not in (Chance.NO, Chance.ASIDE)
            assert not [word for word in UNFIT for text in (each.summary, each.speak_text) if word in text], each
    assert taken.questions_left == 0
    assert Chance.OPEN not in {each.chance for each in taken.findings}


@pytest.mark.parametrize("seed", range(4))
def test_no_verdict_changes_by_what_is_not_asked(seed):
    """What an intake has not asked, a check of the programme alone would ask; together they agree on every no."""
    rng = random.Random(seed)
    facts: dict[str, Any] = {}
    while (question := (taken := intake(facts)).next_question) is not None:
        facts[question.fact] = made_up(library().facts[question.fact], rng)
    for each in taken.findings:
        verdict = eligibility.decide(each.programme, facts, on=ON, parameters=COUNTY)
        assert each.outcome is (Outcome.UNKNOWN if each.chance is Chance.ASIDE else verdict.outcome)


def test_several_get_what_each_would_get_alone_and_a_bad_answer_harms_nobody():
    people = [POOR, {"age": 200}, ALONE, {"birth_date": "1942-05-06", "age": 12}, {}, {"moon": 1}]
    several = eligibility.take_in_each([Answers(each) for each in people], on=ON, parameters=COUNTY)
    assert [isinstance(each, BadFact) for each in several] == [False, True, False, True, False, True]
    for facts, each in zip(people, several, strict=True):
        if isinstance(each, BadFact):
            with pytest.raises(BadFact):
                intake(facts)
        else:
            assert intake(facts) == each


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("rungs: []\n", "要有 article 和 rungs"),
        ("article: 依据\nrungs:\n  - {programmes: [moon_rent]}\n", "没有「moon_rent」这个项目"),
        ("article: 依据\nrungs:\n  - {programmes: [tekun], grants: homes}\n", "没有声明「homes」这个是否事实"),
    ],
)
def test_an_order_of_recognition_that_names_what_nobody_declares_is_refused(tmp_path, written, reason):
    (tmp_path / "recognition.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(RuleFileInvalid) as invalid:
        read_ladder(tmp_path / "recognition.yaml")
    assert reason in invalid.value.reason
    assert is_documented(invalid.value.reason), invalid.value.reason


def test_a_programme_not_in_force_or_without_standards_is_left_out():
    some = {key: value for key, value in COUNTY.items() if key != "dibao.standard.rural"}
    codes = {each.programme for each in eligibility.take_in(POOR, on=ON, parameters=some).findings}
    assert "old_age_allowance" in codes
    assert "rural_dibao" not in codes
    assert eligibility.take_in(POOR, on=date(1999, 1, 1), parameters=COUNTY).findings == ()
