"""Rosters: 32,000 rows of a spreadsheet into people, households and awards, beside a plain reader with plain COPYs."""

from __future__ import annotations

import asyncio
import io
import os
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import asyncpg
from python_calamine import CalamineWorkbook

from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.trial import Trial
from xiangyin.data_folder import CHECKOUT
from xiangyin.environment import COUNTY
from xiangyin.refusal import CommandRefused

if TYPE_CHECKING:
    from backend.rosters import Wanted

ROWS = 32_000
WITHIN = 20.0  # seconds from the file's bytes to the commit
PROGRAMME = "rural_dibao"
TITLES = (
    "序号", "乡镇", "村", "户编号", "姓名", "性别", "身份证号码", "联系电话", "月保障金额（元）", "起保年月", "开户行",
    "户名", "账号",
)  # fmt: skip
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def measure(trial: Trial) -> list[Figure]:
    """Ours and the plain one in turn, each time into tables without people."""
    rows = int(ROWS * trial.scale)
    divisions = Path(CHECKOUT, "data/divisions/songxian-divisions.csv").read_bytes()
    with proving_ground():
        taken, looked, written, plain = asyncio.run(_in_turn(rows, divisions, trial.rounds))
    return [
        Figure("roster_take_in_32k", taken, "s", plain, trial.target(WITHIN)),
        Figure("roster_dry_run_32k", looked, "s", [], None),
        Figure("roster_export_32k", written, "s", [], None),
    ]


async def _in_turn(
    rows: int, divisions: bytes, rounds: int
) -> tuple[list[float], list[float], list[float], list[float]]:
    taken, looked, written, plain = [], [], [], []
    async with opened_database() as database:
        content = _roster(rows, await _map(divisions))
        for _ in range(rounds):
            looked.append(await _look(content, rows))
            taken.append(await _take_in(content))
            written.append(await _write_out())
            await database.execute("TRUNCATE household, journal_entry CASCADE")
            plain.append(await _plain(content))
    return taken, looked, written, plain


async def _map(divisions: bytes) -> list[tuple[str, str]]:
    """The county's divisions, put on the map; township and village by name."""
    from backend import places
    from backend.journal import By, Signature
    from backend.spreadsheet import read_table

    sheet = read_table(divisions)[0]
    await places.put_on_the_map(COUNTY, sheet, by=Signature(By.IMPORT))
    names = {row.cell(0): row.cell(2) for row in sheet.rows}
    return [(names[row.cell(3)], row.cell(2)) for row in sheet.rows if row.cell(1) == "village"]


async def _look(content: bytes, rows: int) -> float:
    from backend import rosters

    begun = time.perf_counter()
    found = await rosters.examine(_wanted(content))
    if found.plan.outcomes.total() != rows or found.reading.findings:
        raise CommandRefused("The roster was not read as it was meant: nothing was measured.")
    return time.perf_counter() - begun


async def _take_in(content: bytes) -> float:
    from backend import rosters
    from backend.journal import By, Signature
    from backend.rosters import Choice

    begun = time.perf_counter()
    await rosters.take_in(_wanted(content), Choice.ALL, roster=uuid4(), digest="", by=Signature(By.IMPORT))
    return time.perf_counter() - begun


async def _write_out() -> float:
    from backend import rosters
    from backend.journal import By, Signature
    from backend.places import Scope

    begun, scope = time.perf_counter(), Scope(f"{COUNTY}000000")
    await rosters.export_roster(COUNTY, PROGRAMME, scope, by=Signature(By.IMPORT), reason="figures")
    return time.perf_counter() - begun


def _roster(rows: int, villages: Sequence[tuple[str, str]]) -> bytes:
    """A sheet as an office makes it: so many women of one household each, in all villages in turn."""
    from backend.workbook import Leaf, write_xlsx

    def row(number: int) -> list[str]:
        township, village = villages[number % len(villages)]
        born, account = date(1930, 1, 1) + timedelta(days=number % 18_000), f"{number:010d}"
        digits = f"{COUNTY}{born:%Y%m%d}{number // 18_000 * 2:03d}"
        name = f"王{chr(0x4E00 + number % 3000)}"
        return [
            str(number + 1), township, village, f"H{number:06d}", name, "女", digits + _check(digits),
            f"139{number:08d}", "350", "2024年5月", "嵩县农商银行", name, f"9{account}",
        ]  # fmt: skip

    return write_xlsx([Leaf("低保", ["花名册"], [list(TITLES), *(row(number) for number in range(rows))])])


def _check(digits: str) -> str:
    return "10X98765432"[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11]


def _wanted(content: bytes) -> Wanted:
    from backend import clock, rosters
    from backend.rosters import Wanted
    from backend.spreadsheet import read_table

    sheets = read_table(content)
    return Wanted(COUNTY, PROGRAMME, sheets, rosters.guess_mapping(sheets, PROGRAMME), clock.today().replace(day=1))


async def _plain(content: bytes) -> float:
    """No check, no seal, no look at the register: cells into bare tables."""
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    try:
        for table in ("person (id uuid, home text, name text, number text, phone text)",
                      "money (person uuid, fen bigint, account text, bank text)"):  # fmt: skip
            await connection.execute(f"CREATE TEMP TABLE plain_{table}")
        begun = time.perf_counter()
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[2:]
        ids = [uuid4() for _ in rows]
        await connection.copy_records_to_table(
            "plain_person", records=[(key, row[3], row[4], row[6], row[7]) for key, row in zip(ids, rows, strict=True)]
        )
        await connection.copy_records_to_table(
            "plain_money",
            records=[
                (key, int(float(str(row[8])) * 100), row[12], row[10]) for key, row in zip(ids, rows, strict=True)
            ],
        )
        return time.perf_counter() - begun
    finally:
        await connection.close()
