"""From the return file's bytes to rows of clean cells, whatever the bank calls its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend import spreadsheet
from backend.payouts.fixed_answer import FixedAnswer
from backend.payouts.fixed_text import cut
from backend.payouts.layout import Answer
from backend.refusals import NotAcceptable
from backend.spreadsheet import Sheet

#: What we call the columns; what the bank calls them stands in the layout.
COLUMNS = ("serial", "amount", "status", "reason", "paid_on", "reference")
_NEEDED = COLUMNS[:3]


class EmptyReturnFile(NotAcceptable):
    """No bytes, or nothing but blanks."""

    sentence = "回单文件是空的，请重新从银行下载后再上传。"


class ReturnFileTooLarge(NotAcceptable):
    """Larger than any return file can be."""

    sentence = "文件太大，不像是回单文件，请检查是否选错了文件。"


class UnreadableReturnFile(NotAcceptable):
    """Neither text nor a workbook, or without the columns of a return file."""

    sentence = (
        "看不懂这个文件。回单应有「业务流水号、金额、状态」这几列，或者是县里设定的定长版式，请检查是否选错了文件。"
    )


@dataclass(frozen=True)
class Row:
    """A row below the header: where it stands, and its cells by our column names, cleaned.

    `merged` are those of our columns that lie in a merged cell with the row above: what stands there is not this row's.
    `misfit` is a line that is not as wide as the layout says.
    """

    sheet: str
    line: int
    where: str  #: the amount's cell as a spreadsheet names it; blank in a text file, whose lines have numbers
    cells: Mapping[str, str]
    first: str  #: the row's first cell of all, where a trailer says 合计
    merged: frozenset[str]
    misfit: bool = False


def read_rows(content: bytes, answer: Answer) -> list[Row]:
    """The rows below the header of each sheet that has one, blank ones left out; or a fixed-width file's lines.

    Columns are found by name, in any order. Refuses with EmptyReturnFile, ReturnFileTooLarge, UnreadableReturnFile
    and spreadsheet.LockedFile.
    """
    try:
        sheets = spreadsheet.read_table(content)
        rows = _named(sheets, answer)
        if rows is None and answer.fixed and not any(sheet.name for sheet in sheets):
            rows = _fixed(content, answer, answer.fixed)
    except spreadsheet.EmptyFile:
        raise EmptyReturnFile from None
    except spreadsheet.FileTooLarge:
        raise ReturnFileTooLarge from None
    except spreadsheet.UnreadableFile:
        raise UnreadableReturnFile from None
    if rows is None:
        raise UnreadableReturnFile
    return rows


def _named(sheets: Sequence[Sheet], answer: Answer) -> list[Row] | None:
    """None if no sheet names its columns."""
    names = {name: column for column in COLUMNS for name in getattr(answer, column)}
    rows: list[Row] = []
    found = False
    for sheet in sheets:
        header = next((at for at, row in enumerate(sheet.rows) if _is_header(row.cells, names)), None)
        if header is not None:
            found = True
            rows += _below(sheet, header, names)
    return rows if found else None


def _fixed(content: bytes, answer: Answer, layout: FixedAnswer) -> list[Row] | None:
    """None if not one line has an outcome where the layout puts it: this is another kind of file."""
    head, lines = cut(content, layout)
    outcomes = {*answer.paid, *answer.failed, *answer.received}
    if not any(line.cells and line.cells["status"] in outcomes for line in lines):
        return None
    rows = [_of_line(line.number, line.cells) for line in lines]
    if head is not None:  # says of the file what a trailer says at its end
        rows.append(_of_line(1, {"amount": head.get("sum", ""), "status": head.get("count", "")}, first="合计"))
    return rows


def _of_line(number: int, cells: Mapping[str, str] | None, *, first: str = "") -> Row:
    known = {column: (cells or {}).get(column, "") for column in COLUMNS}
    return Row("", number, "", known, first, frozenset(), misfit=cells is None)


def _name(cell: str) -> str:
    """「金额(元)」 and 「状态（成功/失败）」 are 金额 and 状态."""
    return cell.partition("(")[0].strip()


def _is_header(cells: Sequence[str], names: Mapping[str, str]) -> bool:
    have = {names.get(_name(cell)) for cell in cells}
    return all(needed in have for needed in _NEEDED)


def _below(sheet: Sheet, header: int, names: Mapping[str, str]) -> list[Row]:
    where: dict[str, int] = {}
    for at, cell in enumerate(sheet.rows[header].cells):
        column = names.get(_name(cell))
        if column is not None:
            where.setdefault(column, at)
    return [
        Row(
            sheet.name, row.number, sheet.address(row.number, where["amount"]) if sheet.name else "",
            {column: row.cell(where[column]) if column in where else "" for column in COLUMNS}, row.cells[0],
            frozenset(column for column, at in where.items() if at in row.merged),
        )
        for row in sheet.rows[header + 1 :]
    ]  # fmt: skip
