"""Setting out: a house of its own for the journey, on a Monday in March, and the story told in it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from xiangyin import county_clock
from xiangyin.house import House
from xiangyin.journey.story import Story
from xiangyin.journey.telling import StepFailed, Telling
from xiangyin.ports import free_ports

SCALE = 0.01  # 5,600 people are county enough
BEGINS_AT = "2026-03-02 09:30"  # a Monday; the whole story lies in a year whose holidays are published


def set_out() -> int:
    """Tell the story on a fresh instance that is gone afterwards; the exit status."""
    telling = Telling()
    root = Path(tempfile.mkdtemp(prefix="xiangyin-journey-"))
    root.chmod(0o711)  # mkdtemp closes it to `nobody`, under whom root runs the engines
    house = House(root, free_ports(), durable=False)
    try:
        county_clock.write_offset(house.instance.clock_file, county_clock.offset_for(BEGINS_AT))
        house.open(SCALE)
        house.serve()
        Story(house, telling).tell()
    except StepFailed:
        _show_logs(root)
    finally:
        house.stop()
        shutil.rmtree(root, ignore_errors=True)
    return telling.end()


def _show_logs(root: Path) -> None:
    """What the processes said last, for whoever must find out why."""
    for log in sorted((root / "logs").glob("*.log")):
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        print(f"--- {log.name}", *lines, sep="\n")
