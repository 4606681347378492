"""Spending: the processor time and the memory that a house on a proving ground has taken so far."""

import os
from dataclasses import dataclass
from pathlib import Path

_OURS = {"api": "miniprogram_api.app:app", "outreach": "-m notifications", "sandbox": "-m sandbox"}
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class _Process:
    parent: int
    command: str
    seconds: float


def processor_seconds(root: Path) -> dict[str, float]:
    """By program, the engines under `root` as one; this process is their parent, or the engines' command names it."""
    processes = _processes()
    spent = dict.fromkeys([*_OURS, "engines"], 0.0)
    for each in processes.values():
        parent = processes.get(each.parent)
        if each.parent == os.getpid():
            for name, words in _OURS.items():
                spent[name] += each.seconds if words in each.command else 0
        if str(root) in each.command or (parent is not None and str(root) in parent.command):
            spent["engines"] += each.seconds
    return spent


def most_memory(words: str) -> float:
    """MB of this process's child whose command has these words, at its largest."""
    (found,) = [pid for pid, each in _processes().items() if each.parent == os.getpid() and words in each.command]
    (line,) = [line for line in Path(f"/proc/{found}/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def _processes() -> dict[int, _Process]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        found[int(folder.name)] = _Process(int(fields[1]), command, (int(fields[11]) + int(fields[12])) / _TICKS)
    return found
