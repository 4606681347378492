"""The parameter file: read and changed in a spreadsheet, handed back; out and in again changes nothing."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from backend import spreadsheet
from backend.programmes.declaration import BadValue
from backend.programmes.declared import NoSuchParameter, get_declaration
from backend.programmes.enacting import Enactment
from backend.programmes.wording import read, written
from backend.refusals import NotAcceptable

HEADINGS = ("区划代码", "参数", "名称", "值", "起始日期", "截止日期", "依据", "县里已确认")
_PLACE, _KEY, _NAME, _VALUE, _FROM, _TO, _SOURCE, _CONFIRMED = range(len(HEADINGS))
_YES, _NO = "是", "否"
_MOST_ROWS = 10_000
_MOST_BYTES = 5_000_000
_WIDTHS = (15, 34, 40, 40, 12, 12, 60, 12)  # of the spreadsheet's columns, in characters


class BadFile(NotAcceptable):
    """The file has mistakes and nothing of it is taken; `details["reasons"]` has each with line and column."""

    sentence = "文件里有写错的地方，一行也没有导入。请改好后再导入。"


def write_csv(values: Iterable[Enactment]) -> bytes:
    """As CSV with a byte-order mark, so that office programs see the Chinese."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *(_row(value) for value in values)])
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(values: Iterable[Enactment]) -> bytes:
    """As a spreadsheet; every cell is text, so that no program turns a code into a number."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("标准")
        plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width, plain)
        for number, cells in enumerate([HEADINGS, *(_row(value) for value in values)]):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell, plain)
        sheet.freeze_panes(1, 0)
    return content.getvalue()


def read_file(content: bytes) -> list[Enactment]:
    """What a CSV or spreadsheet file says; BadFile with every mistake by line and column."""
    lines = _lines(content)
    if not lines or tuple(cell.strip() for cell in lines[0][: len(HEADINGS)]) != HEADINGS:
        raise BadFile(reasons=[f"第1行：表头要是“{'、'.join(HEADINGS)}”。"])
    if len(lines) > _MOST_ROWS:
        raise BadFile(reasons=[f"文件最多{_MOST_ROWS}行。"])
    mistakes: list[str] = []
    numbered = [(number, row) for number, row in enumerate(lines[1:], 2) if any(cell.strip() for cell in row)]
    found = [(number, value) for number, row in numbered if (value := _value(number, row, mistakes)) is not None]
    mistakes += _overlaps(found)
    if mistakes:
        raise BadFile(reasons=mistakes)
    return [value for _, value in found]


def _row(value: Enactment) -> tuple[str, ...]:
    declaration = get_declaration(value.key)
    return (
        value.place, value.key, declaration.name, written(declaration, value.value), value.valid_from.isoformat(),
        value.valid_to.isoformat() if value.valid_to else "", value.source, _YES if value.confirmed else _NO,
    )  # fmt: skip


def _lines(content: bytes) -> list[list[str]]:
    """Cells letter by letter as they stand, for a value that comes back unchanged must be found unchanged."""
    if len(content) > _MOST_BYTES:
        raise BadFile(reasons=[spreadsheet.FileTooLarge.sentence])
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        try:
            if content[:2] == b"PK":
                spreadsheet.must_unpack_to_little(content)
            sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
            return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        except (spreadsheet.FileTooLarge, spreadsheet.UnreadableFile) as refused:
            raise BadFile(reasons=[refused.shown]) from refused
        except CalamineError:
            raise BadFile(reasons=["表格文件读不出来，请另存为 XLSX 或 CSV 后再试。"]) from None
    for encoding in ("utf-8-sig", "gb18030"):  # office programs in China save CSV in either
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), strict=True))
        except UnicodeDecodeError:
            continue
        except csv.Error:
            break
    raise BadFile(reasons=["文件读不出来，请用 XLSX 或 UTF-8 的 CSV。"])


def _text(cell: Any) -> str:
    """A cell that a program made a number or a date of, as it was typed."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _value(number: int, row: Sequence[str], mistakes: list[str]) -> Enactment | None:
    cells = [cell.strip() for cell in row] + [""] * (len(HEADINGS) - len(row))
    before = len(mistakes)

    def wrong(column: int, sentence: str) -> None:
        mistakes.append(f"第{number}行「{HEADINGS[column]}」：{sentence}")

    if not (cells[_PLACE].isascii() and cells[_PLACE].isdigit() and len(cells[_PLACE]) == 12):
        wrong(_PLACE, "请填12位区划代码，如“410325000000”。")
    value: object = None
    try:
        value = read(get_declaration(cells[_KEY]), cells[_VALUE])
    except NoSuchParameter:
        wrong(_KEY, "没有这项标准，请照导出文件里的写。")
    except BadValue as bad:
        wrong(_VALUE, bad.shown)
    begins, ends = _day(cells[_FROM]), _day(cells[_TO])
    if begins is None:
        wrong(_FROM, "请按“2026-01-01”这样填，日期要真实存在。")
    if cells[_TO] and ends is None:
        wrong(_TO, "请按“2026-01-01”这样填，或者空着。")
    elif begins and ends and ends <= begins:
        wrong(_TO, "要在起始日期之后。")
    if len(cells[_SOURCE]) < 2:
        wrong(_SOURCE, "请写明依据的文件。")
    if cells[_CONFIRMED] not in (_YES, _NO):
        wrong(_CONFIRMED, "请填“是”或“否”。")
    if len(mistakes) > before or begins is None:
        return None
    confirmed = cells[_CONFIRMED] == _YES
    return Enactment(cells[_PLACE], cells[_KEY], value, begins, ends, cells[_SOURCE], confirmed)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text if len(text) == len("2026-01-01") else "")
    except ValueError:
        return None


def _overlaps(found: list[tuple[int, Enactment]]) -> Iterator[str]:
    last: dict[tuple[str, str], tuple[int, Enactment]] = {}
    for number, value in sorted(found, key=lambda each: each[1].valid_from):
        before = last.get((value.place, value.key))
        if before and (before[1].valid_to is None or before[1].valid_to > value.valid_from):
            yield f"第{number}行「{HEADINGS[_FROM]}」：与第{before[0]}行的起止日期重叠，请给其中一行写上截止日期。"
        last[value.place, value.key] = (number, value)
