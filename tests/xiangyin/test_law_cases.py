"""What a civil servant sees who tries a file of law cases, and who has made a mistake in it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from backend.eligibility import RuleFileInvalid
from xiangyin.commands import app
from xiangyin.law_cases import read_cases
from xiangyin.refusal import CommandRefused

GOOD = """待遇: rural_dibao
日期: 2026-11-23
地点: 410325
标准:
  dibao.standard.rural: 440元
平时:
  户口在本县: 是
  居住地类型: village
  共同生活的家庭成员人数: 3
  全家月收入: 1155元
  家人同意授权核对: 是
  家中有人享受特困供养: 否
  在外地领低保: 否
  住房套数: 1
  机动车辆数: 0
  全家金融资产: 10000元
案例:
  - 名称: 人均385元
    结果: 符合
    金额: 165元
  - 名称: 人均正好等于标准
    情况: {全家月收入: 1320元}
    结果: 不符合
    条件:
      income: 不符合
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "cases.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def tried(folder: Path, text: str) -> tuple[int, str]:
    ran = CliRunner().invoke(app, ["law", "test", str(written(folder, text))])
    return ran.exit_code, ran.output


def test_what_comes_out_as_expected_has_a_tick_and_status_0(tmp_path: Path) -> None:
    status, said = tried(tmp_path, GOOD)
    assert status == 0
    assert "✓ 人均385元" in said
    assert "cases.yaml：2个案例，2个对，0个不对。" in said
    assert "✗" not in said


def test_clauses_that_no_case_tries_are_named(tmp_path: Path) -> None:
    _, said = tried(tmp_path, GOOD)
    assert "条件 vehicles 还没有「不符合或要核实」「不清楚」的案例" in said
    assert "条件 income 还没有「不清楚」的案例" in said


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("金额: 165元", "金额: 166元", "金额应当是166元，规则算出来是165元：每人每月440元，3口人"),
        ("    结果: 符合", "    结果: 不符合", "结果应当是「不符合」，规则算出来是「符合」"),
        (
            "income: 不符合",
            "income: 符合",
            "条件 income 应当是「符合」，规则算出来是「不符合」：人均月收入440元，没有低于",
        ),
        ("情况: {全家月收入: 1320元}", "情况: {全家月收入: 1319.99元}", "结果应当是「不符合」，规则算出来是「符合」"),
    ],
)
def test_what_differs_is_said_with_the_laws_sentence_and_status_1(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in GOOD
    status, said = tried(tmp_path, GOOD.replace(old, new, 1))
    assert status == 1
    assert "✗" in said
    assert says in said


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ("待遇: rural_dibao", "待遇: moon_dibao", "待遇:", "没有「moon_dibao」这项待遇的规则"),
        ("待遇: rural_dibao\n", "", "日期:", "缺少「待遇」"),
        ("日期: 2026-11-23", "日期: 前天", "日期:", "写成 2026-11-23 这样"),
        ("日期: 2026-11-23", "日期: 1949-10-01", "名称: 人均385元", "更早的日期"),
        ("地点: 410325", "地点: 嵩县", "地点:", "六位区划代码"),
        ("440元", "四百四", "dibao.standard", "农村低保标准"),
        ("dibao.standard.rural", "dibao.standard.lunar", "lunar", "没有这项标准"),
        ("户口在本县: 是", "户口在月亮上: 是", "户口在月亮上", "不看「户口在月亮上」"),
        ("户口在本县: 是", "户口在本县: 也许", "户口在本县", "请写是、否或不知道"),
        ("居住地类型: village", "居住地类型: 船上", "居住地类型", "请从农村（行政村）、城镇（社区）里选"),
        ("人数: 3", "人数: 31", "人数: 31", "1到30人"),
        ("人数: 3", "人数: 3.5", "人数: 3.5", "请填整数"),
        ("全家月收入: 1155元", "全家月收入: 1155", "全家月收入: 1155", "请写成「1155元」这样"),
        ("全家月收入: 1155元", "全家月收入: 1.555元", "全家月收入: 1.555元", "最多到分"),
        ("全家月收入: 1155元", "全家月收入: -1元", "全家月收入: -1元", "亏本请填0"),
        ("结果: 不符合", "结果: 大概吧", "结果: 大概吧", "要从符合、不符合、不清楚、要核实里选一个"),
        ("金额: 165元", "金额: 很多", "金额: 很多", "金额要写成"),
        ("      income: 不符合", "      luck: 不符合", "luck", "规则里没有「luck」这个条件"),
        ("    条件:", "    条款:", "条款", "不认识「条款」"),
        ("人均正好等于标准", "人均385元", "", "这个名称用了两次"),
        ("案例:\n", "例子:\n", "例子", "不认识「例子」"),
        ("情况: {全家月收入: 1320元}", "情况: 很穷", "情况: 很穷", "「名称: 内容」的形式"),
        ("  - 名称: 人均385元", "  - 名称: [人均385元", "", "不是合格的 YAML"),
    ],
)
def test_a_mistake_is_said_with_file_and_line(tmp_path: Path, old: str, new: str, at: str, reason: str) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    with pytest.raises(RuleFileInvalid) as invalid:
        read_cases(written(tmp_path, text))
    assert reason in invalid.value.reason
    assert str(invalid.value).startswith("cases.yaml 第")
    assert at in text.splitlines()[invalid.value.line - 1]


def test_a_file_that_is_not_there_is_said_so_by_the_command(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["law", "test", str(tmp_path / "nothing.yaml")])
    assert ran.exit_code == 1
    assert isinstance(ran.exception, CommandRefused)
    assert "文件打不开" in str(ran.exception)


def test_standards_of_the_place_hold_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    """嵩县's own standard of 2023 in the files that come with the product is 440 yuan too."""
    of_the_place = read_cases(written(tmp_path, GOOD.replace("标准:\n  dibao.standard.rural: 440元\n", "")))
    assert of_the_place.cases[0].standards["dibao.standard.rural"] == 44000
    own = read_cases(written(tmp_path, GOOD.replace("440元", "441元")))
    assert own.cases[0].standards["dibao.standard.rural"] == 44100
