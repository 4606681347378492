"""Spreadsheets as real offices make them are read cell by cell; what would harm or cannot be read is refused."""

import io
import random
import struct
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from backend import spreadsheet
from backend.refusals import Refusal
from backend.spreadsheet import EmptyFile, FileTooLarge, UnreadableFile, read_table
from backend.workbook import Leaf, write_xlsx

ACCOUNT = "6228480000000000018"


def a_book(**sheets: dict[str, object]) -> bytes:
    """A workbook of cells by address, such as {"A1": "姓名"}; "A1:A3" is a merged cell."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for address, cell in cells.items():
                if ":" in address:
                    sheet.merge_range(address, cell)
                elif isinstance(cell, datetime):
                    sheet.write_datetime(address, cell, day)
                else:
                    sheet.write(address, cell)
            if name.startswith("hidden"):
                sheet.hide()
    return content.getvalue()


def cells_of(content: bytes) -> list[list[str]]:
    (sheet,) = read_table(content)
    return [list(row.cells) for row in sheet.rows]


def with_sheet_xml(change: bytes, into: bytes) -> bytes:
    """A small workbook with a piece of its first sheet's XML exchanged."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_book(一={"A1": "姓名"}))) as book, zipfile.ZipFile(changed, "w") as new:
        for name in book.namelist():
            content = book.read(name)
            if name.endswith("sheet1.xml"):
                assert change in content
                content = content.replace(change, into)
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return changed.getvalue()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" 王秀英\u3000", "王秀英"), ("６２２８４８００", "62284800"), ("'6228", "6228"), ("\ufeff姓名\u200b", "姓名"),
        (55.1, "55.1"), (0.1 + 0.2, "0.3"), (80, "80"), (True, "是"), (datetime(2026, 3, 1), "2026-03-01"),  # noqa: DTZ001
        ("㐂䶮·买买提", "㐂䶮·买买提"), ("6.22848E+18", "6.22848E+18"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_was_meant(typed: object, read: str) -> None:
    assert cells_of(a_book(一={"A1": typed})) == [[read]]


def test_digits_that_a_program_has_eaten_are_seen() -> None:
    ((cell,),) = cells_of(a_book(一={"A1": int(ACCOUNT)}))
    assert spreadsheet.digits_eaten(cell)
    assert spreadsheet.digits_eaten("6.22848E+18")
    assert not spreadsheet.digits_eaten(ACCOUNT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_text_files_of_every_make_say_the_same(encoding: str, delimiter: str) -> None:
    rows = [["姓名", "账号", "金额"], ["王秀英", ACCOUNT, "80.00"]]
    text = "\r\n".join(delimiter.join(row) for row in [*rows, ["", "", ""]])
    assert cells_of(text.encode(encoding)) == rows


def test_a_merged_cell_speaks_for_all_its_cells_and_says_so() -> None:
    (sheet,) = read_table(a_book(一={"A1:A3": "王家", "B1": "甲", "B2": "乙", "B3": "丙", "D1:XFD1": "很远"}))
    assert [row.cells[0] for row in sheet.rows] == ["王家"] * 3
    assert [row.merged for row in sheet.rows] == [frozenset(), {0}, {0}]


def test_blank_rows_are_left_out_and_numbers_stay_those_of_the_sheet() -> None:
    first, second = read_table(a_book(低保={"B3": "甲", "D3": " "}, hidden={"A1": "旧"}, 特困={"AB7": "乙"}))
    assert [(row.number, row.cells) for row in first.rows] == [(3, ["", "甲"])]
    assert first.rows[0].cell(9) == ""
    assert (second.rows[0].number, second.address(7, 27)) == (7, "特困!AB7")
    assert read_table(b"a,b\r\n")[0].address(1, 1) == "B1"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", EmptyFile), (b"\xef\xbb\xbf \r\n", EmptyFile), (b",,\r\n,,", EmptyFile), (a_book(一={}), EmptyFile),
        (b"x" * 20_000_001, FileTooLarge), (b"<html><table><tr><td>1</td></tr></table>", UnreadableFile),
        (b"\xff\xd8\xff\xe0 a photo \x00\x01", UnreadableFile), (b"PK\x03\x04 torn", UnreadableFile),
        (b"\xd0\xcf\x11\xe0 torn", UnreadableFile), (a_book(一={"A1": "姓名"})[:-30], UnreadableFile),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_table(content)


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", "<office:document/>")
    with pytest.raises(UnreadableFile):
        read_table(content.getvalue())


def test_a_cell_at_the_edge_of_the_sheet_does_not_fill_the_memory() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with pytest.raises(FileTooLarge):
        read_table(with_sheet_xml(b"</sheetData>", far))
    only_a_format = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    assert cells_of(with_sheet_xml(b"</sheetData>", only_a_format)) == [["姓名"]]


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(with_sheet_xml(b"</sheetData>", b" " * 310_000_000 + b"</sheetData>"))
    with zipfile.ZipFile(io.BytesIO(bomb)) as book:
        directory = book.start_dir
    at = bomb.index(b"PK\x01\x02", directory)
    while at >= 0:  # each entry of the directory says that it is small
        bomb[at + 24 : at + 28] = struct.pack("<L", 100)
        at = bomb.find(b"PK\x01\x02", at + 4)
    with pytest.raises(FileTooLarge):
        read_table(bytes(bomb))


def test_any_bytes_give_rows_or_a_refusal() -> None:
    chance = random.Random(6)
    whole = a_book(低保={"A1": "姓名", "B1:C2": 1.5, "A3": ACCOUNT})
    for _ in range(300):
        torn = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            torn[chance.randrange(len(torn))] = chance.randrange(256)
        with suppress(Refusal):
            read_table(bytes(torn[: chance.choice((len(torn), chance.randrange(len(torn))))]))


def test_any_sheet_gives_rows_or_a_refusal() -> None:
    chance = random.Random(7)
    for _ in range(300):
        noise = bytes(chance.choice(b'<>/="crvt19AZ s') for _ in range(chance.randrange(1, 9)))
        with suppress(Refusal):
            read_table(with_sheet_xml(chance.choice((b"<v>", b"<c ", b'r="A1"', b"</row>", b"<sheetData>")), noise))


def test_what_is_written_is_read_again_and_the_same_twice() -> None:
    def leaves() -> list[Leaf]:
        rows = [["=1+1", ACCOUNT, Decimal("80.10"), date(2026, 3, 1), 7], ["http://a", None, Decimal(0), None, 0]]
        return [Leaf("名册", ["一", "二", "三", "四", "五"], rows, widths=[10, 24])]

    content = write_xlsx(leaves())
    assert content == write_xlsx(leaves())
    assert cells_of(content)[1:] == [["1+1", ACCOUNT, "80.1", "2026-03-01", "7"], ["http://a", "", "0", "", "0"]]
