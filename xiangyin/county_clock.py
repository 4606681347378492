"""The county's clock in a demo: an offset to real time, shared by our processes and the sandbox."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from xiangyin.health import direct
from xiangyin.refusal import CommandRefused

OFFICE_OPENS, OFFICE_CLOSES = time(8, 30), time(19, 30)  # inside them a message goes out at once
MORNING = time(9, 30)
MOVED_BY_US = "clock.moved-at-start"
UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def read_offset(file: Path) -> float:
    """Seconds by which the county is ahead of real time; 0 where nobody has moved it."""
    try:
        return float(file.read_text(encoding="ascii").strip() or 0)
    except FileNotFoundError:
        return 0.0


def write_offset(file: Path, seconds: float) -> None:
    """Move the county's clock for all of our processes at once."""
    half = file.with_suffix(".half")
    half.write_text(f"{seconds}\n", encoding="ascii")
    half.replace(file)


def move(root: Path, seconds: float) -> None:
    """Move the clock of the instance on `root`, and its sandbox's when it runs."""
    if not root.is_dir():
        raise CommandRefused(f"No county in {root} yet: start it with make run.")
    (root / MOVED_BY_US).unlink(missing_ok=True)
    write_offset(root / "clock", seconds)
    try:
        ports = json.loads((root / "running.json").read_text(encoding="ascii"))["ports"]
    except FileNotFoundError:
        return  # nothing runs; the next start tells the sandbox
    if not tell_sandbox(ports["phones"], seconds):
        raise CommandRefused("The county's clock was moved, but the sandbox does not answer: it keeps its own.")


def start_in_the_morning(root: Path) -> bool:
    """Who tries the house at night would see no message go out: move on to office hours. True when moved.

    A clock that a person has set stays as it is; one that we moved the last time may have come to a night again.
    """
    file, ours = root / "clock", root / MOVED_BY_US
    if file.exists() and not ours.exists():
        return False
    ahead = morning_offset(county_now(file))
    if ahead is None:
        return False
    ours.touch()
    write_offset(file, read_offset(file) + ahead)
    return True


def county_now(file: Path) -> datetime:
    """The county's time, aware."""
    from backend.clock import COUNTY_TIME

    return datetime.now(COUNTY_TIME) + timedelta(seconds=read_offset(file))


def forward_by(said: str) -> timedelta:
    """`8d`, `3h`, `30m` or several of them (`1d12h`). Refuses anything else."""
    if not re.fullmatch(r"(\d+[dhm])+", said):
        raise CommandRefused(f"{said}: say how far as 8d, 3h, 30m or 1d12h.")
    parts = re.findall(r"(\d+)([dhm])", said)
    return sum((timedelta(**{UNITS[unit]: int(count)}) for count, unit in parts), timedelta())


def offset_for(said: str) -> float:
    """Seconds of offset that make the county's time `said` ("2026-03-02 09:30", Beijing time)."""
    from backend.clock import COUNTY_TIME

    try:
        wanted = datetime.strptime(said, "%Y-%m-%d %H:%M").replace(tzinfo=COUNTY_TIME)
    except ValueError:
        raise CommandRefused(f'{said}: say the time as "2026-03-02 09:30".') from None
    return (wanted - datetime.now(UTC)).total_seconds()


def morning_offset(now: datetime) -> float | None:
    """Seconds to the next working day's 09:30 when `now` is outside 08:30-19:30, else None."""
    from backend.workdays import is_workday

    if OFFICE_OPENS <= now.time() <= OFFICE_CLOSES:
        return None
    day = now.date() if now.time() < OFFICE_OPENS else now.date() + timedelta(days=1)
    while not is_workday(day):
        day += timedelta(days=1)
    return (datetime.combine(day, MORNING, now.tzinfo) - now).total_seconds()


def tell_sandbox(port: int, seconds: float) -> bool:
    """Move the sandbox's clock too; False when it does not answer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/control/clock",
        data=json.dumps({"offset_seconds": seconds}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with direct.open(request, timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False
