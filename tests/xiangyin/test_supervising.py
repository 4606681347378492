"""What dies is started again, ever more slowly; what must stop, stops."""

import os
import signal
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.xiangyin.processes import within
from xiangyin.environment import Program
from xiangyin.health import as_they_answer
from xiangyin.ports import free_ports
from xiangyin.refusal import CommandRefused
from xiangyin.supervising import Child, Supervisor, end

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here'); time.sleep(60)"
POLITE = "import time; print('here'); time.sleep(60)"


class Mortal:
    """Dies as soon as one looks away."""

    name = "mortal"

    def __init__(self) -> None:
        self.starts = 0

    def start(self) -> None:
        self.starts += 1

    def alive(self) -> bool:
        return False


def child(tmp_path: Path, code: str) -> Child:
    program = Program("child", (sys.executable, "-u", "-c", code), ())
    born = Child(program, dict(os.environ), tmp_path)
    born.start()
    return born


def test_the_delay_before_a_new_start_doubles_up_to_half_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    mortal, said = Mortal(), list[str]()
    supervisor = Supervisor(said.append)
    supervisor.watch(mortal)
    started_at, starts = [], 0
    for tick in range(4 * 140):
        now = tick / 4
        supervisor.tend()
        if mortal.starts > starts:
            starts = mortal.starts
            started_at.append(now)
    gaps = [later - earlier for earlier, later in pairwise(started_at)]
    assert [round(gap) for gap in gaps] == [2, 4, 8, 16, 30, 30, 30]
    assert said[0] == "mortal has ended; starting it again in 1 s."
    assert said[1] == "mortal runs again."


def test_a_child_that_is_killed_runs_again(tmp_path: Path) -> None:
    born, back = child(tmp_path, POLITE), list[str]()
    supervisor = Supervisor(lambda sentence: None, back.append)
    supervisor.watch(born)
    assert born.process is not None
    first = born.process.pid
    os.kill(first, signal.SIGKILL)

    def runs_again() -> bool:
        supervisor.tend()
        return bool(back) and born.alive()

    try:
        assert within(5, runs_again)
        assert born.process.pid != first
        assert back == ["child"]
    finally:
        end([born], lambda: True)


def test_a_polite_child_ends_at_once(tmp_path: Path) -> None:
    born, begun = child(tmp_path, POLITE), time.monotonic()
    assert within(5, lambda: "here" in born.last_words())
    end([born], lambda: False)
    assert not born.alive()
    assert time.monotonic() - begun < 5


def test_a_stubborn_child_is_killed_when_one_is_in_a_hurry(tmp_path: Path) -> None:
    born, begun = child(tmp_path, STUBBORN), time.monotonic()
    assert within(5, lambda: "here" in born.last_words())
    end([born], lambda: True)
    assert not born.alive()
    assert time.monotonic() - begun < 5


def test_a_child_that_ends_at_its_start_shows_its_last_words(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{free_ports().api}/healthz"
    program = Program("child", (sys.executable, "-c", "raise SystemExit('no such setting')"), (address,))
    born = Child(program, dict(os.environ), tmp_path)
    born.start()
    with pytest.raises(CommandRefused, match="no such setting"):
        list(as_they_answer([born]))
