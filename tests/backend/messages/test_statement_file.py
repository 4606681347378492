"""The provider's export of a month, as its console writes it and as people damage it."""

from datetime import date

import pytest

from backend.messages import Listed, StatementColumnsMissing, StatementUnreadable
from backend.messages.statement_file import read_statement
from backend.refusals import Refusal
from backend.spreadsheet import EmptyFile, FileTooLarge, UnreadableFile
from backend.workbook import Leaf, write_xlsx

MARCH = date(2026, 3, 1)
HEADINGS = "外部流水扩展字段,发送时间,发送状态,计费条数\n"


def read(text: str) -> list[Listed]:
    return read_statement(text.encode("gb18030"), MARCH)


def test_numbers_results_and_parts_are_read_and_nothing_else() -> None:
    table = "短信发送记录\n手机号码,短信内容," + HEADINGS + (
        "13800001111,您的补贴已到账,a1,2026-03-02 08:00:00,发送成功,1\n"
        "13800001111,您的补贴已到账,a2,2026/3/2 8:00,发送失败,2\n"
        "13800001111,您的补贴已到账,a3,2026-03-31,等待回执,1\n"
    )  # fmt: skip
    assert read(table) == [Listed("a1", True, 1), Listed("a2", False, 2), Listed("a3", None, 1)]
    assert read("OutId,SendDate,SendStatus\na1,2026-03-02,3\n") == [Listed("a1", True, None)]
    assert read("OutId,SendDate,SendStatus,费用（元）\na1,2026-03-02,3,0.045\n") == [Listed("a1", True, None, 4500)]


@pytest.mark.parametrize(
    ("text", "refusal", "named"),
    [
        ("手机号码,发送时间\n1,2026-03-02\n", StatementColumnsMissing, "外部流水扩展字段"),
        (HEADINGS + "a1,2026-04-01 00:00:00,成功,1\n", StatementUnreadable, "B2 不是2026年3月的"),
        (HEADINGS + "a1,昨天,成功,1\n", StatementUnreadable, "B2 不是日期"),
        (HEADINGS + "a1,2026-03-02,大概成功,1\n", StatementUnreadable, "C2 的发送状态"),
        (HEADINGS + "a1,2026-03-02,成功,两条\n", StatementUnreadable, "D2 的条数"),
        (HEADINGS + "a1,2026-03-02,成功,9999\n", StatementUnreadable, "D2 的条数"),
        ("OutId,SendDate,SendStatus,费用\na1,2026-03-02,3,免费\n", StatementUnreadable, "D2 的费用"),
        ("OutId,SendDate,SendStatus,费用\na1,2026-03-02,3,0.0450001\n", StatementUnreadable, "D2 的费用"),
        ("OutId,SendDate,SendStatus,费用\na1,2026-03-02,3,-1\n", StatementUnreadable, "D2 的费用"),
    ],
)
def test_what_cannot_be_understood_is_named_by_its_cell(text: str, refusal: type[Refusal], named: str) -> None:
    with pytest.raises(refusal) as refused:
        read(text)
    assert named in refused.value.shown


def test_every_sheet_that_has_the_columns_is_read_and_others_are_not() -> None:
    header = ("OutId", "SendDate", "SendStatus")
    book = write_xlsx([
        Leaf("一", header, [("a1", "2026-03-02", "3")]),
        Leaf("说明", ("导出人", "导出时间"), [("张三", "2026-04-01")]),
        Leaf("二", header, [("a2", "2026-03-31", "2")]),
    ])  # fmt: skip
    assert read_statement(book, MARCH) == [Listed("a1", True), Listed("a2", False)]
    with pytest.raises(StatementUnreadable) as refused:
        read_statement(write_xlsx([Leaf("一", header, [("a1", "2026-02-28", "3")])]), MARCH)
    assert "一!B2 不是2026年3月的" in refused.value.shown


def test_what_did_not_arrive_may_be_charged_nothing_or_left_empty() -> None:
    table = HEADINGS.replace("\n", ",费用\n") + (
        "a1,2026-03-02,发送失败,,\na2,2026-03-02,发送失败,0,0\na3,2026-03-02,等待回执\n"
    )
    assert read(table) == [Listed("a1", False), Listed("a2", False, 0, 0), Listed("a3", None)]
    with pytest.raises(StatementUnreadable):
        read(HEADINGS + "a1,2026-03-02,发送成功,\n")


def test_texts_without_a_number_are_told_apart_by_where_they_stand() -> None:
    found = read("OutId,SendDate,SendStatus\n,2026-03-02,3\n,2026-03-02,3\n")
    assert [each.out_id for each in found] == ["没有编号（A2）", "没有编号（A3）"]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", EmptyFile), (b"\xef\xbb\xbf\r\n  \r\n", EmptyFile), (b"x" * 20_000_001, FileTooLarge),
        (b"\x89PNG\r\n\x1a\n\0\0", UnreadableFile),
    ],
)  # fmt: skip
def test_what_is_no_list_at_all_is_refused(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_statement(content, MARCH)


def test_a_mark_of_byte_order_and_a_list_without_lines_are_read() -> None:
    assert read_statement(("\ufeff" + HEADINGS + "a1,2026-03-02,成功,1\n").encode(), MARCH) == [Listed("a1", True, 1)]
    assert read_statement(("\ufeff" + HEADINGS).encode("utf-16"), MARCH) == []
