"""Income out of entries by 第十三条: each kind, each switch, each rounding, and all of it against a plain oracle."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend import eligibility
from backend.eligibility import (
    Absence,
    BadFact,
    Composition,
    IncomeEntry,
    Kinship,
    Member,
    RuleFileInvalid,
    StandardsNotSet,
)
from backend.eligibility.earning import read_income_kinds

from .law_cases import COUNTY, FAMILY, ON

SET = {
    "dibao.lookback_months": 12,
    "dibao.basic_pension_excluded_until": "2025-12-31",
    "dibao.employment_cost": 10,
    "dibao.counts_old_age_allowance": "no",
}
HOME = eligibility.compose(
    [
        Member("a", Kinship.APPLICANT, age=40, absence=Absence.NONE),
        Member("prison", Kinship.SPOUSE, absence=Absence.PRISON),
        Member("open", Kinship.SPOUSE),
    ]
)
FIRST = date(2025, 11, 1)  # the oldest month looked at on ON, 23 November 2026


def entry(kind: str, fen: int | None = 120_000, **changed: object) -> IncomeEntry:
    told = {"person": "a", "first_month": FIRST, "months": 12} | changed
    return IncomeEntry(kind=kind, fen=fen, **told)


def reckon(*entries: IncomeEntry, **changed: object) -> eligibility.Income:
    return eligibility.reckon_income(entries, HOME, on=ON, county=SET | changed)


COUNTED = ["farming", "trade", "interest", "land_rent", "house_rent", "support", "pension", "unemployment"]
COUNTED += ["survivors", "compensation", "gifts", "other"]
LEFT_OUT = ["special_care", "birth_planning", "scholarship", "bravery", "social_assistance", "disability_subsidies"]
LEFT_OUT += ["unsupported_child", "old_age_allowance"]
TAKEN_OFF = ["business_cost", "tax_paid", "insurance_paid", "support_paid"]


def test_every_kind_is_tried_here() -> None:
    assert {*COUNTED, *LEFT_OUT, *TAKEN_OFF, "wage", "basic_pension"} == set(eligibility.income_kinds())


@pytest.mark.parametrize("kind", COUNTED)
def test_what_is_counted(kind: str) -> None:
    income = reckon(entry(kind))
    assert income.monthly_fen == 10_000
    assert "每月算收入100元" in income.lines[0].sentence
    assert "第十三条第" in income.lines[0].article


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_what_is_left_out(kind: str) -> None:
    income = reckon(entry(kind), entry("trade"))
    assert [line.monthly_fen for line in income.lines] == [0, 10_000]
    assert "不计入" in income.lines[0].sentence


@pytest.mark.parametrize("kind", TAKEN_OFF)
def test_what_is_taken_off(kind: str) -> None:
    group = "trade" if kind == "business_cost" else "pension"
    income = reckon(entry(kind, 60_000), entry(group))
    assert income.monthly_fen == 5_000
    assert "从收入里减去50元" in income.lines[0].sentence


def test_a_loss_in_business_lessens_nothing_else() -> None:
    assert reckon(entry("business_cost"), entry("farming", 60_000), entry("gifts")).monthly_fen == 10_000


def test_what_is_paid_out_lessens_the_whole_but_never_below_nothing() -> None:
    assert reckon(entry("support_paid", 60_000), entry("trade")).monthly_fen == 5_000
    assert reckon(entry("support_paid", 240_000), entry("trade")).monthly_fen == 0


@pytest.mark.parametrize(("percent", "monthly"), [(None, 10_000), (0, 10_000), (10, 9_000), (100, 0)])
def test_the_cost_of_employment_comes_off_pay(percent: int | None, monthly: int) -> None:
    assert reckon(entry("wage"), **{"dibao.employment_cost": percent}).monthly_fen == monthly


@pytest.mark.parametrize(("kind", "fen", "monthly"), [("trade", 23, 1), ("trade", 11, 0), ("tax_paid", 1, -1)])
def test_fen_are_rounded_in_favour_of_the_household(kind: str, fen: int, monthly: int) -> None:
    assert reckon(entry(kind, fen)).lines[0].monthly_fen == monthly


@pytest.mark.parametrize(
    ("until", "shares"),
    [
        ("2025-10-31", [10_000]),
        ("2025-12-31", [0, 8_333]),
        ("2026-01-01", [0, 7_500]),  # a month that begins on the last day is left out whole
        (date(2026, 12, 31), [0]),
        (None, [None]),
    ],
)
def test_the_basic_pension_is_left_out_until_its_day(until: object, shares: list[int | None]) -> None:
    income = reckon(entry("basic_pension"), **{"dibao.basic_pension_excluded_until": until})
    assert [line.monthly_fen for line in income.lines] == shares
    assert income.monthly_fen == (None if None in shares else sum(share or 0 for share in shares))


@pytest.mark.parametrize(("switch", "monthly"), [("yes", 10_000), ("no", 0), (None, 0)])
def test_the_old_age_allowance_counts_where_the_county_says_so(switch: str | None, monthly: int) -> None:
    assert reckon(entry("old_age_allowance"), **{"dibao.counts_old_age_allowance": switch}).monthly_fen == monthly


def test_months_too_far_back_are_left_out_and_said() -> None:
    income = reckon(entry("trade", 140_000, first_month=date(2025, 9, 30), months=14))
    assert [line.monthly_fen for line in income.lines] == [0, 10_000]
    assert "有2个月不在申请前12个月以内" in income.lines[0].sentence
    assert reckon(entry("trade"), **{"dibao.lookback_months": 6}).monthly_fen == 10_000


def test_who_does_not_count_brings_nothing() -> None:
    income = reckon(entry("trade", person="prison"))
    assert (income.monthly_fen, income.lines[0].monthly_fen) == (0, 0)
    assert "不算一起生活的家庭成员" in income.lines[0].sentence


OPEN = [entry("trade", None), entry("trade", person="open"), entry("wage", None)]


@pytest.mark.parametrize("told", OPEN)
def test_what_is_not_known_leaves_the_whole_open(told: IncomeEntry) -> None:
    income = reckon(told, entry("gifts"))
    assert income.monthly_fen is None
    assert "还不知道" in income.lines[0].sentence


@pytest.mark.parametrize("told", [entry("scholarship", None), entry("trade", None, person="prison")])
def test_what_is_left_out_need_not_be_known(told: IncomeEntry) -> None:
    assert reckon(told).monthly_fen == 0


BAD = [
    (entry("lottery"), "种类不认识"),
    (entry("trade", person="stranger"), "不在家庭成员里"),
    (entry("trade", months=0), "1到36"),
    (entry("trade", months=37, first_month=date(2020, 1, 1)), "1到36"),
    (entry("trade", first_month=date(2025, 12, 1)), "整月"),
    (entry("trade", -1), "0到1200万元"),
    (entry("trade", 1_200_000_001), "0到1200万元"),
]


@pytest.mark.parametrize(("told", "sentence"), BAD)
def test_what_cannot_be_is_refused_with_its_own_sentence(told: IncomeEntry, sentence: str) -> None:
    with pytest.raises(BadFact) as refusal:
        reckon(told)
    assert sentence in refusal.value.shown


UNSET = [("dibao.lookback_months", value) for value in (None, 0, 37, True, "12")]
UNSET += [("dibao.employment_cost", value) for value in (-1, 101, "10", True)]
UNSET += [("dibao.basic_pension_excluded_until", value) for value in ("2025-13-01", 2025)]


@pytest.mark.parametrize(("key", "value"), UNSET)
def test_a_standard_that_is_not_set_or_unreadable_is_named(key: str, value: object) -> None:
    with pytest.raises(StandardsNotSet) as refusal:
        reckon(entry("wage"), entry("basic_pension"), **{key: value})
    assert refusal.value.details["key"] == key


FILES = [
    ("kinds: 1", "第1行"),
    ("kinds:\n  a: b", "第2行"),
    ("kinds:\n  a:\n    name: 甲\n    group: wage\n    counts: 'yes'", "article"),
    ("kinds:\n  a:\n    name: 甲\n    group: pay\n    counts: 'yes'\n    article: 第一条", "第4行"),
    ("kinds:\n  a:\n    name: 甲\n    group: wage\n    counts: 'no'\n    article: 第一条", "why"),
    ("kinds:\n  a: {name: 甲, group: wage, counts: less, cost: x, article: 第一条}", "只有 counts 为 yes"),
]


@pytest.mark.parametrize(("text", "said"), FILES)
def test_a_file_that_does_not_hold_together_is_named_with_its_line(tmp_path, text: str, said: str) -> None:
    (tmp_path / "kinds.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileInvalid, match=said):
        read_income_kinds(tmp_path / "kinds.yaml")


ENTRIES = st.builds(
    entry,
    st.sampled_from([*COUNTED, *LEFT_OUT, *TAKEN_OFF, "wage", "basic_pension"]),
    st.integers(0, 10_000_000),
    person=st.sampled_from(["a", "prison"]),
    first_month=st.dates(date(2024, 1, 1), date(2025, 9, 28)),
    months=st.integers(1, 14),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ENTRIES, max_size=6), st.sampled_from([6, 12, 24]), st.integers(0, 100))
def test_the_plain_oracle_says_the_same(told: list[IncomeEntry], lookback: int, cost: int) -> None:
    income = reckon(*told, **{"dibao.lookback_months": lookback, "dibao.employment_cost": cost})
    assert income.monthly_fen == _oracle(told, lookback, cost)
    assert isinstance(income.monthly_fen, int)
    assert {line.entry for line in income.lines} == set(range(len(told)))


def _oracle(told: Sequence[IncomeEntry], lookback: int, cost: int) -> int:
    """By fractions, month by month, from the law's own lists and none of the product's tables."""
    business, rest = 0, 0
    for each in told:
        months = [(each.first_month.year * 12 + each.first_month.month + n) for n in range(each.months)]
        counted = [m for m in months if 2026 * 12 + 11 - lookback <= m < 2026 * 12 + 11]
        if each.kind == "basic_pension":
            counted = [m for m in counted if m > 2025 * 12 + 12]
        if each.person != "a" or each.kind in LEFT_OUT:
            counted = []
        share = Fraction(each.fen or 0, each.months) * len(counted) / lookback
        if each.kind == "wage":
            share *= Fraction(100 - cost, 100)
        fen = floor(-share if each.kind in TAKEN_OFF else share)
        if each.kind in ("farming", "trade", "business_cost"):
            business += fen
        else:
            rest += fen
    return max(0, max(0, business) + rest)


def test_the_rules_take_the_total() -> None:
    told = FAMILY | {"monthly_income_fen": reckon(entry("trade")).monthly_fen}
    verdict = eligibility.decide("rural_dibao", told, on=ON, parameters=COUNTY)
    assert verdict.amount_fen == 3 * 44_000 - 10_000


def test_a_household_without_entries_has_nothing() -> None:
    assert eligibility.reckon_income([], Composition(0, ()), on=ON, county=SET).monthly_fen == 0
