"""`xiangyin up`: the house from nothing to ready, kept until Ctrl-C."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from threading import Event
from types import FrameType

from xiangyin import county_clock
from xiangyin.environment import INSIDE
from xiangyin.first_cases import FirstCases
from xiangyin.house import House
from xiangyin.panel import show_panel
from xiangyin.ports import ClaimedPorts
from xiangyin.progress import Stages

LOOK_EVERY = 0.2  # seconds between two looks at the children


def up(root: Path, scale: float | None) -> None:
    """Serve a demo county on `root` until SIGINT, SIGTERM or SIGHUP; a second one hastens the end."""
    stages = Stages()
    interruptions = Interruptions()
    host = os.environ.get("BIND_HOST", INSIDE)
    claimed = ClaimedPorts(host, os.environ)
    house = House(root, claimed.ports, host=host, stages=stages)
    try:
        filled = house.open(scale)
        if claimed.shift:
            stages.say(f"Ports of the usual set are taken: all of them move up by {claimed.shift}.")
        moved = county_clock.start_in_the_morning(house.instance.root)
        house.serve()
        if filled:
            with stages.stage("第一批办件 first cases"):
                FirstCases(house.instance).arrive()
        show_panel(stages, house.instance, moved)
        while True:
            house.tend()
            Event().wait(LOOK_EVERY)
    except KeyboardInterrupt:
        stages.say("\nStopping; once more Ctrl-C hastens it.")
    finally:
        interruptions.count_only()
        house.stop(hastened=lambda: interruptions.counted > 0)
        claimed.release()


class Interruptions:
    """The first signal interrupts what we do; those that come while we stop are counted."""

    def __init__(self) -> None:
        self.counted = 0
        self._raising = True
        signal.signal(signal.SIGINT, self._heard)
        signal.signal(signal.SIGTERM, self._heard)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup ignores it, and means it
            signal.signal(signal.SIGHUP, self._heard)

    def count_only(self) -> None:
        """From now on nothing is interrupted."""
        self._raising = False

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if self._raising:
            self._raising = False
            raise KeyboardInterrupt
        self.counted += 1
