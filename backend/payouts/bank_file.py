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


class Draft:
    """A bank's file while its lines come in, in parts; text is kept as the bytes that it will be."""

    def __init__(self, layout: Payment, number: str, title: str, month: date) -> None:
        self._layout, self._number, self._title, self._month = layout, number, title, f"{month:%Y%m}"
        self._cells = [_CONTENT[column.content] for column in layout.columns]
        self._count = self._fen = 0
        self._rows: list[list[str]] = []  # of a workbook
        self._text: list[bytes] = []  # of all others
        self._too_long: list[int] = []
        self._unwritable: list[int] = []

    def add(self, lines: Sequence[BankLine]) -> None:
        """The next lines."""
        self._count += len(lines)
        self._fen += sum(line.amount_fen for line in lines)
        rows = [[cell(line, self._month) for cell in self._cells] for line in lines]
        if self._layout.kind == "xlsx":
            self._rows += rows
            return
        if self._layout.kind == "fixed":
            self._too_long += _too_long(self._layout, lines, rows)
        try:
            self._text.append(_text(self._layout, rows).encode(_encoding(self._layout)))
        except UnicodeEncodeError:
            self._unwritable += [
                line.line for line, row in zip(lines, rows, strict=True) if not _writes(self._layout, "".join(row))
            ]

    def finish(self) -> bytes:
        """The file's bytes. Count and sum come from the lines and from nothing else; DoesNotFit."""
        if self._too_long:
            raise _names_lines("超出了这个版式的宽度", self._too_long)
        if self._unwritable:
            raise _names_lines("用了这个版式写不出的字", self._unwritable)
        said = {
            "number": self._number, "count": self._count, "yuan": _plain_yuan(self._fen), "fen": self._fen,
            "title": self._title, "month": self._month,
        }  # fmt: skip
        head = [[text.format_map(said) for text in row] for row in self._layout.head]
        if self._layout.titles:
            head.append([column.title for column in self._layout.columns])
        if self._layout.kind == "xlsx":
            return write_plain_xlsx(self._title, [*head, *self._rows])
        above = "".join(f"{''.join(row)}\r\n" for row in head) if self._layout.kind == "fixed" else _csv(head)
        return b"".join([above.encode(self._layout.encoding), *self._text])


def narration(title: str, month: date) -> str:
    """What the passbook shows, such as 「2026年3月高龄津贴」."""
    return f"{month.year}年{month.month}月{title}"


_CONTENT: Mapping[str, Callable[[BankLine, str], str]] = {
    "line": lambda line, _: str(line.line),
    "serial": lambda line, _: line.serial,
    "holder": lambda line, _: line.holder,
    "number": lambda line, _: line.number,
    "bank": lambda line, _: line.bank,
    "yuan": lambda line, _: _plain_yuan(line.amount_fen),
    "fen": lambda line, _: str(line.amount_fen),
    "narration": lambda line, _: line.narration,
    "month": lambda _, month: month,
    "blank": lambda _, __: "",
}


def _text(layout: Payment, rows: Sequence[Sequence[str]]) -> str:
    return "".join(f"{_fixed(layout, row)}\r\n" for row in rows) if layout.kind == "fixed" else _csv(rows)


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _fixed(layout: Payment, row: Sequence[str]) -> str:
    return "".join(_padded(layout, column, cell) for column, cell in zip(layout.columns, row, strict=True))


def _padded(layout: Payment, column: Column, cell: str) -> str:
    room = column.fill * ((column.width or 0) - len(cell.encode(_encoding(layout), "replace")))
    return room + cell if column.to == "right" else cell + room


def _encoding(layout: Payment) -> str:
    """Of all but the file's first bytes, where a signature may stand."""
    return layout.encoding.removesuffix("-sig")


def _too_long(layout: Payment, lines: Sequence[BankLine], rows: Sequence[Sequence[str]]) -> list[int]:
    widths = [column.width or 0 for column in layout.columns]
    return [
        line.line for line, row in zip(lines, rows, strict=True)
        if any(len(cell.encode(_encoding(layout), "replace")) > width for cell, width in zip(row, widths, strict=True))
    ]  # fmt: skip


def _writes(layout: Payment, text: str) -> bool:
    try:
        text.encode(_encoding(layout))
    except UnicodeEncodeError:
        return False
    return True


def _names_lines(what: str, lines: Sequence[int]) -> DoesNotFit:
    named = "、".join(str(line) for line in lines[:20])
    return DoesNotFit(f"第{named}行的户名等{what}，没有导出。请核对登记的户名，或请县里换一个版式。", lines=list(lines))


def _plain_yuan(fen: int) -> str:
    """Without thousands separators: bank programs take the cell as it is."""
    return f"{fen // 100}.{fen % 100:02d}"
