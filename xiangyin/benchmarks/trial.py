"""Trial: how much is measured."""

from __future__ import annotations

from dataclasses import dataclass

SMALLEST_COUNTY = 0.01  # below it the synthetic county has not every kind of household


@dataclass(frozen=True)
class Trial:
    """`scale`: part of the full load; `rounds`: runs of each side."""

    scale: float
    rounds: int

    def county(self, part: float) -> float:
        """The scale of the county to load where `part` of it is enough for the full load."""
        return max(SMALLEST_COUNTY, part * self.scale)

    @property
    def in_earnest(self) -> bool:
        """Whether targets count: at full scale only."""
        return self.scale == 1.0

    def target(self, limit: float) -> float | None:
        """`limit` where it counts."""
        return limit if self.in_earnest else None
