"""Statement file (服务商导出的发送记录): CSV or XLSX, a line a text; numbers, days and results are read, nothing else.

Headings are those of the provider's record (QuerySendDetails: OutId, SendDate, SendStatus) or their Chinese names.
Phones and contents, which stand there too, are not looked at.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from backend.messages.holding_beside import Listed
from backend.refusals import NotAcceptable
from backend.spreadsheet import Row, Sheet, read_table

_NUMBER = ("外部流水扩展字段", "外部流水号", "流水号", "outid", "out_id")
_DAY = ("发送时间", "发送日期", "提交时间", "senddate", "send_time")
_RESULT = ("发送状态", "状态", "sendstatus", "success")
_PARTS = ("计费条数", "短信条数", "拆分条数", "smssize", "sms_size")
_FEE = ("费用（元）", "费用(元)", "费用", "金额（元）", "金额(元)", "金额", "消费金额", "fee", "cost")
_THOUSANDTHS_A_YUAN = 100_000  # of a fen
_DELIVERED = frozenset({"3", "true", "发送成功", "成功", "已送达"})
_FAILED = frozenset({"2", "false", "发送失败", "失败", "未送达"})
_OPEN = frozenset({"1", "", "等待回执", "发送中", "未返回"})


class StatementColumnsMissing(NotAcceptable):
    """No sheet has the columns that a comparison needs."""

    sentence = (
        "文件里没有找到「外部流水扩展字段（OutId）」「发送时间」「发送状态」三列，请在服务商控制台导出时勾选这三列。"
    )


class StatementUnreadable(NotAcceptable):
    """A cell that cannot be understood, or is of another month; the sentence says which."""

    sentence = "文件里有读不懂的单元格，请检查后再上传。"


class _Columns(NamedTuple):
    number: int
    day: int
    result: int
    parts: int | None
    fee: int | None


def read_statement(content: bytes, month: date, file: int | None = None) -> list[Listed]:
    """Every line of the file, all of `month`; of every sheet that has the columns, for a busy month may have several.

    `file`: which of several it is, for naming cells. Blocks for seconds with a large file: call it in a thread. Refuses
    with StatementColumnsMissing, StatementUnreadable, and as `spreadsheet.read_table`.
    """
    sheets = read_table(content)
    if file is not None:
        sheets = [replace(each, name=f"第{file}个文件{each.name}") for each in sheets]
    tables = [each for sheet in sheets if (each := _table(sheet)) is not None]
    if not tables:
        raise StatementColumnsMissing
    return [_line(sheet, row, columns, month) for sheet, columns, rows in tables for row in rows]


def _table(sheet: Sheet) -> tuple[Sheet, _Columns, Sequence[Row]] | None:
    """The columns and what stands below them; None where the sheet is about something else."""
    for number, row in enumerate(sheet.rows[:20]):  # a title may stand above the headings
        columns = _columns(row)
        if columns is not None:
            return sheet, columns, sheet.rows[number + 1 :]
    return None


def _columns(row: Row) -> _Columns | None:
    headings = [cell.lower().replace(" ", "") for cell in row.cells]
    number, day, result, parts, fee = (_first(headings, names) for names in (_NUMBER, _DAY, _RESULT, _PARTS, _FEE))
    return None if number is None or day is None or result is None else _Columns(number, day, result, parts, fee)


def _first(headings: list[str], names: tuple[str, ...]) -> int | None:
    """By our order of names, for 「状态」 also stands beside 「发送状态」."""
    return next((headings.index(name) for name in names if name in headings), None)


def _line(sheet: Sheet, row: Row, columns: _Columns, month: date) -> Listed:
    if _month_of(sheet, row, columns.day) != (month.year, month.month):
        where = sheet.address(row.number, columns.day)
        raise StatementUnreadable(f"单元格 {where} 不是{month.year}年{month.month}月的，请按月导出。")
    # What another system sent without a number is told apart by where it stands: a thousand of them are not one.
    number = row.cell(columns.number) or f"没有编号（{sheet.address(row.number, columns.number)}）"
    delivered = _delivered(sheet, row, columns.result)
    # What did not arrive is not charged everywhere, and the cells may be empty then.
    parts, fee = (
        None if column is None or (not row.cell(column) and delivered is not True) else read(sheet, row, column)
        for column, read in ((columns.parts, _count), (columns.fee, _thousandths))
    )
    return Listed(number, delivered, parts, fee)


def _month_of(sheet: Sheet, row: Row, column: int) -> tuple[int, int]:
    text = row.cell(column).replace("/", "-").partition(" ")[0][:10]
    try:
        year, month, _ = map(int, text.split("-"))
    except ValueError:
        where = sheet.address(row.number, column)
        raise StatementUnreadable(f"单元格 {where} 不是日期，请检查后再上传。") from None
    return year, month


def _delivered(sheet: Sheet, row: Row, column: int) -> bool | None:
    word = row.cell(column).lower()
    if word in _OPEN:
        return None
    if word not in _DELIVERED | _FAILED:
        raise StatementUnreadable(f"单元格 {sheet.address(row.number, column)} 的发送状态读不懂，请原样导出。")
    return word in _DELIVERED


def _count(sheet: Sheet, row: Row, column: int) -> int:
    text = row.cell(column)
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise StatementUnreadable(f"单元格 {sheet.address(row.number, column)} 的条数读不懂，请原样导出。")
    return int(text)


def _thousandths(sheet: Sheet, row: Row, column: int) -> int:
    """Thousandths of a fen from yuan such as 「0.045」; finer than that no price is."""
    try:
        fee = Decimal(row.cell(column)) * _THOUSANDTHS_A_YUAN
    except InvalidOperation:
        fee = Decimal("NaN")
    if not fee.is_finite() or fee < 0 or fee != fee.to_integral_value():
        raise StatementUnreadable(f"单元格 {sheet.address(row.number, column)} 的费用读不懂，请原样导出。")
    return int(fee)
