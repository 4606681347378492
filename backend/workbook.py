"""Workbooks (电子表格) as they leave the house: XLSX, the same bytes for the same rows."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter


@dataclass(frozen=True)
class Leaf:
    """A sheet to be written; `widths` of its columns in characters. Text stays text, whatever it looks like.

    Cells may be text, whole numbers, Decimal (shown with two decimals, for yuan), dates, or None for blank.
    """

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[str | int | Decimal | date | None]]
    widths: Sequence[int] = ()


def write_xlsx(leaves: Iterable[Leaf]) -> bytes:
    """A workbook; the same leaves give the same bytes."""
    content = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 - the moment of writing would differ
        bold = book.add_format({"bold": True, "num_format": "@"})
        formats = {
            str: book.add_format({"num_format": "@"}), int: None, Decimal: book.add_format({"num_format": "0.00"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }  # fmt: skip
        for leaf in leaves:
            sheet = book.add_worksheet(leaf.name)
            sheet.freeze_panes(1, 0)
            for column, width in enumerate(leaf.widths):
                sheet.set_column(column, column, width)
            for column, heading in enumerate(leaf.header):
                sheet.write_string(0, column, heading, bold)
            for number, cells in enumerate(leaf.rows, start=1):
                for column, cell in enumerate(cells):
                    _write(sheet, number, column, cell, formats)
    return content.getvalue()


def write_plain_xlsx(name: str, rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet in which every cell is text; the same rows give the same bytes."""
    first, *rest = rows
    return write_xlsx([Leaf(name, first, rest)])


def _write(sheet: Any, row: int, column: int, cell: str | int | Decimal | date | None, formats: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, formats[str])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats[date])
    elif cell is not None:
        sheet.write_number(row, column, cell, formats[type(cell)])
