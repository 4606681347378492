"""What cannot be true together is said so, each with its own sentence; what is not known contradicts nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend import eligibility
from backend.eligibility import BadFact, RuleFileInvalid
from backend.eligibility.contradiction import read_contradictions
from backend.eligibility.library import library

from .documented import is_documented

TODAY = date(2026, 11, 25)
# facts that contradict, the same one step back, the sentence
TABLE: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"birth_date": "2010-11-26", "income_is_of_pension": True}, {"birth_date": "2010-11-25"}, "职工养老金"),
    ({"age": 15, "income_is_of_pension": True}, {"age": 16}, "职工养老金"),
    ({"birth_date": "1966-11-26", "receives_old_age_allowance": True}, {"birth_date": "1966-11-25"}, "高龄津贴"),
    ({"age": 40, "receives_old_age_elsewhere": True}, {"receives_old_age_elsewhere": False}, "高龄津贴"),
    ({"age": 40, "years_living_here": 41}, {"years_living_here": 40}, "在本县住的年数"),
    ({"age": 12, "religious_years": 13}, {"religious_years": 12}, "宗教场所"),
    ({"has_disability_card": False, "card_valid": True}, {"card_valid": False}, "没有残疾人证"),
    ({"obligors": 1, "obligors_unable": 2}, {"obligors_unable": 1}, "没有供养能力"),
    (
        {"receives_orphan_allowance": True, "receives_child_allowance_in_full": True},
        {"receives_orphan_allowance": False},
        "不会同时领",
    ),
    ({"receives_child_allowance_in_full": True, "held_monthly_fen": 1}, {"held_monthly_fen": 0}, "补足差额"),
]


@pytest.mark.parametrize(("facts", "mended", "sentence"), TABLE)
def test_a_contradiction_is_flagged_and_refused(facts: dict[str, Any], mended: dict[str, Any], sentence: str) -> None:
    (found,) = eligibility.contradictions(facts, on=TODAY)
    assert sentence in found.sentence
    assert "检查" in found.sentence
    with pytest.raises(BadFact) as refused:
        eligibility.must_agree(facts, on=TODAY, told=facts.keys())
    assert refused.value.shown == found.sentence
    assert refused.value.details["fact"] in facts
    assert eligibility.contradictions(facts | mended, on=TODAY) == []
    for key in facts:
        assert eligibility.contradictions(facts | {key: None}, on=TODAY) == []


def test_every_contradiction_of_the_file_is_tried() -> None:
    tried = {each.key for facts, _, _ in TABLE for each in eligibility.contradictions(facts, on=TODAY)}
    assert tried == {each.told.key for each in read_contradictions(FILE, library().facts)}


def test_registers_that_differ_are_not_the_persons_to_mend() -> None:
    facts = {"birth_date": "2015-01-01", "income_is_of_pension": True}
    eligibility.must_agree(facts, on=TODAY, told=[])
    for told in facts:
        with pytest.raises(BadFact) as refused:
            eligibility.must_agree(facts, on=TODAY, told=[told])
        assert refused.value.details == {"fact": told}


def test_a_value_that_cannot_be_is_refused_first() -> None:
    with pytest.raises(BadFact) as refused:
        eligibility.contradictions({"age": 131}, on=TODAY)
    assert refused.value.details == {"fact": "age"}


FILE = Path(eligibility.__file__).parent / "contradictions.yaml"
WHOLE = "contradictions:\n  one:\n    when: obligors_unable > obligors\n    sentence: 请检查这两个人数。\n"


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ("obligors_unable >", "obligors_lost >", "when", "没有声明的内容「obligors_lost」"),
        ("obligors_unable > obligors", "obligors > 'x'", "when", "不同类型"),
        ("obligors_unable > obligors", "obligors > 30", "when", "永远不会成立"),
        ("obligors_unable > obligors", "obligors >= 0", "when", "总是成立"),
        ("obligors_unable > obligors", "father = 'gone'", "when", "「father」没有「gone」这个选项"),
        ("    sentence: 请检查这两个人数。\n", "", "one", "缺少「contradictions.one.sentence」"),
        ("sentence:", "say:", "say", "不认识的内容"),
        ("contradictions:", "others:", "others", "缺少「contradictions」"),
    ],
)
def test_a_mistake_among_them_is_reported_with_file_and_line(
    tmp_path: Path, old: str, new: str, at: str, reason: str
) -> None:
    file = tmp_path / "contradictions.yaml"
    broken = WHOLE.replace(old, new, 1)
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(RuleFileInvalid) as invalid:
        read_contradictions(file, library().facts)
    assert reason in invalid.value.reason
    assert is_documented(invalid.value.reason)
    assert at in broken.splitlines()[invalid.value.line - 1]
