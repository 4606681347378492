"""The standards of a place on a day, out of the files that come with the product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from backend import programmes
from xiangyin.data_folder import CHECKOUT


class NoSuchPlace(Exception):
    """No file of standards comes with the product for this place."""


def standards_at(place: str, on: date) -> Mapping[str, object]:
    """Values in force that day in a county, by its six digits; the county's before the city's, those before the
    province's. NoSuchPlace where there is no file of it."""
    nearest = programmes.places_above(place)
    values: dict[str, object] = {}
    for value in sorted(_published(place), key=lambda value: -nearest.index(value.place)):
        if value.valid_from <= on and (value.valid_to is None or on < value.valid_to):
            values[value.key] = value.value
    return values


@cache
def _published(place: str) -> tuple[programmes.Enactment, ...]:
    file = Path(CHECKOUT, "data/parameters", f"{place}.csv")
    if not place.isdigit() or not file.is_file():
        raise NoSuchPlace(f"没有「{place}」的标准文件，请写县的六位区划代码，如 410325")
    return tuple(programmes.read_file(file.read_bytes()))
