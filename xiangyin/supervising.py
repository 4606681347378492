"""Keeping processes alive: one that dies is said so on the screen and started again, ever more slowly."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from xiangyin.data_folder import CHECKOUT
from xiangyin.environment import Program
from xiangyin.refusal import CommandRefused
from xiangyin.tethering import tethered

FIRST_DELAY = 1.0  # seconds before the first new start
LAST_DELAY = 30.0  # seconds; the delay doubles up to here
SETTLED_AFTER = 60.0  # seconds of life after which a death counts as the first again
STOP_LIMIT = 10.0  # seconds that children get to finish what they do


class Tended(Protocol):
    """What can be kept alive: a child process or an engine."""

    @property
    def name(self) -> str: ...

    def start(self) -> None: ...

    def alive(self) -> bool: ...


class Child:
    """One of our own programs as a process, its output in `<logs>/<name>.log`."""

    def __init__(self, program: Program, variables: Mapping[str, str], logs: Path) -> None:
        self.name = program.name
        self.program = program
        self.log = logs / f"{program.name}.log"
        self._variables = variables
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it is killed with us."""
        self.process = tethered(
            self.program.command,
            when_we_die=signal.SIGKILL,  # its engines go with us: a slow goodbye could only fail
            log=self.log,
            cwd=CHECKOUT,
            env=self._variables,
        )

    def alive(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


class Supervisor:
    """Starts again what has died. `say` gets a sentence for the screen, `returned` the name of what is back."""

    def __init__(self, say: Callable[[str], None], returned: Callable[[str], None] = lambda name: None) -> None:
        self._say, self._returned = say, returned
        self._watches: list[_Watch] = []

    def watch(self, *things: Tended) -> None:
        """Tend these, which have just been started."""
        self._watches += [_Watch(thing) for thing in things]

    def tend(self) -> None:
        """Look once at everything; call it every fraction of a second."""
        for watch in self._watches:
            if watch.thing.alive():
                continue
            if watch.due is None:
                self._say(f"{watch.thing.name} has ended; starting it again in {watch.plan():.0f} s.")
            elif time.monotonic() >= watch.due:
                self._start_again(watch)

    def _start_again(self, watch: _Watch) -> None:
        watch.begin()
        try:
            watch.thing.start()
        except (CommandRefused, OSError) as refused:
            self._say(f"{watch.thing.name}: {refused}")
            return
        self._say(f"{watch.thing.name} runs again.")
        self._returned(watch.thing.name)


class _Watch:
    def __init__(self, thing: Tended) -> None:
        self.thing = thing
        self.due: float | None = None  # when it is started again; None while it lives
        self._delay = FIRST_DELAY
        self._started = time.monotonic()

    def plan(self) -> float:
        """Set when to start again; returns the delay in seconds."""
        if time.monotonic() - self._started > SETTLED_AFTER:
            self._delay = FIRST_DELAY
        delay, self._delay = self._delay, min(self._delay * 2, LAST_DELAY)
        self.due = time.monotonic() + delay
        return delay

    def begin(self) -> None:
        self.due = None
        self._started = time.monotonic()


def end(children: list[Child], hastened: Callable[[], bool]) -> None:
    """Ask all to stop, wait ten seconds for them or until `hastened`, then kill."""
    processes = [child.process for child in children if child.process is not None]
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_LIMIT
    for process in processes:
        while process.poll() is None and not hastened() and time.monotonic() < deadline:
            _look_again(process)
        if process.poll() is None:
            process.kill()
            process.wait()


def _look_again(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(0.05)
    except subprocess.TimeoutExpired:
        return
