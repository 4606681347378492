"""The file that goes to the bank (代发文件), by the layout that the batch was drawn up for.

Nothing in it depends on the moment of export, so that a second export gives the same bytes. Nothing is ever cut off or
replaced to make it fit: a name that the layout cannot write is refused by its line.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from backend.payouts.layout import Column, Payment
from backend.refusals import NotAcceptable
from backend.workbook import write_plain_xlsx


class DoesNotFit(NotAcceptable):
    """Lines that the layout has no room or no characters for; `details["lines"]` names them."""

    sentence = "有的行按这个版式写不下。"


class BankLine(NamedTuple):
    """One payment; `number` is the account number in clear, which goes to the bank only."""

    line: int
    serial: str
    holder: str
    number: str
    bank: str
    amount_fen: int
    narration: str


@dataclass(frozen=True)
class BankFile:
    """`digest` is the SHA-256 of `content` in hex; both are the same at each export."""

    name: str
    content: bytes
    digest: str
    media_type: str


MEDIA_TYPES = {
    "csv": "text/csv", "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def lay_out(layout: Payment, number: str, title: str, month: date, lines: Sequence[BankLine]) -> bytes:
    """The file's bytes. Count and sum come from the lines and from nothing else; DoesNotFit."""
    total = sum(line.amount_fen for line in lines)
    said = {
        "number": number, "count": len(lines), "yuan": _plain_yuan(total), "fen": total, "title": title,
        "month": f"{month:%Y%m}",
    }  # fmt: skip
    head = [[text.format_map(said) for text in row] for row in layout.head]
    if layout.titles:
        head.append([column.title for column in layout.columns])
    cells = [_CONTENT[column.content] for column in layout.columns]
    rows = [[cell(line, said) for cell in cells] for line in lines]
    if layout.kind == "xlsx":
        return write_plain_xlsx(title, [*head, *rows])
    if layout.kind == "fixed":
        _must_fit(layout, lines, rows)
        text = "".join(f"{row}\r\n" for row in ["".join(row) for row in head] + [_fixed(layout, row) for row in rows])
    else:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows([*head, *rows])
        text = out.getvalue()
    try:
        return text.encode(layout.encoding)
    except UnicodeEncodeError:
        raise _names_lines("用了这个版式写不出的字", [
            line.line for line, row in zip(lines, rows, strict=True) if not _writes(layout, "".join(row))
        ]) from None  # fmt: skip


def narration(title: str, month: date) -> str:
    """What the passbook shows, such as 「2026年3月高龄津贴」."""
    return f"{month.year}年{month.month}月{title}"


_CONTENT: Mapping[str, Callable[[BankLine, Mapping[str, object]], str]] = {
    "line": lambda line, _: str(line.line),
    "serial": lambda line, _: line.serial,
    "holder": lambda line, _: line.holder,
    "number": lambda line, _: line.number,
    "bank": lambda line, _: line.bank,
    "yuan": lambda line, _: _plain_yuan(line.amount_fen),
    "fen": lambda line, _: str(line.amount_fen),
    "narration": lambda line, _: line.narration,
    "month": lambda _, said: str(said["month"]),
    "blank": lambda _, __: "",
}


def _fixed(layout: Payment, row: Sequence[str]) -> str:
    return "".join(_padded(layout, column, cell) for column, cell in zip(layout.columns, row, strict=True))


def _padded(layout: Payment, column: Column, cell: str) -> str:
    room = column.fill * ((column.width or 0) - len(cell.encode(layout.encoding, "replace")))
    return room + cell if column.to == "right" else cell + room


def _must_fit(layout: Payment, lines: Sequence[BankLine], rows: Sequence[Sequence[str]]) -> None:
    widths = [column.width or 0 for column in layout.columns]
    too_long = [
        line.line for line, row in zip(lines, rows, strict=True)
        if any(len(cell.encode(layout.encoding, "replace")) > width for cell, width in zip(row, widths, strict=True))
    ]  # fmt: skip
    if too_long:
        raise _names_lines("超出了这个版式的宽度", too_long)


def _writes(layout: Payment, text: str) -> bool:
    try:
        text.encode(layout.encoding)
    except UnicodeEncodeError:
        return False
    return True


def _names_lines(what: str, lines: Sequence[int]) -> DoesNotFit:
    named = "、".join(str(line) for line in lines[:20])
    return DoesNotFit(f"第{named}行的户名等{what}，没有导出。请核对登记的户名，或请县里换一个版式。", lines=list(lines))


def _plain_yuan(fen: int) -> str:
    """Without thousands separators: bank programs take the cell as it is."""
    return f"{fen // 100}.{fen % 100:02d}"
