"""What is declared is sound, what the demo county ships is declared, and what rules read is declared alike."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend import eligibility, programmes
from backend.programmes import BadValue, Declaration, declarations, get_declaration

# Every row of the policy's table of what is set per county, city or province.
SET_LOCALLY = {
    "dibao.standard.urban", "dibao.standard.rural", "dibao.subsidy_avg_floor.urban", "dibao.subsidy_avg_floor.rural",
    "dibao.method", "dibao.lookback_months", "dibao.asset_rules", "dibao.employment_cost", "dibao.support_formula",
    "dibao.extra", "dibao.sample_ratio", "dibao.limits.statutory", "dibao.limits.promised", "edge.factor",
    "tekun.base_factor", "tekun.care.full.home", "tekun.care.half.institution", "tekun.care.self.home",
    "tekun.sample_ratio", "temp.cap", "temp.township_cap", "temp.yearly_rule", "aged.bands", "aged.start_rule",
    "aged.certification_months", "dis.living", "dis.care", "dis.extend_to_edge", "dis.stop_timing", "child.home",
    "child.institution", "rigid.ratio", "disposable_income.last_year.urban", "disposable_income.last_year.rural",
    "pay.day", "rating.callback", "rating.rectify", "price.linked",
}  # fmt: skip
UNPUBLISHED = {"disposable_income.last_year.urban", "disposable_income.last_year.rural"}


def shipped() -> list[programmes.Enactment]:
    return programmes.read_file((Path(__file__).parents[3] / "data/parameters/410325.csv").read_bytes())


def test_everything_that_the_policy_leaves_to_the_county_is_declared() -> None:
    assert len(declarations()) > 80
    assert set(declarations()) >= SET_LOCALLY


def test_the_demo_county_has_a_value_or_a_default_for_each() -> None:
    seeded = {value.key for value in shipped()}
    bare = {key for key in SET_LOCALLY - seeded if get_declaration(key).default is None}
    assert bare == UNPUBLISHED  # statistics, published each year: no figure is made up


def test_no_shipped_example_passes_for_confirmed() -> None:
    assert [value.key for value in shipped() if value.confirmed] == []
    local = [value for value in shipped() if not value.source.startswith(("民发", "每月10日"))]
    assert [value.key for value in local if "请县里确认" not in value.source] == []


def test_what_procedures_leave_to_the_county_is_declared() -> None:
    procedures = [eligibility.procedure(code, date(2026, 3, 2)) for code in eligibility.programmes()]
    named = {each.first_month.parameter for each in procedures}
    named |= {step.parameter for each in procedures for step in each.steps}
    assert len(named - {None}) > 3
    assert named - {None} <= set(declarations())


def test_what_the_rules_read_is_declared_alike() -> None:
    read = [p for code in eligibility.programmes() for p in eligibility.parameters_declared(code, on=date(2026, 3, 2))]
    assert len(read) > 8
    for parameter in read:
        declaration = get_declaration(parameter.key)
        assert declaration.type == parameter.type, parameter.key
        assert set(parameter.choices) == set(declaration.choices), parameter.key
        assert parameter.default in (None, declaration.default), parameter.key


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("dibao.standard.rural", 44000), ("dibao.method", "分档"), ("aged.bands", [[80, 5000], [90, 10000]]),
        ("dibao.basic_pension_excluded_until", "2025-12-31"), ("edge.factor", 150),
        ("dibao.extra", [{"kind": "minor", "percent": 10}]), ("dibao.extra", []),
        ("aged.bands", [[60, 100000], [80, 123456]]),
        ("dibao.grades.rural", [{"grade": "一类", "fen": 42050}]),
    ],
)  # fmt: skip
def test_a_value_is_written_and_read_back(key: str, value: object) -> None:
    declaration = get_declaration(key)
    assert programmes.read(declaration, programmes.written(declaration, value)) == value


def values(declaration: Declaration) -> st.SearchStrategy[object]:
    """Whatever the declaration takes."""
    whole = st.integers(declaration.minimum, declaration.maximum)
    match declaration.type:
        case "int" | "fen":
            return whole
        case "bool":
            return st.booleans()
        case "date":
            return st.dates().map(date.isoformat)
        case "enum":
            return st.sampled_from(list(declaration.choices))
        case "structure":
            return st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=4)
        case "bands":
            ages = st.integers(declaration.minimum, 130)
            bands = st.dictionaries(ages, st.integers(0, declaration.maximum), min_size=1, max_size=6)
            return bands.map(lambda by_age: [list(band) for band in sorted(by_age.items())])
    required, optional = _cells(declaration)
    return st.lists(st.fixed_dictionaries(required, optional=optional), max_size=4)


def _cells(declaration: Declaration) -> tuple[dict[str, Any], dict[str, Any]]:
    # No line break, no blank at an end, no 「；」: a record is a line, and an office trims what it types.
    text = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
    kinds = {
        key: st.sampled_from(list(column.choices)) if column.choices
        else text if column.type == "text" else st.integers(column.minimum, column.maximum)
        for key, column in declaration.columns.items()
    }  # fmt: skip
    optional = {key for key, column in declaration.columns.items() if column.optional}
    return (
        {key: kind for key, kind in kinds.items() if key not in optional},
        {key: kind for key, kind in kinds.items() if key in optional},
    )


@settings(max_examples=200, deadline=None, database=None)
@given(st.sampled_from(list(declarations())), st.data())
def test_whatever_can_be_set_is_written_and_read_back(key: str, data: st.DataObject) -> None:
    declaration = get_declaration(key)
    value = data.draw(values(declaration))
    assert programmes.read(declaration, programmes.written(declaration, value)) == value


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("dibao.standard.rural", "440", "440元"), ("dibao.standard.rural", "-1元", "要在"),
        ("dibao.standard.rural", "1e9元", "金额"), ("dibao.standard.rural", "440.005元", "金额"),
        ("dibao.standard.rural", "99999999999元", "要在"), ("dibao.standard.rural", "4.40元", "要在100.00元"),
        ("dibao.standard.rural", "四百元", "金额"), ("dibao.standard.rural", "", "金额"),
        ("edge.factor", "1.5", "整数"), ("edge.factor", "-150", "整数"), ("edge.factor", "９９９９", "要在"),
        ("dibao.method", "随便", "选一项"), ("dibao.basic_pension_excluded_until", "2025-02-30", "日期"),
        ("dibao.basic_pension_excluded_until", "2025年底", "日期"), ("aged.bands", "80岁起", "请写成"),
        ("aged.bands", "90岁起100元，80岁起50元", "从小到大"), ("aged.bands", "80岁起50元，80岁起60元", "不能重复"),
        ("aged.bands", "", "请写成"), ("aged.bands", "200岁起50元", "要在"), ("dibao.extra", "胡写", "一行写一条"),
        ("dibao.extra", "对象=未成年人", "缺少"), ("dibao.extra", "对象=神仙；百分比=10", "选一项"),
        ("dibao.extra", "对象=未成年人；百分比=0", "要在"), ("dibao.grades.rural", "档次=一类；金额=420", "金额"),
        ("dibao.grades.rural", "档次=六类；金额=420元", "选一项"),
        ("dibao.asset_rules", f"财产=住房；比较=达到；界限={'一' * 501}；后果=需要核实", "个字"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_in_words(key: str, text: str, words: str) -> None:
    with pytest.raises(BadValue) as refused:
        programmes.read(get_declaration(key), text)
    assert words in refused.value.shown


@pytest.mark.parametrize("value", [440.5, True, None, "44000", [], {}])
def test_money_is_never_anything_but_whole_fen(value: object) -> None:
    with pytest.raises(BadValue):
        get_declaration("dibao.standard.rural").taken(value)


def test_an_unknown_parameter_is_none() -> None:
    with pytest.raises(programmes.NoSuchParameter):
        get_declaration("moon.rent")
