"""How each programme is done, against the law's own numbers: one row a limit."""

from datetime import date
from pathlib import Path

import pytest

from backend import eligibility
from backend.eligibility import FirstMonth, LastMonth, RuleFileInvalid
from backend.eligibility.library import read_library

ROOM = Path(eligibility.__file__).parent
TODAY = date(2026, 11, 25)

# programme, step, limit, unit, document
LIMITS = [
    ("rural_dibao", "check_start", 3, "workdays", "第十五条"),
    ("rural_dibao", "data_check", 3, "workdays", "第十七条"),
    ("rural_dibao", "posting", 7, "days", "第十九条"),
    ("rural_dibao", "decision", 10, "workdays", "第二十条"),
    ("rural_dibao", "notice", 3, "workdays", "第二十一条"),
    ("rural_dibao", "whole", 30, "workdays", "第二十二条"),
    ("urban_dibao", "posting", 7, "days", "第十九条"),
    ("urban_dibao", "whole", 30, "workdays", "第二十二条"),
    ("tekun", "investigation", 15, "workdays", "第十三条"),
    ("tekun", "posting", 7, "days", "第十五条"),
    ("tekun", "decision", 15, "workdays", "第十六条"),
    ("tekun", "notice", 3, "workdays", "第十八条"),
    ("tekun", "reassessment", 10, "workdays", "第二十三条"),
    ("disability_care", "acceptance", 3, "workdays", "跨省通办"),
    ("disability_care", "telling", 3, "workdays", "跨省通办"),
    ("disability_living", "decision", 10, "workdays", "跨省通办"),
    ("orphan", "review", 10, "workdays", "161号"),
    ("orphan", "decision", 10, "workdays", "161号"),
    ("unsupported_child", "review", 15, "workdays", "62号"),
    ("unsupported_child", "decision", 15, "workdays", "62号"),
]
# policy §13.4
FIRST_MONTHS = {
    "rural_dibao": FirstMonth.AFTER_DECISION,
    "urban_dibao": FirstMonth.AFTER_DECISION,
    "tekun": FirstMonth.AFTER_DECISION,
    "temporary_emergency": FirstMonth.ONCE,
    "temporary_expenditure": FirstMonth.ONCE,
    "old_age_allowance": FirstMonth.BY_COUNTY,
    "disability_living": FirstMonth.OF_APPLICATION,
    "disability_care": FirstMonth.OF_APPLICATION,
    "orphan": FirstMonth.AFTER_DECISION,
    "unsupported_child": FirstMonth.AFTER_DECISION,
    "edge_family": FirstMonth.NONE,
    "rigid_spending": FirstMonth.NONE,
}


LAST_MONTHS = {
    "rural_dibao": LastMonth.BEFORE_NEXT,
    "urban_dibao": LastMonth.BEFORE_NEXT,
    "tekun": LastMonth.BEFORE_NEXT,
    "temporary_emergency": LastMonth.NONE,
    "temporary_expenditure": LastMonth.NONE,
    "old_age_allowance": LastMonth.BY_COUNTY,
    "disability_living": LastMonth.BY_COUNTY,
    "disability_care": LastMonth.BY_COUNTY,
    "orphan": LastMonth.AT_ONCE,
    "unsupported_child": LastMonth.AT_ONCE,
    "edge_family": LastMonth.NONE,
    "rigid_spending": LastMonth.EXPIRY,
}


@pytest.mark.parametrize(("programme", "key", "limit", "unit", "ground"), LIMITS)
def test_limits_are_the_laws(programme: str, key: str, limit: int, unit: str, ground: str) -> None:
    step = eligibility.procedure(programme, TODAY).step(key)
    assert step is not None
    assert (step.limit, step.unit) == (limit, unit)
    assert ground in step.article


def test_every_programme_says_from_which_month() -> None:
    found = {code: eligibility.procedure(code, TODAY).first_month.rule for code in eligibility.programmes()}
    assert len(found) >= 10
    assert found == {code: FIRST_MONTHS[code] for code in found}


def test_every_programme_says_until_which_month() -> None:
    found = {code: eligibility.procedure(code, TODAY).last_month for code in eligibility.programmes()}
    assert {code: last.rule for code, last in found.items()} == {code: LAST_MONTHS[code] for code in found}
    assert found["tekun"].posted_days == 7


@pytest.mark.parametrize("programme", eligibility.programmes())
def test_start_and_stop_cite_the_document(programme: str) -> None:
    steps = eligibility.procedure(programme, TODAY)
    for article in (steps.first_month.article, steps.last_month.article):
        assert any(word in article for word in ("号", "办法", "意见", "由省、市定")), article


def test_nothing_of_a_child_or_of_mere_recognition_is_made_known() -> None:
    quiet = {"orphan", "unsupported_child", "edge_family", "rigid_spending"} & set(eligibility.programmes())
    assert len(quiet) >= 2
    for code in quiet:
        known = eligibility.procedure(code, TODAY).publishing
        assert (known.before, known.after) == ((), ())


def test_what_is_made_known_is_never_private() -> None:
    private = ("身份证", "账", "电话", "病", "残疾等级", "收入", "住址")
    shown = [
        field
        for code in eligibility.programmes()
        for field in (lambda p: (*p.before, *p.after))(eligibility.procedure(code, TODAY).publishing)
    ]
    assert len(shown) > 10
    assert [field for field in shown if any(word in field for word in private)] == []


def test_the_end_of_tekun_is_posted_first() -> None:
    last = eligibility.procedure("tekun", TODAY).last_month
    assert (last.rule, last.posted_days) == (LastMonth.BEFORE_NEXT, 7)


def test_dibao_is_looked_at_yearly_or_half_yearly() -> None:
    recheck = eligibility.procedure("rural_dibao", TODAY).recheck
    assert recheck is not None
    assert (recheck.months, recheck.unstable_months) == (12, 6)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rule: after_decision,", "rule: some_day,", "first_month"),
        ("rule: after_decision,", "rule: by_county,", "by_county 要写明 parameter"),
        ("    - key: decision\n", "    - key: notice\n", "同一步写了两次"),
        ("    before: [", "    after_all: [", "publishing"),
        ("limit: 7\n", "limit: 0\n", "limit"),
        ("\nprocedure:\n", "\nprocedures:\n", "procedure"),
    ],
)
def test_a_procedure_that_does_not_hold_together_stops_the_start(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (ROOM / "rules" / "tekun.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "tekun.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleFileInvalid) as invalid:
        read_library(ROOM / "facts", tmp_path)
    assert invalid.value.line >= 1
    assert said in str(invalid.value)
