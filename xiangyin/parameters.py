"""The county's standards out into a file that an office can edit, and in again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from backend import database, programmes, rate_changes
from backend.journal import By, Signature
from backend.settings import settings
from xiangyin.refusal import CommandRefused

_Answer = TypeVar("_Answer")
_WRITERS = {".csv": programmes.write_csv, ".xlsx": programmes.write_xlsx}


def export_to(file: Path) -> int:
    """Write what is on record for the county; how many values. CommandRefused for another kind of file."""
    if file.suffix.lower() not in _WRITERS:
        raise CommandRefused("The file's name must end in .csv or .xlsx.")
    values = asyncio.run(_connected(lambda: programmes.standing_values(settings().county)))
    file.write_bytes(_WRITERS[file.suffix.lower()](values))
    return len(values)


def import_from(file: Path, *, dry_run: bool) -> programmes.Imported:
    """Enact what the file says; CommandRefused with every mistake, or with what needs two officers."""
    by, county = Signature(By.IMPORT), settings().county
    try:
        values = programmes.read_file(file.read_bytes())
        return asyncio.run(_connected(lambda: rate_changes.import_values(county, values, by=by, dry_run=dry_run)))
    except OSError as missing:
        raise CommandRefused(f"{file} cannot be read.") from missing
    except (programmes.BadFile, rate_changes.BelowTheFloor, rate_changes.TouchesPeople) as bad:
        raise CommandRefused("\n".join([bad.shown, *bad.details["reasons"]])) from bad


async def _connected(ask: Callable[[], Awaitable[_Answer]]) -> _Answer:
    await database.connect(pool_max=2)
    try:
        return await ask()
    finally:
        await database.close()
