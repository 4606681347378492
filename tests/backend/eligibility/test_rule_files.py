"""A rule file with a mistake is never put in force; the message says which file, which line, and what."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from backend import eligibility
from backend.eligibility import BadFact, RuleFileInvalid
from backend.eligibility.library import Library, read_library

from .documented import is_documented

ROOM = Path(eligibility.__file__).parent
RULE = (ROOM / "rules" / "old_age_allowance.yaml").read_text(encoding="utf-8")
DIBAO = (ROOM / "rules" / "rural_dibao.yaml").read_text(encoding="utf-8")

AID = (ROOM / "rules" / "temporary_emergency.yaml").read_text(encoding="utf-8")
ADDITION = "  addition: {expression: aided_times_this_year, article: 第九条, basis: 加上, open: 另加}\n"
UNREAD = "  aged.floor:\n    name: 起点\n    type: int\n    example: 80\n    source: 某号文件\n"


def shelve(folder: Path, **files: str) -> Library:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_library(ROOM / "facts", folder)


@pytest.mark.parametrize(
    ("rule", "old", "new", "at", "reason"),
    [
        (RULE, "expression: alive", "expression: alife", "expression: alife", "没有声明的内容「alife」"),
        (RULE, "expression: alive", "expression: 0 < age < 9", "0 < age < 9", "请用 AND、OR 和括号分开写清楚"),
        (RULE, "  said: 每月大约{amount_yuan}元\n", "", "amount:", "有 expression 就要写 said"),
        (RULE, "by_county, parameter: aged.start_rule,", "by_county,", "first_month:", "by_county 要写明 parameter"),
        (RULE, "- key: decision", "- key: posting", "procedure:", "steps 里同一步写了两次"),
        (RULE, "    before: [姓名, 年龄段]\n", "", "procedure:", "有 posting 这一步就要写 publishing.before"),
        (AID, "amount:\n", f"amount:\n{ADDITION}", "amount:", "有 addition 就要有金额的算法"),
        (
            RULE,
            "expression: alive",
            "expression: age > param_aged_floor",
            "param_aged_floor",
            "没有声明的参数「param_aged_floor」",
        ),
        (RULE, "expression: alive", "expression: alive AND age > 130", "age > 130", "永远不会成立"),
        (RULE, "expression: alive", "expression: age >= 0", "age >= 0", "总是成立，等于没有写"),
        (RULE, "expression: alive", "expression: age < 60 AND age > 59", "age < 60", "永远不会成立"),
        (RULE, "expression: alive", "expression: alive OR NOT alive", "OR NOT", "总是成立，等于没有写"),
        (RULE, "expression: registered_here", "expression: NOT alive", "NOT alive", "和前面的「alive」不会同时成立"),
        (
            RULE,
            "expression: registered_here",
            "expression: alive OR age > 9",
            "age > 9",
            "前面的「alive」成立时这一条总是成立",
        ),
        (
            RULE,
            "expression: registered_here",
            "expression: age < param_aged_bands_first",
            "expression: age >= param_aged_bands_first",
            "和前面的「registered」不会同时成立",
        ),
        (RULE, "param_aged_residence_years > 0", "param_aged_residence_years >= 0", "applies_when", "总是成立，不用写"),
        (RULE, "param_aged_residence_years > 0", "param_aged_residence_years < 0", "applies_when", "永远用不到"),
        (DIBAO, "home_kind = 'village'", "home_kind = 'castle'", "castle", "「home_kind」没有「castle」这个选项"),
        (DIBAO, "home_kind = 'village'", "home_kind IN ('village', 'town')", "home_kind IN", "总是成立"),
        (
            RULE,
            "parameters:\n",
            f"parameters:\n{UNREAD}",
            "  aged.floor:",
            "参数「aged.floor」没有一个条件、算法或者句子用到",
        ),
        (RULE, "from: 2024-01-01", "from: 2024-01-01\n  to: 2024-01-01", "effective:", "的 to 要在 from 之后"),
        (RULE, "from: 2024-01-01", "from: 2024-01-01\n  to: 2026-01-01", "to: 2026", "没有接着施行的版本"),
        (RULE, "from: 2024-01-01", "from: 2024-01-01\n  ended: 某号文件", "ended:", "没有停办，不写 ended"),
        (RULE, "expression: registered_here", "expression: age > 'x'", "age > 'x'", "不同类型"),
        (RULE, "expression: alive", "expression: age", "expression: age", "结果应当是「是/否」"),
        (RULE, "expression: alive", "expression: alive OR", "alive OR", "写得不完整"),
        (RULE, "expression: alive", "expression: alive IS NULL", "IS NULL", "不认识的函数"),
        (RULE, "expression: alive", "expression: COALESCE(alive, TRUE)", "COALESCE", "没有声明的内容「COALESCE」"),
        (RULE, "expression: alive", "expression: alive -- TRUE", "alive --", "不能用"),
        (RULE, "expression: alive", "expression: alive; TRUE", "alive;", "不能用「;」"),
        (RULE, "expression: alive", "expression: TRUE", "expression: TRUE", "没有用到任何事实"),
        (RULE, "expression: alive", "expression: (SELECT 1)", "SELECT", "没有声明的内容「SELECT」"),
        (
            RULE,
            "expression: alive",
            "expression: CASE WHEN alive THEN TRUE ELSE FALSE END",
            "CASE WHEN alive",
            "没有声明的内容「CASE」",
        ),
        (RULE, "applies_when: param_aged_residence_years > 0", "applies_when: age > 0", "applies_when", "「age」"),
        (RULE, "    article: 发放前核对：同一补贴不在两个县重复发放\n", "", "  not_elsewhere:", "缺少"),
        (RULE, "      unknown: 还需要确认老人的近况。\n", "", "sentences:", "缺少"),
        (RULE, "      no: 津贴只发给在世的老人。", "      maybe: 津贴只发给在世的老人。", "maybe:", "不认识的内容"),
        (RULE, "severity: REVIEW", "severity: BLOCK", "  not_elsewhere:", "sentences 要写 no"),
        (RULE, "severity: REVIEW", "severity: PERHAPS", "  not_elsewhere:", "BLOCK 或 REVIEW"),
        (RULE, "老人现在{age}周岁", "老人现在{height}周岁", "{height}", "「{height}」没有声明"),
        (RULE, "老人现在{age}周岁", "老人现在{age周岁", "{age周岁", "大括号"),
        (RULE, "还不知道老人身份证上的出生日期", "还不知道{age}岁", "还不知道{age}", "还不清楚的时候"),
        (RULE, "  expression: param_aged_bands\n", "  expression: alive\n", "  expression: alive", "整数（分）"),
        (RULE, "of: age", "of: alive", "of: alive", "分档"),
        (RULE, "of: age", "of: shoe_size", "of: shoe_size", "shoe_size"),
        (RULE, "    of: age\n", "", "  aged.bands:", "of"),
        (RULE, 'example: "80:5000,90:10000,100:30000"', 'example: "80:50.00"', "  aged.bands:", "与 type 不符"),
        (RULE, "from: 2024-01-01", "from: 去年", "from: 去年", "写法不对"),
        (RULE, 'version: "2024.1"', "version: 2024.1", "version:", "写法不对"),
        (RULE, "name: 高龄津贴\n", "name: 高龄津贴\nname: 津贴\n", "name: 津贴", "写了两次"),
        (RULE, "conditions:\n", "conditions: {}\nclauses:\n", "clauses:", "不认识的内容「clauses」"),
        (
            RULE,
            "article: 本县高龄津贴发放办法：在本县实际居住年限",
            "article: ''",
            "article: ''",
            "写法不对，或者是空的",
        ),
        (DIBAO, "figures:\n", "figures:\n  homes: members_counted + 1\n", "  homes: members", "换一个"),
        (RULE, "legal_base:\n", "legal_base:\n  x: [\n", "", "不是合格的 YAML"),
        (
            DIBAO,
            "DIV(financial_assets_fen, members_counted)",
            "financial_assets_fen / 2",
            "financial_assets_fen / 2",
            "「/」",
        ),
        (DIBAO, "DIV(financial_assets_fen, members_counted)", "members_counted * 1.5", "* 1.5", "「.」"),
        (DIBAO, "figures:\n", "figures:\n  unadded_fen: members_counted + 1\n", "  unadded_fen:", "换一个"),
        (DIBAO, "amount:\n", "amount:\n  expression: members_counted\n", "amount:", "写在每一种算法里"),
        (
            DIBAO,
            "when: param_dibao_method",
            "when: members_counted > 1 AND param_dibao_method",
            "when:",
            "members_counted",
        ),
        (DIBAO, "graded_fen END", "granted_fen END", "expression: >-", "没有声明"),
        (DIBAO, "    found: true", "    found: maybe", "found: maybe", "写法不对"),
        (
            DIBAO,
            "applies_when: param_dibao_extra > 0",
            "applies_when: extra_percent > 0",
            "applies_when:",
            "extra_percent",
        ),
        (DIBAO, "* extra_percent", "* homely_percent", "expression: >-", "没有声明"),
        (DIBAO, "    of: dibao_grade", "    of: members_counted", "of: members", "选择事实"),
        (DIBAO, "    cells: [grade, fen]\n", "", "dibao.grades.rural:", "cells"),
        (DIBAO, "example: 一类:42000", "example: 一类=42000", "dibao.grades.rural:", "与 type 不符"),
        (DIBAO, "{monthly_income_yuan}", "{monthly_income_fen}", "{monthly_income_fen}", "_yuan"),
    ],
)
def test_a_mistake_is_reported_with_file_and_line(tmp_path, rule, old, new, at, reason):
    text = rule.replace(old, new, 1)
    assert text != rule
    with pytest.raises(RuleFileInvalid) as invalid:
        shelve(tmp_path, broken=text)
    assert reason in invalid.value.reason
    assert is_documented(invalid.value.reason), invalid.value.reason
    assert str(invalid.value).startswith(f"broken.yaml 第{invalid.value.line}行")
    assert at in text.splitlines()[invalid.value.line - 1]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    question: 家里一共有几套（处）住房？\n", "", "缺少问题"),
        ("    maximum: 50\n", "", "minimum 和 maximum"),
        ("    refusal: 住房套数要在0到50之间，请检查后再填。\n", "", "refusal"),
        ("age_from: birth_date", "age_from: alive", "日期事实"),
        ("source: register", "source: rumour", "写法不对"),
        ("      village: 农村（行政村）\n      town: 城镇（社区）\n", "", "choices"),
        ("    left_to_staff: true\n    presumed: 1\n", "    presumed: 1\n", "只写在 left_to_staff"),
        ("    presumed: 1\n", "    presumed: 51\n", "取值范围"),
        ("    presumed: 1\n", "    presumed: true\n", "取值范围"),
        ("    presumed: 1\n", "    presumed: 1\n    presumed_from: vehicles\n", "只写一个"),
        ("    presumed_from: monthly_income_fen * 12\n", "    presumed_from: homes * 12\n", "同一个文件里的数字事实"),
        ("    presumed: false\n", "    presumed_from: alive\n", "数字和金额"),
    ],
)
def test_a_mistake_among_the_facts_is_reported_too(tmp_path, old, new, reason):
    folder = tmp_path / "facts"
    folder.mkdir()
    broken = None
    for file in (ROOM / "facts").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if broken is None and old in text:
            broken, text = file.name, text.replace(old, new, 1)
        (folder / file.name).write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileInvalid) as invalid:
        read_library(folder, ROOM / "rules")
    assert invalid.value.file.name == broken
    assert invalid.value.line > 1
    assert reason in invalid.value.reason
    assert is_documented(invalid.value.reason), invalid.value.reason


@pytest.mark.parametrize(("key", "name"), [("homes", "另一个名称"), ("houses", "住房套数")])
def test_a_fact_or_its_name_is_declared_once(tmp_path, key, name):
    folder = tmp_path / "facts"
    shutil.copytree(ROOM / "facts", folder)
    written = f"name: {name}, type: bool, source: check, sensitivity: ordinary, question: 有吗？"
    again = f"facts:\n  {key}: {{{written}}}\n"
    (folder / "99_again.yaml").write_text(again, encoding="utf-8")
    with pytest.raises(RuleFileInvalid) as invalid:
        read_library(folder, ROOM / "rules")
    assert (invalid.value.file.name, invalid.value.line) == ("99_again.yaml", 2)
    assert "已经声明过" in invalid.value.reason
    assert is_documented(invalid.value.reason)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (RULE.encode("gbk"), "UTF-8"),
        (RULE.replace("from: 2024-01-01", "from: 2024-02-30").encode(), "日期不存在"),
        (b"", "最外层"),
        (b"- a\n- b\n", "最外层"),
        (b"programme: !!python/name:os.system\n", "不是合格的 YAML"),
        (b"programme: x\nparameters: 5\n", "缺少"),
    ],
)
def test_a_file_that_is_no_rule_file_at_all_is_said_so(tmp_path, content, reason):
    (tmp_path / "broken.yaml").write_bytes(content)
    with pytest.raises(RuleFileInvalid) as invalid:
        read_library(ROOM / "facts", tmp_path)
    assert invalid.value.file.name == "broken.yaml"
    assert reason in invalid.value.reason
    assert is_documented(invalid.value.reason), invalid.value.reason


def test_versions_that_overlap_are_reported_in_the_later_file(tmp_path):
    later = RULE.replace("from: 2024-01-01", "from: 2026-01-01").replace('"2024.1"', '"2026.1"')
    with pytest.raises(RuleFileInvalid) as invalid:
        shelve(tmp_path, earlier=RULE, later=later)
    assert invalid.value.file.name == "later.yaml"
    assert "from: 2026-01-01" in later.splitlines()[invalid.value.line - 1]
    assert "重叠" in invalid.value.reason
    assert is_documented(invalid.value.reason)


def test_versions_that_follow_each_other_leave_no_day_between(tmp_path):
    earlier = RULE.replace("from: 2024-01-01", "from: 2024-01-01\n  to: 2026-01-01")
    later = RULE.replace("from: 2024-01-01", "from: 2026-01-02").replace('"2024.1"', '"2026.1"')
    with pytest.raises(RuleFileInvalid) as invalid:
        shelve(tmp_path, earlier=earlier, later=later)
    assert (invalid.value.file.name, invalid.value.reason[:8]) == ("earlier.yaml", "这一天以后没有接")
    shelf = shelve(tmp_path, earlier=earlier, later=later.replace("2026-01-02", "2026-01-01"))
    assert len(shelf.laws["old_age_allowance"]) == 2


def test_a_past_day_is_decided_by_the_version_of_that_day(tmp_path):
    earlier = RULE.replace("from: 2024-01-01", "from: 2024-01-01\n  to: 2025-07-01\n  ended: 县里停办的文件")
    later = RULE.replace("from: 2024-01-01", "from: 2026-01-01").replace('"2024.1"', '"2026.1"')
    shelf = shelve(tmp_path, earlier=earlier, later=later)
    days = {date(2025, 6, 30): "2024.1", date(2026, 1, 1): "2026.1"}
    for day, version in days.items():
        assert shelf.in_force("old_age_allowance", day).rule.version == version
    for day in (date(2025, 7, 1), date(2025, 12, 31)):
        with pytest.raises(BadFact) as refusal:
            shelf.in_force("old_age_allowance", day)
        assert "没有在用" in refusal.value.shown
