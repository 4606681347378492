"""A place's statement as XLSX: sums to be worked on; people, of a village, with masked names."""

import asyncio
from decimal import Decimal

from backend.statements.place import PlaceStatement
from backend.workbook import Leaf, write_xlsx

_PEOPLE, _YUAN = "人数", "金额（元）"


async def workbook_of(statement: PlaceStatement) -> bytes:
    """Sheets 按待遇, 按月 (the year so far), 按地方 (townships or villages below), and 明细 for a village."""
    leaves = [
        Leaf("按待遇", ("待遇", _PEOPLE, _YUAN), [(e.title, e.people, _yuan(e.fen)) for e in statement.programmes]),
        Leaf(
            "按月", ("月份", "待遇", _PEOPLE, _YUAN),
            [(f"{e.month:%Y-%m}", e.title, e.people, _yuan(e.fen)) for e in statement.months],
        ),
    ]  # fmt: skip
    if statement.below:
        rows = [(e.name, e.title, e.people, _yuan(e.fen)) for e in statement.by_place]
        leaves.append(Leaf("按地方", ("地方", "待遇", _PEOPLE, _YUAN), rows, (28, 24)))
    if statement.people:
        people = [(e.name, e.programme_title, _yuan(e.fen)) for e in statement.people]
        leaves.append(Leaf("明细", ("姓名", "待遇", _YUAN), people))
    return await asyncio.to_thread(write_xlsx, leaves)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100
