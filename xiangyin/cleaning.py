"""`make clean`: remove what a demo instance has written. Needs nothing but Python, so it works without .venv."""

from __future__ import annotations

import fcntl
import shutil
import sys
from pathlib import Path

from xiangyin.data_folder import data_folder

# By name, because XIANGYIN_DATA may point at a folder in which other things live.
WRITTEN = (
    "pg",
    "pg.half",
    "kv",
    "run",
    "engines",
    "logs",
    "photos",
    "clock",
    "clock.moved-at-start",
    "running.json",
    "sign-ins.json",
)
WRITTEN_LAST = ("secrets.env", ".lock")


def clean(root: Path) -> None:
    """Remove the instance on `root`. Refuses (BlockingIOError) when it runs."""
    if not (root / ".lock").exists():
        return
    with open(root / ".lock", "r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for name in (*WRITTEN, *WRITTEN_LAST):
            _remove(root / name)
    if not any(root.iterdir()):
        root.rmdir()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    try:
        clean(data_folder())
    except BlockingIOError:
        sys.exit(f"Xiangyin runs on {data_folder()}: stop it first.")
