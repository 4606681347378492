"""The county's rosters in from files, and out into files again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from backend import rosters
from backend.identifiers import new_id
from backend.journal import By, Signature
from backend.places import Scope
from backend.refusals import Refusal
from backend.rosters import Choice, Examined, SheetMapping, Wanted
from backend.settings import settings
from backend.spreadsheet import Sheet, read_table
from backend.workbook import Leaf, write_xlsx
from xiangyin.connecting import connected
from xiangyin.months import month_of
from xiangyin.new_file import write_new
from xiangyin.refusal import CommandRefused

_BY = Signature(By.IMPORT)


@dataclass(frozen=True)
class Order:
    """What the command line asked for. `first_month`: 2026-03, or blank for this month; `report`: a new XLSX."""

    file: Path
    programme: str
    mapping: Path | None
    first_month: str
    row_by_row: bool
    dry_run: bool
    report: Path | None


def import_roster(order: Order) -> tuple[Examined, list[SheetMapping]]:
    """Take a roster in, or only look, and write the report that was asked for; CommandRefused with every reason."""
    first = month_of(order.first_month)
    try:
        content = order.file.read_bytes()
        sheets = read_table(content)
        mappings = _mappings(order, sheets)
        wanted = Wanted(settings().county, order.programme, sheets, mappings, first)
        done = connected(lambda: _take_in(order, content, wanted))
    except OSError as missing:
        raise CommandRefused(f"{order.file} cannot be read.") from missing
    except Refusal as no:
        raise CommandRefused("\n".join([no.shown, *no.details.get("reasons", [])])) from no
    if order.report is not None:
        write_new(order.report, report_of(done))
    return done, mappings


def export_roster(file: Path, programme: str, reason: str) -> None:
    """Write a programme's roster in clear, readable by its owner alone; the reason goes into the journal."""
    county = settings().county
    scope = Scope(f"{county}000000")
    write_new(file, connected(lambda: rosters.export_roster(county, programme, scope, by=_BY, reason=reason)))


def report_of(done: Examined) -> bytes:
    """Every finding with its cell, as XLSX."""
    rows = [[each.at, each.title, each.weight.shown, each.sentence] for each in done.reading.findings]
    return write_xlsx([Leaf("检查结果", ("单元格", "列", "结果", "说明"), rows, (22, 14, 18, 70))])


def shown_mapping(mappings: Sequence[SheetMapping]) -> str:
    """As YAML, to be put into a file, changed, and given back with --mapping."""
    return yaml.safe_dump([each.as_json() for each in mappings], allow_unicode=True, sort_keys=False)


async def _take_in(order: Order, content: bytes, wanted: Wanted) -> Examined:
    with _progress(sum(len(sheet.rows) for sheet in wanted.sheets)) as told:
        if order.dry_run:
            return await rosters.examine(wanted, told)
        choice = Choice.ROWS if order.row_by_row else Choice.ALL
        digest = hashlib.sha256(content).hexdigest()
        return await rosters.take_in(wanted, choice, roster=new_id(), digest=digest, by=_BY, told=told)


def _mappings(order: Order, sheets: Sequence[Sheet]) -> list[SheetMapping]:
    if order.mapping is None:
        return rosters.guess_mapping(sheets, order.programme)
    try:
        return [SheetMapping.of(each) for each in yaml.safe_load(order.mapping.read_text(encoding="utf-8"))]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as broken:
        raise CommandRefused(f"{order.mapping} is no mapping; --dry-run prints one to start from.") from broken


@contextmanager
def _progress(rows: int) -> Iterator[Callable[[int], None]]:
    with Progress(
        TextColumn("  花名册 roster"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), transient=True
    ) as progress:
        task = progress.add_task("rows", total=rows)
        yield lambda done: progress.update(task, completed=done)
