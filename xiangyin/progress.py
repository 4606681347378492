"""What a long command shows: each stage as it runs, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.cells import cell_len
from rich.console import Console

NAME_WIDTH = 34  # columns; a Chinese character takes two


class Stages:
    """Prints a line a stage; `seconds` since the first one began."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self.begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self.begun

    @contextmanager
    def stage(self, name: str, *, shows_itself: bool = False) -> Iterator[None]:
        """Time what happens inside. `shows_itself`: it has progress bars of its own, so no spinner turns."""
        begun = time.monotonic()
        try:
            if shows_itself or not self.console.is_terminal:
                yield
            else:
                with self.console.status(name):
                    yield
        except BaseException:
            self._line("[red]✗[/red]", name, begun)
            raise
        self.done(name, begun)

    def done(self, name: str, begun: float) -> None:
        """The line of a stage that began at `begun` (monotonic seconds) and has just ended well."""
        self._line("[green]✓[/green]", name, begun)

    def say(self, sentence: str) -> None:
        """A line of its own, as it is."""
        self.console.print(sentence, markup=False)

    def _line(self, mark: str, name: str, begun: float) -> None:
        padding = " " * max(1, NAME_WIDTH - cell_len(name))
        self.console.print(f"  {mark} {name}{padding}{time.monotonic() - begun:6.1f} s")
