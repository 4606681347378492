"""Figure: one number that was measured, what it was held against, and whether it is good enough."""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """`value`, `peer` and `target` are in `unit`; several runs each, of which the median counts.

    `peer`: what the plainest program took for the same in the same run; empty where there is none.
    `target`: None for a figure that only informs. `at_least`: more is better, as with rates.
    """

    name: str
    values: list[float]
    unit: str
    peers: list[float]
    target: float | None
    at_least: bool = False

    @classmethod
    def rate(cls, name: str, values: list[float], unit: str, peers: list[float], part: float | None) -> Figure:
        """A rate that must reach `part` of the peer's."""
        return cls(name, values, unit, peers, None if part is None else part * median(peers), at_least=True)

    @property
    def value(self) -> float:
        """The median of our runs."""
        return median(self.values)

    @property
    def peer(self) -> float | None:
        """The median of the peer's runs."""
        return median(self.peers) if self.peers else None

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's: how many times as long, or what part of its rate."""
        return self.value / self.peer if self.peer else None

    @property
    def met(self) -> bool:
        """Whether the target is met; always, where there is none."""
        if self.target is None:
            return True
        return self.value >= self.target if self.at_least else self.value <= self.target

    def as_json(self) -> str:
        """One line for programs."""
        return json.dumps(
            {
                "figure": self.name,
                "value": _rounded(self.value),
                "unit": self.unit,
                "peer": _rounded(self.peer),
                "ratio": _rounded(self.ratio),
                "target": _rounded(self.target),
                "met": self.met,
            }
        )


def _rounded(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.4g}")
