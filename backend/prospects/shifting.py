"""Shifting: what a change of standards adds to an amount that was fixed case by case, as far as the law can tell."""

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from backend import clock, discovery, eligibility
from backend.discovery import KnownFacts
from backend.eligibility import BadFact
from backend.prospects.what_if import Standards, amounts, asks_of_households

_Units = Mapping[str, int | None]


@dataclass(frozen=True)
class Shifts:
    """For each month and programme, fen a month more (or less) by resident or household; None: fits no more."""

    by_month: Mapping[date, Mapping[str, _Units]]

    def of(self, month: date, programme: str, resident_id: str, household_id: str) -> tuple[bool, int | None]:
        """Whether the law makes a difference to this person's amount that month, and how much."""
        units = self.by_month.get(month, {}).get(programme)
        if units is None:
            return False, None
        unit = household_id if asks_of_households(programme) else resident_id
        return unit in units, units.get(unit)


async def shifts(
    county: str,
    months: Sequence[date],
    before: Mapping[date, Standards],
    after: Mapping[date, Standards],
    *,
    programmes: Collection[str],
) -> Shifts:
    """For these programmes the law of today asked with the standards of each month, on what the registers say today.

    Only of those who fit by the standards as they were: whom the law did not know, it cannot shift.
    """
    reading = {
        programme: keys
        for programme in eligibility.programmes()
        if programme in programmes and (keys := _keys_read(programme))
    }
    asked = {month: _asked(reading, before[month], after[month]) for month in months}
    if not any(asked.values()):
        return Shifts({})
    known = await discovery.know(county, clock.today())
    return await asyncio.to_thread(_shifts, known, asked, before, after)


def _keys_read(programme: str) -> tuple[str, ...]:
    try:
        return tuple(each.key for each in eligibility.parameters_declared(programme, on=clock.today()))
    except BadFact:  # no version of the law in force today
        return ()


def _asked(reading: Mapping[str, tuple[str, ...]], before: Standards, after: Standards) -> dict[str, str]:
    """The programmes whose law reads something that changes, each with all that it reads, to know a month again by."""
    return {
        programme: json.dumps([[before.get(key), after.get(key)] for key in keys])
        for programme, keys in reading.items()
        if any(before.get(key) != after.get(key) for key in keys)
    }


def _shifts(
    known: KnownFacts,
    asked: Mapping[date, Mapping[str, str]],
    before: Mapping[date, Standards],
    after: Mapping[date, Standards],
) -> Shifts:
    answered: dict[tuple[str, str], _Units] = {}
    for month, programmes in asked.items():
        for programme, standards in programmes.items():
            if (programme, standards) not in answered:
                answered[programme, standards] = _units(programme, known, before[month], after[month])
    return Shifts(
        {
            month: {each: answered[each, standards] for each, standards in found.items()}
            for month, found in asked.items()
        }
    )


def _units(programme: str, known: KnownFacts, before: Standards, after: Standards) -> _Units:
    rows = known.households if asks_of_households(programme) else known.people
    both = pl.DataFrame(
        [
            rows["id"],
            amounts(programme, rows, known.on, before).alias("before"),
            amounts(programme, rows, known.on, after).alias("after"),
        ]
    )
    moved = both.filter(pl.col("before").is_not_null() & pl.col("before").ne_missing(pl.col("after")))
    return dict(moved.select("id", pl.col("after") - pl.col("before")).iter_rows())
