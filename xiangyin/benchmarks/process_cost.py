"""Process cost: what the processes that this one started have used of processor and memory. Linux only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(without: str) -> float:
    """Of all our children and theirs, the ended ones included, but for those whose command has the word `without`."""
    parents = dict(_parents())
    return sum(cpu_seconds_of(each) for each in parents if _is_ours(each, parents, without))


def most_memory(pid: int) -> float:
    """The most that a process has held at once, in MB of 2^20 bytes."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _is_ours(pid: int, parents: dict[int, int], without: str) -> bool:
    while pid in parents and without not in _words(pid):
        if parents[pid] == os.getpid():
            return True
        pid = parents[pid]
    return False


def _words(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
    except OSError:
        return []


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _fields(int(folder.name))):
            yield int(folder.name), int(fields[1])


def cpu_seconds_of(pid: int) -> float:
    """Its own time and that of its children that have ended; 0 when it is gone."""
    fields = _fields(pid)
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def _fields(pid: int) -> list[str]:
    """What stands in /proc/<pid>/stat after the name, which may hold blanks; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    except OSError:
        return []
