"""Spreadsheets (电子表格) as they come from real offices: XLSX, XLS and CSV.

What is read is text, cell by cell, with its address, so that a mistake can be named as 「低保!C7」. Nothing is guessed:
where a program has eaten the digits of an account number, the cell says so by staying in scientific notation.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from backend.refusals import NotAcceptable

_MOST_BYTES = 20_000_000  # a county's roster of 32,000 rows and 40 columns is 8 MB
_MOST_UNPACKED = 300_000_000  # bytes of XML; a bomb has gigabytes
_MOST_ROWS, _MOST_COLUMNS = 200_000, 100  # of a workbook's sheet; it is held as a full rectangle while read
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # XLSX and XLS begin so
# A cell with a value beyond the 100th column (CV) or the 200,000th row. Formats alone reach to the edge in many files.
_FAR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["'](?:(?:[A-Z]{3,}|[D-Z][A-Z]|C[W-Z])\d+|[A-Z]+(?:[2-9]\d{5}|\d{7,}))["']"""
    rb"""[^>]*(?<!/)>""",
    re.IGNORECASE,
)
# In this order: GB18030 gives some reading to nearly any bytes, strict UTF-8 to almost none but its own.
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",\t;|"
# Full-width letters, digits and signs as ASCII. Not NFKC: that would rewrite rare characters of people's names.
_PLAIN: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN |= {0x3000: " ", 0xA0: " "}
_PLAIN |= dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202C, 0x2060, 0xFEFF), "")
_EATEN = re.compile(r"[+-]?\d(?:\.\d*)?E\+?\d+", re.IGNORECASE)


class EmptyFile(NotAcceptable):
    """No bytes, or nothing but blanks."""

    sentence = "文件是空的，请检查是否选错了文件。"


class FileTooLarge(NotAcceptable):
    """More bytes, rows or columns than any list of this county can have."""

    sentence = "文件太大，或者数据写到了很远的行列里。请删去多余的行列，或分成几个文件再上传。"


class LockedFile(NotAcceptable):
    """A workbook that opens with a password only."""

    sentence = "这个表格设了打开密码，请去掉密码后再上传。"


class UnreadableFile(NotAcceptable):
    """Neither a workbook nor text in a known encoding; or a web page that calls itself XLS."""

    sentence = "读不出这个文件。请用 Excel 或 WPS 打开，另存为 XLSX 或 CSV 后再上传。"


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 as the officer sees it; `merged` are the columns filled from a merged cell.

    A sum in a merged cell is one sum: who reads amounts must not count it again in the columns of `merged`.
    """

    number: int
    cells: Sequence[str]
    merged: frozenset[int] = frozenset()

    def cell(self, column: int) -> str:
        """Blank where the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """Rows that are not blank. `name` is blank for a CSV file."""

    name: str
    rows: Sequence[Row]

    def address(self, row: int, column: int) -> str:
        """Where an officer finds the cell, such as 「低保!C7」; `row` from 1, `column` from 0."""
        letters, rest = "", column + 1
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{self.name}!{letters}{row}" if self.name else f"{letters}{row}"


def read_table(content: bytes) -> list[Sheet]:
    """The sheets that are not hidden, with cells as clean text: no blanks around, full-width digits as ASCII.

    Dates are 「2026-03-01」; numbers as typed, up to the 15 digits that spreadsheet programs keep: see `digits_eaten`.
    What it is, is told from the bytes, not from the name. Blocks for seconds with a large file: call it in a thread.
    Refuses with EmptyFile, FileTooLarge, LockedFile, UnreadableFile.
    """
    if len(content) > _MOST_BYTES:
        raise FileTooLarge
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise EmptyFile
    sheets = list(_workbook(content) if content.startswith(_WORKBOOKS) else _text(content))
    if not any(sheet.rows for sheet in sheets):
        raise EmptyFile
    return sheets


def digits_eaten(cell: str) -> bool:
    """Whether a spreadsheet program has made 「6.22848E+18」 of an account number: its last digits are lost."""
    return _EATEN.fullmatch(cell) is not None


