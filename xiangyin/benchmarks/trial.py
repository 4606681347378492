"""Trial: how much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trial:
    """`scale`: part of the full load; `rounds`: runs of each side."""

    scale: float
    rounds: int

    @property
    def in_earnest(self) -> bool:
        """Whether targets count: at full scale only."""
        return self.scale == 1.0

    def target(self, limit: float) -> float | None:
        """`limit` where it counts."""
        return limit if self.in_earnest else None
