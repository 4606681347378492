"""Headings as offices write them are understood; what is not can be said by the officer; what lacks is refused."""

import pytest

from backend.rosters import BadMapping, SheetMapping, guess_mapping
from backend.rosters.mapping import must_fit
from backend.spreadsheet import Row, Sheet


def sheet(*rows: list[str], name: str = "低保") -> Sheet:
    return Sheet(name, [Row(number, cells) for number, cells in enumerate(rows, 1)])


def test_headings_below_a_title_with_blanks_and_units_in_them() -> None:
    (found,) = guess_mapping(
        [
            sheet(
                ["花名册"],
                ["2026年3月"],
                ["序 号", "乡（镇）", "行政村", "姓  名", "身份证号 码", "月保障金额(元/月)", "备注"],
            )
        ],
        "rural_dibao",
    )
    assert (found.heading, dict(found.columns)) == (
        3,
        {1: "township", 2: "village", 3: "name", 4: "identity", 5: "amount"},
    )


def test_headings_in_two_rows_are_read_from_the_lower_one() -> None:
    """Merged headings stand in both rows; what is merged across is divided in the lower one."""
    (found,) = guess_mapping(
        [
            sheet(
                ["村", "姓名", "身份证号", "发放信息", "发放信息", "发放信息"],
                ["村", "姓名", "身份证号", "开户行", "账号", "金额"],
            )
        ],
        "rural_dibao",
    )
    assert found.heading == 2
    assert found.places["amount"] == 5


def test_the_head_is_the_person_where_nobody_else_is_listed() -> None:
    members = sheet(["村", "户主姓名", "户主身份证号", "姓名", "身份证号", "与户主关系", "金额"])
    heads = sheet(["村", "户主姓名", "户主身份证号", "金额"])
    (of_members,), (of_heads,) = guess_mapping([members], "rural_dibao"), guess_mapping([heads], "rural_dibao")
    assert (of_members.places["name"], of_members.places["identity"]) == (3, 4)
    assert (of_heads.places["name"], of_heads.places["identity"]) == (1, 2)


def test_a_cover_and_a_legend_are_no_rosters() -> None:
    cover, legend = sheet(["嵩县民政局"], ["二〇二六年三月"]), sheet(["类别", "标准"], ["一类", "350"], name="说明")
    roster = sheet(["村", "姓名", "身份证号", "金额"], name="车村镇")
    assert [each.sheet for each in guess_mapping([cover, legend, roster], "rural_dibao")] == ["车村镇"]


def test_a_mapping_is_kept_and_read_again() -> None:
    mapping = SheetMapping("低保", 3, {2: "name", 0: "village"})
    assert SheetMapping.of(mapping.as_json()) == mapping


@pytest.mark.parametrize(
    ("mappings", "reason"),
    [
        ([], "没有一张表有"),
        ([SheetMapping("别的", 1, {0: "village", 1: "name", 2: "identity", 3: "amount"})], "没有名叫「别的」的表"),
        ([SheetMapping("低保", 1, {0: "village", 1: "name", 3: "amount"})], "没有“身份证号”这一列"),
        ([SheetMapping("低保", 1, {1: "name", 2: "identity", 3: "amount"})], "没有“村”这一列"),
        ([SheetMapping("低保", 1, {0: "village", 1: "name", 2: "identity"})], "没有“月金额”这一列"),
        ([SheetMapping("低保", 1, {0: "village", 1: "name", 2: "identity", 3: "amount", 4: "amount"})], "有两列都对应"),
        ([SheetMapping("低保", 1, {0: "village", 1: "name", 2: "identity", 3: "salary"})], "不认识“salary”"),
    ],
)
def test_a_mapping_that_no_roster_can_be_read_by(mappings: list[SheetMapping], reason: str) -> None:
    with pytest.raises(BadMapping) as refused:
        must_fit(mappings, [sheet(["村", "姓名", "身份证号", "金额"])], "rural_dibao")
    assert any(reason in each for each in refused.value.details["reasons"])
