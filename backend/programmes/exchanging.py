"""Exchanging: all that holds in a county out into a file, and a file in again."""

from dataclasses import dataclass

from backend import database
from backend.journal import Signature
from backend.places import Place
from backend.programmes.declared import declarations
from backend.programmes.enacting import Enactment, enact
from backend.programmes.parameter import Parameter, places_above
from backend.programmes.parameter_file import BadFile


@dataclass(frozen=True)
class Imported:
    """How many values of the file were new, and how many were on record as they are."""

    enacted: int
    unchanged: int


class _DryRun(Exception):
    """Undoes what a dry run did."""


async def standing_values(county: str) -> list[Enactment]:
    """What is on record for the county, its city and its province, through all years, in the order of declaration."""
    places, order = places_above(county), list(declarations())
    rows = await Parameter.filter(place__in=places, superseded_at=None, key__in=order)
    rows.sort(key=lambda row: (order.index(row.key), places.index(row.place), row.valid_from))
    return [
        Enactment(row.place, row.key, row.value, row.valid_from, row.valid_to, row.source, row.confirmed)
        for row in rows
    ]


async def import_values(values: list[Enactment], *, by: Signature, dry_run: bool = False) -> Imported:
    """Enact all of them or, in a dry run, only find out what would change. Refuses with BadFile for unknown places."""
    codes = {value.place for value in values}
    unknown = codes - set(await Place.filter(code__in=codes).values_list("code", flat=True))
    if unknown:
        raise BadFile(reasons=[f"没有这个区划：{code}。" for code in sorted(unknown)])
    enacted = 0
    try:
        async with database.transaction():
            for value in sorted(values, key=lambda each: each.valid_from):
                enacted += await enact(value, by=by) is not None
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return Imported(enacted, len(values) - enacted)
