"""What cannot be true is turned away, each with its own sentence, and never repeated back."""

from datetime import date, datetime

import polars as pl
import pytest

from backend import eligibility
from backend.eligibility import BadFact
from backend.refusals import NotAcceptable, NotFound

from .law_cases import COUNTY, ELDER, FAMILY, ON

BAD = [
    ("age", -1, "年龄要在0到130岁之间"),
    ("age", 131, "年龄要在0到130岁之间"),
    ("age", True, "周岁年龄"),
    ("birth_date", "2026-11-24", "今天之前"),
    ("birth_date", "1896-11-22", "130年之内"),
    ("birth_date", "1943-02-30", "日期要真实存在"),
    ("birth_date", "19430506", "1943-05-06"),
    ("birth_date", "1943-W18-4", "1943-05-06"),
    ("birth_date", "１９４３-05-06", "1943-05-06"),
    ("birth_date", 19430506, "1943-05-06"),
    ("birth_date", datetime(1943, 5, 6), "1943-05-06"),  # noqa: DTZ001
    ("members_counted", 0, "家庭人数"),
    ("members_counted", -2, "家庭人数"),
    ("members_counted", 31, "家庭人数"),
    ("monthly_income_fen", -1, "亏本请填0"),
    ("monthly_income_fen", 100_000_001, "100万元"),
    ("monthly_income_fen", 2**80, "100万元"),
    ("monthly_income_fen", 385.0, "整数（单位：分）"),
    ("monthly_income_fen", "38500", "整数（单位：分）"),
    ("monthly_income_fen", float("nan"), "整数（单位：分）"),
    ("monthly_income_fen", {"a": 1}, "整数（单位：分）"),
    ("financial_assets_fen", -1, "1亿元"),
    ("homes", 51, "住房套数"),
    ("vehicles", -1, "车辆数"),
    ("years_living_here", 131, "居住年数"),
    ("home_kind", "castle", "农村（行政村）、城镇（社区）"),
    ("home_kind", ["village"], "农村（行政村）、城镇（社区）"),
    ("alive", "yes", "「是」或「否」"),
    ("alive", 1, "「是」或「否」"),
    ("alive", [], "「是」或「否」"),
    ("shoe_size", 42, "不认识"),
]


@pytest.mark.parametrize(("fact", "value", "sentence"), BAD)
def test_a_bad_value_is_refused_with_its_own_sentence(fact, value, sentence):
    with pytest.raises(BadFact) as refusal:
        eligibility.decide("old_age_allowance", {fact: value}, on=ON, parameters=COUNTY)
    assert isinstance(refusal.value, NotAcceptable)
    assert refusal.value.code == "eligibility.BadFact"
    assert refusal.value.details == {"fact": fact}
    assert sentence in refusal.value.shown


def test_questions_refuse_the_same():
    with pytest.raises(BadFact):
        eligibility.questions("rural_dibao", {"members_counted": 0}, on=ON, parameters=COUNTY)


@pytest.mark.parametrize(("age", "good"), [(83, True), (82, False), (84, False)])
def test_an_age_that_contradicts_the_birth_date_is_refused(age, good):
    facts = ELDER | {"age": age}
    if good:
        eligibility.decide("old_age_allowance", facts, on=ON, parameters=COUNTY)
        return
    with pytest.raises(BadFact, match="BadFact") as refusal:
        eligibility.decide("old_age_allowance", facts, on=ON, parameters=COUNTY)
    assert "对不上" in refusal.value.shown


@pytest.mark.parametrize(
    ("programme", "facts", "on"),
    [("old_age_allowance", ELDER, date(2023, 12, 31)), ("rural_dibao", FAMILY, date(2021, 6, 30))],
)
def test_a_day_before_the_first_rule_version_is_refused_and_the_next_day_is_not(programme, facts, on):
    with pytest.raises(BadFact) as refusal:
        eligibility.decide(programme, facts, on=on, parameters=COUNTY)
    assert "更早的日期" in refusal.value.shown
    assert eligibility.decide(programme, facts, on=date.fromordinal(on.toordinal() + 1), parameters=COUNTY)


def test_an_unknown_programme_is_not_found():
    with pytest.raises(NotFound):
        eligibility.decide("free_lunch", {}, on=ON, parameters=COUNTY)
    with pytest.raises(NotFound):
        eligibility.facts_declared("free_lunch")


def test_the_extremes_that_are_possible_are_taken():
    for facts in ({"age": 0}, {"age": 130}, {"birth_date": ON}, {"birth_date": "1896-11-23"}):
        eligibility.decide("old_age_allowance", facts, on=ON, parameters=COUNTY)


@pytest.mark.parametrize(
    "column",
    [
        pl.Series("members_counted", [3, 0]),
        pl.Series("monthly_income_fen", [1, -1]),
        pl.Series("monthly_income_fen", [1.0, 2.0]),
        pl.Series("monthly_income_fen", [2**63, 1], dtype=pl.UInt64),
        pl.Series("home_kind", ["village", "castle"]),
        pl.Series("members_authorised", ["true", "false"]),
    ],
)
def test_a_frame_with_a_bad_column_or_value_is_refused(column):
    with pytest.raises(BadFact) as refusal:
        eligibility.decide_many("rural_dibao", pl.DataFrame([column]), on=ON, parameters=COUNTY)
    assert refusal.value.details == {"fact": column.name}
