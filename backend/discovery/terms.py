"""Terms: the day of a screening and what the county has set for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, cast

import polars as pl

from backend import programmes
from backend.eligibility import StandardsNotSet


@dataclass(frozen=True)
class Terms:
    """Parameters in force on the day, the declared defaults where the county has set none."""

    on: date
    parameters: Mapping[str, Any]

    def number(self, key: str) -> int:
        """A whole number that the county sets; StandardsNotSet where it has not."""
        return int(self._value(key))

    def table(self, key: str) -> list[dict[str, Any]]:
        """The records of a table that the county sets."""
        return cast(list[dict[str, Any]], self._value(key))

    def bands(self, key: str) -> list[tuple[int, int]]:
        """First age and fen of each band."""
        return [(int(start), int(fen)) for start, fen in self._value(key)]

    @cached_property
    def due(self) -> date:
        """By when an ordinary hit is to be looked into."""
        return self.on + timedelta(days=self.number("discovery.due_days"))

    @property
    def today(self) -> pl.Expr:
        """The day as a column."""
        return pl.lit(self.on)

    def _value(self, key: str) -> Any:
        value = self.parameters.get(key)
        value = programmes.get_declaration(key).default if value is None else value
        if value is None:
            raise StandardsNotSet(key=key)
        return value
