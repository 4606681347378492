"""What the journey prints: each step, and below it what was seen."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

from rich.console import Console

PATIENCE = 20.0  # seconds for what outreach or a carrier has yet to do
LOOK_EVERY = 0.1  # seconds

Seen = TypeVar("Seen")


class StepFailed(Exception):
    """A step did not show what it had to; the journey ends there."""


class Telling:
    """Numbers the steps and counts those that failed."""

    def __init__(self) -> None:
        self.steps = 0
        self.failed = 0
        self._console = Console(highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """One step; whatever goes wrong inside is a failure of it."""
        self.steps += 1
        self._console.print(f"\n{self.steps:2}. {title}", markup=False)
        try:
            yield
        except Exception as wrong:
            self.failed += 1
            self._console.print(f"    FAILED: {type(wrong).__name__}: {wrong}", markup=False)
            if not isinstance(wrong, StepFailed):
                traceback.print_exc()
            raise StepFailed(title) from wrong

    def see(self, what: str) -> None:
        """Lines of what was seen."""
        for line in what.splitlines():
            self._console.print(f"      {line}", markup=False)

    def must(self, holds: bool, otherwise: str) -> None:
        """StepFailed with `otherwise` unless it holds."""
        if not holds:
            raise StepFailed(otherwise)

    def wait_for(self, look: Callable[[], Seen | None], otherwise: str) -> Seen:
        """What `look` finds within PATIENCE; StepFailed with `otherwise` when it finds nothing."""
        end = time.monotonic() + PATIENCE
        while True:
            seen = look()
            if seen:
                return seen
            if time.monotonic() > end:
                raise StepFailed(otherwise)
            Event().wait(LOOK_EVERY)

    def end(self) -> int:
        """The last line, and the exit status."""
        self._console.print(f"\njourney: {self.steps} steps, {self.failed} failed", markup=False)
        return 1 if self.failed else 0
