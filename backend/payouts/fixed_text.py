"""Fixed-width text from the bank (定长回盘): cut by bytes as the layout says; what cannot be cut is kept as such a row.

A file saved again in another encoding is brought back into the layout's first, so that its widths hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend import spreadsheet
from backend.payouts.fixed_answer import FixedAnswer, FixedField

_NOT_FEN = "?"  # read as no amount at all: a decimal point in a column of fen might be yuan


@dataclass(frozen=True)
class FixedLine:
    """A line's number from 1 and its cells by content; None where its bytes are not of this layout."""

    number: int
    cells: Mapping[str, str] | None


def cut(content: bytes, layout: FixedAnswer) -> tuple[Mapping[str, str] | None, list[FixedLine]]:
    """The head's cells, where the layout has a head, and the lines below; blank lines are left out.

    Refuses with spreadsheet.UnreadableFile.
    """
    text = spreadsheet.decode(content).split("\n")
    lines = [(number, line.rstrip("\r")) for number, line in enumerate(text, start=1) if line.strip()]
    head = _cells(lines.pop(0)[1], layout.head, layout.encoding) or {} if layout.head and lines else None
    return head, [FixedLine(number, _cells(line, layout.columns, layout.encoding)) for number, line in lines]


def _cells(line: str, fields: Sequence[FixedField], encoding: str) -> dict[str, str] | None:
    """Blanks that were taken off a line's end do no harm; anything beyond its width does."""
    try:
        left = line.removeprefix("\ufeff").encode(encoding)
        cells = {}
        for field in fields:
            cell, left = left[: field.width].decode(encoding), left[field.width :]
            cells[field.content.removesuffix("_fen")] = _written(spreadsheet.clean(cell), field)
    except UnicodeError:
        return None
    return None if left.strip() else cells


def _written(cell: str, field: FixedField) -> str:
    if not field.content.endswith("_fen"):
        return cell
    return f"{int(cell) // 100}.{int(cell) % 100:02d}" if cell.isascii() and cell.isdigit() else _NOT_FEN
