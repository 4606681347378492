"""County: all its people made, sealed and loaded, beside PostgreSQL's own COPY of the very same rows."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import asyncpg

from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.proving_ground import proving_ground
from xiangyin.benchmarks.trial import Trial
from xiangyin.house import House

WITHIN = 90.0  # seconds for 560,000 people, sealing included
TABLES = (
    "place", "parameter", "officer", "cadre", "cadre_village",
    "household", "resident", "contact", "account", "disability_card", "award",
    "household_means", "situation", "kin",
)  # fmt: skip


def measure(trial: Trial) -> list[Figure]:
    """Ours and the plain one in turn, each time into empty tables with all their indexes and constraints."""
    ours, plain = [], []
    with proving_ground() as house:
        files = house.instance.root / "copies"
        files.mkdir()
        for _ in range(trial.rounds):
            ours.append(asyncio.run(_load(house, trial.scale)))
            asyncio.run(_write_down(house, files))
            plain.append(asyncio.run(_copy_back(house, files)))
            asyncio.run(_empty(house))
    return [Figure("load_county", ours, "s", plain, trial.target(WITHIN))]


async def _load(house: House, scale: float) -> float:
    from xiangyin.loading import load_demo

    begun = time.perf_counter()
    await load_demo(house.instance.database_url, scale)
    return time.perf_counter() - begun


async def _write_down(house: House, files: Path) -> None:
    connection = await asyncpg.connect(house.instance.database_url)
    try:
        for table in TABLES:
            await connection.copy_from_table(table, output=files / table, format="binary")
    finally:
        await connection.close()
    await _empty(house)


async def _copy_back(house: House, files: Path) -> float:
    """The plainest way in: PostgreSQL's binary format, no Python object a row, one transaction, then ANALYZE."""
    connection = await asyncpg.connect(house.instance.database_url)
    try:
        begun = time.perf_counter()
        async with connection.transaction():
            for table in TABLES:
                await connection.copy_to_table(table, source=files / table, format="binary")
        await connection.execute("ANALYZE")
        return time.perf_counter() - begun
    finally:
        await connection.close()


async def _empty(house: House) -> None:
    """Also written to the disk, so that neither side pays for what the other left in memory."""
    connection = await asyncpg.connect(house.instance.database_url)
    try:
        await connection.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
