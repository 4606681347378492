"""Proving ground: a throw-away house that keeps its promises to the disk, for figures that a county would see too."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import ModuleType

from xiangyin.environment import Program
from xiangyin.health import as_they_answer
from xiangyin.house import House
from xiangyin.ports import free_ports
from xiangyin.supervising import Child, end


@contextmanager
def proving_ground(scale: float | None = None) -> Iterator[House]:
    """Engines with fsync on, migrated, `scale` of the county loaded, nothing serving yet.

    This process's environment becomes that house's, so that the domain's rooms can be called from here. Addresses of
    engines in the environment are put aside: somebody's own database is never measured on.
    """
    for address in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(address, None)
    root = Path(tempfile.mkdtemp(prefix="xiangyin-bench-"))
    root.chmod(0o711)  # mkdtemp closes it to `nobody`, under whom root runs the engines
    house = House(root, free_ports(), environment="test")
    try:
        house.open(scale)
        os.environ.update(house.instance.variables())
        yield house
    finally:
        house.stop()
        shutil.rmtree(root, ignore_errors=True)


def programs(house: House, *names: str) -> list[Program]:
    """These of its processes."""
    return [program for program in house.instance.programs() if program.name in names]


@contextmanager
def serving(house: House, wanted: list[Program], **variables: str) -> Iterator[dict[str, Child]]:
    """These processes only by name, with `variables` on top of the house's environment; ended on leaving."""
    environment = {**house.instance.variables(), **variables}
    children = [Child(program, environment, house.instance.root / "logs") for program in wanted]
    try:
        for child in children:
            child.start()
        for _ in as_they_answer(children):
            pass
        yield {child.name: child for child in children}
    finally:
        end(children, lambda: False)


@asynccontextmanager
async def opened_database() -> AsyncIterator[ModuleType]:
    """`backend.database` with a pool on the proving ground's PostgreSQL, for one event loop."""
    from backend import database

    await database.connect()
    try:
        yield database
    finally:
        await database.close()
