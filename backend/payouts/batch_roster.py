"""Batch roster (发放花名册): who gets what in a batch, for the finance office, with the townships' sums.

Columns are the layout's. Accounts by their last four digits only: whole ones leave the house in the bank's file alone.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend import database, entitlements, journal, staff
from backend.payouts.bank_file import MEDIA_TYPES, BankFile
from backend.payouts.batch import Batch
from backend.payouts.confirming import Part, parts_of
from backend.payouts.layout import RosterColumn, get_layout
from backend.payouts.reading import get_batch
from backend.staff import Officer, Power
from backend.workbook import Leaf, write_xlsx

_ROWS = """
SELECT p.line, p.serial, r.name, coalesce(township.name, left(p.village, 9)) AS township,
       coalesce(village.name, p.village) AS village, p.for_month, p.amount_fen, acc.last_four, acc.holder_name, acc.bank
FROM payout p JOIN resident r ON r.id = p.resident_id JOIN account acc ON acc.id = p.account_id
LEFT JOIN place township ON township.code = left(p.village, 9) || '000'
LEFT JOIN place village ON village.code = p.village
WHERE p.batch_id = $1 AND (p.state <> 'discarded' OR $2) ORDER BY p.line
"""
_Cell = str | int | Decimal
_CONTENT: Mapping[str, Callable[[Mapping[str, Any]], _Cell]] = {
    "line": lambda row: int(row["line"]),
    "serial": lambda row: str(row["serial"]),
    "name": lambda row: str(row["name"]),
    "holder": lambda row: str(row["holder_name"]),
    "township": lambda row: str(row["township"]),
    "village": lambda row: str(row["village"]),
    "month": lambda row: f"{row['for_month']:%Y-%m}",
    "yuan": lambda row: Decimal(row["amount_fen"]) / 100,
    "last_four": lambda row: str(row["last_four"]),
    "bank": lambda row: str(row["bank"]),
    "blank": lambda _: "",
}


@dataclass(frozen=True)
class _Roster:
    batch: Batch
    rows: Sequence[Mapping[str, Any]]
    parts: Sequence[Part]


async def batch_roster(batch_id: UUID, officer: Officer) -> BankFile:
    """The batch's roster as XLSX, in any state of it; written in the journal, for it holds names.

    Refuses with NoSuchPower, OutsideYourPlace, NoSuchBatch and LayoutGone.
    """
    staff.must_have(officer, Power.HANDLE_BANK_FILES)
    batch = await get_batch(batch_id, officer)
    columns = get_layout(batch.layout).roster
    rows = await database.rows(_ROWS, batch_id, batch.state.value == "discarded")
    roster = _Roster(batch, rows, await parts_of(batch))
    content = await asyncio.to_thread(_written, roster, columns)
    digest = hashlib.sha256(content).hexdigest()
    async with database.transaction():
        line = batch.line(journal.Deed.BATCH_ROSTER_WRITTEN, payouts=len(rows), digest=digest)
        await journal.record(line, by=officer.signature)
    return BankFile(f"{batch.number}-花名册.xlsx", content, digest, MEDIA_TYPES["xlsx"])


def _written(roster: _Roster, columns: Sequence[RosterColumn]) -> bytes:
    batch, rows = roster.batch, roster.rows
    total = Decimal(sum(row["amount_fen"] for row in rows)) / 100
    title = f"{entitlements.get_benefit(batch.programme).title}{batch.month.year}年{batch.month.month}月发放花名册"
    cells = [_CONTENT[column.content] for column in columns]
    head: list[list[_Cell]] = [
        ["批次号", batch.number, "笔数", len(rows), "总金额(元)", total],
        [column.title for column in columns],
    ]
    body = [[cell(row) for cell in cells] for row in rows]
    sums: list[list[_Cell]] = [
        [part.township_name, part.payouts, Decimal(part.total_fen) / 100] for part in roster.parts
    ]
    sums.append(["合计", len(rows), total])
    return write_xlsx(
        [
            Leaf("花名册", [title], [*head, *body], [12] * len(columns)),
            Leaf("乡镇汇总", ["乡镇", "笔数", "金额(元)"], sums, [20, 10, 14]),
        ]
    )
