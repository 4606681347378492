"""The matrix of policy §13.3: every pair of it, what a county may settle, and that the rule files say the same."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from backend import eligibility
from backend.eligibility import NoSuchProgramme, Outcome, RuleFileInvalid, Together
from backend.eligibility.exclusion import read_exclusions

from .documented import is_documented

TODAY = date(2026, 11, 25)
DIBAO = ("rural_dibao", "urban_dibao")
SUBSIDIES = ("disability_living", "disability_care")
# one, other, kind as policy §13.3 has it
MATRIX = [
    *((dibao, "tekun", "excludes") for dibao in DIBAO),
    *((subsidy, "tekun", "excludes") for subsidy in SUBSIDIES),
    ("orphan", "tekun", "choose_one"),
    ("unsupported_child", "tekun", "topped_up"),
    ("disability_living", "orphan", "excludes"),
    ("disability_care", "orphan", "may_coexist"),
    ("disability_care", "unsupported_child", "may_coexist"),
    *(("unsupported_child", other, "topped_up") for other in (*DIBAO, "disability_living")),
    *((dibao, other, "may_coexist") for dibao in DIBAO for other in (*SUBSIDIES, "old_age_allowance")),
    *((aid, dibao, "may_coexist") for aid in ("temporary_emergency", "temporary_expenditure") for dibao in DIBAO),
    *((subsidy, "work_injury_care", "excludes") for subsidy in SUBSIDIES),
    *((group, other, "excludes") for group in ("edge_family", "rigid_spending") for other in (*DIBAO, "tekun")),
]
# what a rule file reads where a person has the other benefit
HELD = {
    "tekun": ("receives_tekun", "member_receives_tekun"),
    "rural_dibao": ("receives_dibao",),
    "urban_dibao": ("receives_dibao",),
    "orphan": ("receives_orphan_allowance",),
    "edge_family": ("lives_in_edge_family",),
    "work_injury_care": ("receives_work_injury_care",),
    "old_age_allowance": ("receives_old_age_allowance",),
}
BARRING = (Together.EXCLUDES, Together.CHOOSE_ONE, Together.CHOOSE_THE_HIGHER)


def barred(programme: str, facts: Mapping[str, bool], county: Mapping[str, str]) -> bool:
    """Some condition says no, or sends an officer, to somebody of whom only this is known."""
    examples = {each.key: each.example for each in eligibility.parameters_declared(programme, on=TODAY)}
    verdict = eligibility.decide(programme, facts, on=TODAY, parameters=examples | dict(county))
    return any(each.outcome is Outcome.NO or each.review for each in verdict.conditions)


@pytest.mark.parametrize(("benefit", "other", "kind"), MATRIX)
def test_a_pair_of_the_matrix(benefit: str, other: str, kind: str) -> None:
    (found,) = [each for each in eligibility.exclusions() if {each.benefit, each.other} == {benefit, other}]
    assert (found.benefit, found.other, found.kind) in [(benefit, other, kind), (other, benefit, "may_coexist")]
    assert len(found.article) > 4
    assert found.sentence.endswith("。")
    clash = eligibility.clashes({benefit, other})
    assert clash == ([] if kind == "may_coexist" else [found])


@pytest.mark.parametrize(
    "county", [{}, {"dis.with_old_age": "choose"}, {"child.with_tekun": "choose_only"}], ids=lambda c: str(c)
)
def test_the_rule_files_say_the_same(county: dict[str, str]) -> None:
    tried = 0
    for each in eligibility.exclusions(county):
        if each.benefit not in eligibility.programmes() or each.other not in HELD:
            continue
        tried += 1
        facts = {key for key in HELD[each.other] if key in {f.key for f in eligibility.facts_declared(each.benefit)}}
        assert any(barred(each.benefit, {key: True}, county) for key in facts) == (each.kind in BARRING), each
        assert not any(barred(each.benefit, {key: False}, county) for key in facts if key != "receives_dibao"), each
    assert tried > 20


@pytest.mark.parametrize(
    ("one", "other", "county", "kind"),
    [
        ("disability_care", "old_age_allowance", {}, None),
        ("disability_care", "old_age_allowance", {"dis.with_old_age": "both"}, None),
        ("disability_care", "old_age_allowance", {"dis.with_old_age": "choose"}, Together.CHOOSE_THE_HIGHER),
        ("unsupported_child", "tekun", {"child.with_tekun": "choose"}, Together.TOPPED_UP),
        ("unsupported_child", "tekun", {"child.with_tekun": "choose_only"}, Together.CHOOSE_ONE),
    ],
)
def test_what_the_law_leaves_to_the_place_follows_its_parameter(
    one: str, other: str, county: dict[str, str], kind: Together | None
) -> None:
    assert [each.kind for each in eligibility.clashes([one, other], county)] == ([] if kind is None else [kind])


def test_clashes_are_those_among_the_benefits_asked_about() -> None:
    assert eligibility.clashes(set()) == []
    assert eligibility.clashes({"tekun"}) == []
    found = {(each.benefit, each.other) for each in eligibility.clashes({"tekun", "rural_dibao", "disability_living"})}
    assert found == {("rural_dibao", "tekun"), ("disability_living", "tekun")}
    with pytest.raises(NoSuchProgramme):
        eligibility.clashes({"tekun", "free_lunch"})


def test_beside_what_a_benefit_is_not_paid() -> None:
    assert set(eligibility.gives_way_to("disability_living")) == {"tekun", "orphan", "work_injury_care"}
    assert eligibility.gives_way_to("tekun") == ()
    # Who chooses the higher may still choose this one, so it is not out of the question.
    assert "old_age_allowance" not in eligibility.gives_way_to("disability_care", {"dis.with_old_age": "choose"})


WHOLE = """outside:
  youfu: 优抚补助
