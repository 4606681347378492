"""Looking at processes from outside, and owners of engines that can be killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

OWNER = """
import sys
from pathlib import Path
from xiangyin.engines import Engines
engines = Engines(Path(sys.argv[1]))
engines.start()
print("ready", flush=True)
sys.stdin.read()
"""


def start_owner(root: Path) -> subprocess.Popen[str]:
    """Another process that runs the engines on `root`, until its stdin is closed or it is killed."""
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    assert owner.stdout.readline() == "ready\n"
    return owner


def processes_of(root: Path) -> dict[int, str]:
    """Living processes that work on `root`, by what their command line or environment says."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            words = _read(entry / "cmdline")
            if words and (str(root).encode() in words or str(root).encode() in _read(entry / "environ")):
                found[int(entry.name)] = words.replace(b"\0", b" ").decode(errors="replace")
    return found


def within(seconds: float, fact: Callable[[], bool]) -> bool:
    """Whether `fact` becomes true in time."""
    deadline = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
