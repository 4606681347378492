"""The real divisions of 嵩县, and how the synthetic people spread over its villages."""

import csv
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from sandbox.people.drawing import shares
from sandbox.people.rows import Place

DIVISIONS = Path(__file__).resolve().parents[2] / "data" / "divisions" / "songxian-divisions.csv"
COUNTY = "410325000000"
COUNTY_TOWN = "410325100000"  # 城关镇

PEOPLE = 560_000
HOUSEHOLDS = 190_000

# The county town's committees are several times a mountain village; a township's own seat (镇区) about three times.
# Less would leave 车村 too few households at the smallest scale, as the demo's characters live there.
_COUNTY_TOWN_WEIGHT = 2.6
_SEAT_WEIGHT = 3.0
_FOREST_FARM_WEIGHT = 0.08
_FIRST_VILLAGERS_COMMITTEE = 200
_FIRST_FOREST_FARM = 400


class Settlement(NamedTuple):
    """How many live in one village, and how many of its households are on the urban register."""

    village_code: str
    households: int
    urban_households: int
    people: int


@cache
def places() -> tuple[Place, ...]:
    """Every division from the province down to the village."""
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        return tuple(Place(*row) for row in list(csv.reader(file))[1:])


def villages() -> list[Place]:
    """The villages and residents' committees, by code."""
    return [place for place in places() if place.level == "village"]


def townships() -> list[Place]:
    """The townships and forest farms, by code."""
    return [place for place in places() if place.level == "township"]


def settlements(seed: int, scale: float) -> list[Settlement]:
    """The county's households and people over its villages: the totals are exact at every scale."""
    lots = Random(f"{seed}:villages")
    here = villages()
    households = shares(scaled(HOUSEHOLDS, scale), [_weight(lots, village) for village in here])
    people = shares(scaled(PEOPLE, scale), households)
    return [
        Settlement(village.code12, homes, round(homes * _urban_share(village)), souls)
        for village, homes, souls in zip(here, households, people, strict=True)
    ]


def scaled(count: int, scale: float) -> int:
    """A full-scale count at this scale, halves rounded up."""
    return int(count * scale + 0.5)


def _weight(lots: Random, village: Place) -> float:
    size = lots.lognormvariate(0, 0.42)
    if int(village.code12[6:9]) >= _FIRST_FOREST_FARM:
        return _FOREST_FARM_WEIGHT
    if village.parent_code == COUNTY_TOWN:
        return size * _COUNTY_TOWN_WEIGHT
    return max(size, 1.0) * _SEAT_WEIGHT if _is_seat(village) else size


def _is_seat(village: Place) -> bool:
    township = next(place.name for place in townships() if place.code12 == village.parent_code)
    return village.name.startswith(township[:-1])


def _urban_share(village: Place) -> float:
    if village.parent_code == COUNTY_TOWN:
        return 0.9
    return 0.6 if int(village.code12[9:]) < _FIRST_VILLAGERS_COMMITTEE else 0.015
