"""Speakers: outreach processes of one house, started, killed and watched by a benchmark."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from xiangyin.benchmarks.process_cost import cpu_seconds_of
from xiangyin.benchmarks.proving_ground import programs
from xiangyin.environment import INSIDE, Program
from xiangyin.health import as_they_answer
from xiangyin.house import House
from xiangyin.ports import free_ports
from xiangyin.refusal import CommandRefused
from xiangyin.supervising import Child, end

_AT_REST, _MOST_SECONDS_TO_REST = 0.15, 180  # seconds of processor time in a second; seconds


class Speakers:
    """`count` processes; the first takes the callbacks. More than one share the sending, as in a province."""

    def __init__(self, house: House, count: int) -> None:
        (first,) = programs(house, "outreach")
        logs, variables = house.instance.root / "logs", house.instance.variables()
        self.children = [Child(first, variables, logs)]
        for number in range(1, count):
            port = free_ports().outreach
            program = Program(f"outreach-{number}", first.command, (f"http://{INSIDE}:{port}/healthz",))
            self.children.append(Child(program, {**variables, "OUTREACH_PORT": str(port)}, logs))

    def start(self) -> None:
        """Start all and wait until they answer."""
        for child in self.children:
            child.start()
        for _ in as_they_answer(self.children):
            pass

    def come_to_rest(self) -> None:
        """Wait until they have caught up with the night's duties, as a house that was just started does first."""
        for _ in range(_MOST_SECONDS_TO_REST):
            before = [cpu_seconds_of(pid) for pid in self.pids]
            time.sleep(1)
            if sum(cpu_seconds_of(pid) for pid in self.pids) - sum(before) < _AT_REST:
                return
        raise CommandRefused("Outreach does not come to rest.")

    def kill(self) -> None:
        """kill -9, all of them."""
        for child in self.children:
            if child.process is not None:
                child.process.send_signal(signal.SIGKILL)
                child.process.wait()

    @property
    def pids(self) -> list[int]:
        """Their process numbers."""
        return [child.process.pid for child in self.children if child.process is not None]


@contextmanager
def speaking(house: House, count: int = 1) -> Iterator[Speakers]:
    """Outreach, `count` times; ended on leaving."""
    speakers = Speakers(house, count)
    try:
        speakers.start()
        yield speakers
    finally:
        end(speakers.children, lambda: False)