def _workbook(content: bytes) -> Iterator[Sheet]:
    if content.startswith(_WORKBOOKS[0]):
        must_unpack_to_little(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [each.name for each in book.sheets_metadata if each.visible is SheetVisibleEnum.Visible]
        yield from (_sheet(name, book.get_sheet_by_name(name)) for name in shown)
    except PasswordError:
        raise LockedFile from None
    except (CalamineError, OSError, ValueError) as broken:
        raise UnreadableFile from broken


def must_unpack_to_little(content: bytes) -> None:
    """Of an XLSX that would fill the memory. Its own word on its size is not taken: it is unpacked to see.

    Refuses with FileTooLarge and, where it is none, UnreadableFile.
    """
    left = _MOST_UNPACKED
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
        if not any(member.filename.lower() == "xl/workbook.xml" for member in members):
            raise UnreadableFile  # ODS, XLSB, a plain archive: other ways to be huge, which nobody here sends
        for member in members:
            packed = _packed(content, member)
            if member.compress_type == zipfile.ZIP_DEFLATED:
                unpacked = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, left + 1)
            elif member.compress_type == zipfile.ZIP_STORED:
                unpacked = packed
            else:
                raise UnreadableFile
            left -= len(unpacked)
            if left < 0 or _FAR_CELL.search(unpacked):
                raise FileTooLarge
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError) as broken:
        raise UnreadableFile from broken


def _packed(content: bytes, member: zipfile.ZipInfo) -> bytes:
    """A member's bytes behind its local header: 30 bytes, then a name and extras of their own lengths."""
    at = member.header_offset
    name, extra = (int.from_bytes(content[at + part : at + part + 2], "little") for part in (26, 28))
    begin = at + 30 + name + extra
    return content[begin : begin + member.compress_size]


def _sheet(name: str, sheet: CalamineSheet) -> Sheet:
    if sheet.total_height > _MOST_ROWS or sheet.total_width > _MOST_COLUMNS:
        raise FileTooLarge
    table = [[_written(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = _spread_merged(table, sheet.merged_cell_ranges or [])
    return Sheet(name, _rows(enumerate(table, start=1), merged))


def _written(cell: Any) -> str:
    """A cell's value as it was typed."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return f"{cell:.15G}"  # the digits that such programs keep: 0.1 + 0.2 is 0.3, and 16 digits turn into 1E+16
    if isinstance(cell, datetime) and cell.time() == cell.time().min:
        return cell.date().isoformat()
    return str(cell)


def _spread_merged(
    table: list[list[str]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> dict[int, set[int]]:
    """Write each merged cell's text into all of its cells; row number (from 1) to the columns so filled."""
    filled: dict[int, set[int]] = {}
    budget = _MOST_ROWS * _MOST_COLUMNS
    for (top, left), (bottom, right) in ranges:
        if top >= len(table) or left >= len(table[top]) or not table[top][left]:
            continue
        bottom, right = min(bottom, len(table) - 1), min(right, len(table[top]) - 1)
        budget -= (bottom - top + 1) * (right - left + 1)
        if budget < 0:
            raise FileTooLarge
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    table[row][column] = table[top][left]
                    filled.setdefault(row + 1, set()).add(column)
    return filled


def _text(content: bytes) -> Iterator[Sheet]:
    text = decode(content)
    if re.match(r"\s*<(?:!doctype|html|table|\?xml|meta)", text[:200], re.IGNORECASE):
        raise UnreadableFile  # a web page named .xls, as some systems hand out
    head = text[:5000]
    delimiter = max(_DELIMITERS, key=lambda sign: (head.count(sign), -_DELIMITERS.index(sign)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield Sheet("", _rows((reader.line_num, [clean(cell) for cell in cells]) for cells in reader))
    except csv.Error as broken:
        raise UnreadableFile from broken


def decode(content: bytes) -> str:
    """Text in whichever encoding it is; UnreadableFile."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # 「Unicode 文本」 of office programs
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile


def _rows(table: Iterable[tuple[int, list[str]]], merged: dict[int, set[int]] | None = None) -> list[Row]:
    """Rows with something in them; blank cells behind the last one are cut off."""
    rows = []
    for number, cells in table:
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append(Row(number, cells, frozenset((merged or {}).get(number, ()))))
    return rows


def clean(cell: str) -> str:
    """Full-width signs as ASCII, invisible ones gone; blanks, and the marks by which Excel keeps text, taken off."""
    plain = cell if cell.isascii() else cell.translate(_PLAIN)
    return plain.strip().strip("'\"=").strip()