exclusions:
  pair:
    benefits: [rural_dibao]
    with: [tekun]
    kind: excludes
    article: 第九条
    sentence: 不能同时领。
"""


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ("benefits: [rural_dibao]", "benefits: [free_lunch]", "benefits", "「free_lunch」没有规则文件"),
        ("with: [tekun]", "with: [free_lunch]", "with", "「free_lunch」没有规则文件"),
        ("with: [tekun]", "with: [rural_dibao]", "with", "自己"),
        ("with: [tekun]", "with: [tekun, tekun]", "with", "前面已经写过"),
        ("with: [tekun]", "with: []", "with", "写法不对，或者是空的"),
        ("kind: excludes", "kind: perhaps", "kind", "写法不对"),
        ("    article: 第九条\n", "", "pair", "缺少「exclusions.pair.article」"),
        ("    sentence: 不能同时领。\n", "", "pair", "缺少「exclusions.pair.sentence」"),
        ("article: 第九条", "artcle: 第九条", "artcle", "不认识的内容"),
        ("kind: excludes", "kind: excludes\n    parameter: dis.choice", "pair", "parameter 和 kinds"),
        (
            "kind: excludes",
            "kind: excludes\n    parameter: x\n    kinds: {y: excludes}",
            "parameter",
            "没有一个规则文件",
        ),
        ("kind: excludes", "kind: excludes\n    parameter: p\n    kinds: {a: excludes}", "kinds", "每个取值"),
        ("outside:\n  youfu: 优抚补助\n", "", "exclusions:", "缺少「outside」"),
    ],
)
def test_a_mistake_in_the_matrix_is_reported_with_file_and_line(
    tmp_path: Path, old: str, new: str, at: str, reason: str
) -> None:
    file = tmp_path / "exclusions.yaml"
    names = {"rural_dibao": "农村低保", "tekun": "特困供养"}
    file.write_text(WHOLE, encoding="utf-8")
    assert read_exclusions(file, names, {}).entries
    broken = WHOLE.replace(old, new, 1)
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(RuleFileInvalid) as invalid:
        read_exclusions(file, names, {"p": ["a", "b"]})
    assert reason in invalid.value.reason
    assert is_documented(invalid.value.reason)
    assert at in broken.splitlines()[invalid.value.line - 1]


def test_a_pair_stands_in_the_matrix_once(tmp_path: Path) -> None:
    again = WHOLE + WHOLE.split("exclusions:\n")[1].replace("pair:", "again:").replace(
        "[rural_dibao]", "[tekun]"
    ).replace("with: [tekun]", "with: [rural_dibao]")
    file = tmp_path / "exclusions.yaml"
    file.write_text(again, encoding="utf-8")
    with pytest.raises(RuleFileInvalid) as invalid:
        read_exclusions(file, {"rural_dibao": "农村低保", "tekun": "特困供养"}, {})
    assert is_documented(invalid.value.reason)
    assert invalid.value.line == again.splitlines().index("    with: [rural_dibao]") + 1
