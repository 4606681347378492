"""From the return file's bytes to rows of clean cells: encodings, BOM, full-width digits, blanks."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from backend.refusals import NotAcceptable

_AT_MOST = 20_000_000  # bytes; 32,000 lines are 4 MB
COLUMNS = ("业务流水号", "金额", "状态", "失败原因", "入账日期", "银行流水")
_NEEDED = COLUMNS[:3]
# In this order: GB18030 gives some reading to nearly any bytes, strict UTF-8 to almost none but its own.
_ENCODINGS = ("utf-8-sig", "gb18030")


class EmptyReturnFile(NotAcceptable):
    """No bytes, or nothing but blanks."""

    sentence = "回单文件是空的，请重新从银行下载后再上传。"


class ReturnFileTooLarge(NotAcceptable):
    """Larger than any return file can be."""

    sentence = "文件太大，不像是回单文件，请检查是否选错了文件。"


class SpreadsheetFile(NotAcceptable):
    """An Excel workbook, not a text file."""

    sentence = "这是Excel工作簿，请在Excel里「另存为」CSV文件后再上传。"


class UnreadableReturnFile(NotAcceptable):
    """Neither text in a known encoding nor with the columns of a return file."""

    sentence = "看不懂这个文件。回单应是CSV文件，有「业务流水号、金额、状态」这几列，请检查是否选错了文件。"


@dataclass(frozen=True)
class Row:
    """A row below the header: its line number in the file, and its cells by column name, cleaned."""

    line: int
    cells: dict[str, str]
    first: str  #: the row's first cell of all, where a trailer says 合计


def read_rows(content: bytes) -> list[Row]:
    """The rows below the header line, blank ones left out.

    Columns are found by name, in any order. Refuses with EmptyReturnFile, ReturnFileTooLarge, SpreadsheetFile and
    UnreadableReturnFile.
    """
    if len(content) > _AT_MOST:
        raise ReturnFileTooLarge
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise EmptyReturnFile
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise SpreadsheetFile
    for encoding in _ENCODINGS:
        table = _table(content, encoding)
        header = next((at for at, (_, cells) in enumerate(table) if _is_header(cells)), None)
        if header is not None:
            return _below(table, header)
    raise UnreadableReturnFile


def _table(content: bytes, encoding: str) -> list[tuple[int, list[str]]]:
    """Line numbers and cells; nothing if the bytes are not text in this encoding."""
    try:
        text = content.decode(encoding)
        if "\0" in text:
            return []
        reader = csv.reader(io.StringIO(text, newline=""))
        return [(reader.line_num, [_clean(cell) for cell in cells]) for cells in reader if any(cells)]
    except (UnicodeDecodeError, csv.Error):
        return []


def _clean(cell: str) -> str:
    """Full-width digits and letters as ASCII; blanks, and the marks by which Excel keeps text, taken off."""
    plain = cell if cell.isascii() else unicodedata.normalize("NFKC", cell)
    return plain.strip().strip("'\"=\ufeff").strip()


def _name(cell: str) -> str:
    """「金额(元)」 and 「状态（成功/失败）」 are 金额 and 状态."""
    return cell.partition("(")[0].strip()


def _is_header(cells: Sequence[str]) -> bool:
    names = {_name(cell) for cell in cells}
    return all(needed in names for needed in _NEEDED)


def _below(table: Sequence[tuple[int, list[str]]], header: int) -> list[Row]:
    where = {_name(cell): at for at, cell in reversed(list(enumerate(table[header][1])))}
    rows = []
    for line, cells in table[header + 1 :]:
        named = {
            column: cells[where[column]] if column in where and where[column] < len(cells) else "" for column in COLUMNS
        }
        if any(cells):
            rows.append(Row(line, named, cells[0]))
    return rows
