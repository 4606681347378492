"""History: which row holds on a day, and all that was ever on record of one parameter."""

from datetime import date

from backend.programmes.declared import get_declaration
from backend.programmes.parameter import Parameter, places_above


async def in_force(county: str, day: date) -> dict[str, Parameter]:
    """By key the row that holds in a county on `day`, with its place, dates, source and confirmation."""
    places = places_above(county)
    rows = await Parameter.filter(place__in=places, superseded_at=None, valid_from__lte=day)
    rows = [row for row in rows if row.valid_to is None or row.valid_to > day]
    return {row.key: row for row in sorted(rows, key=lambda row: -places.index(row.place))}


async def history_of(county: str, key: str) -> list[Parameter]:
    """Every row of a parameter in a county, its city and its province, also superseded ones; the newest dates first.

    Refuses with NoSuchParameter.
    """
    get_declaration(key)
    places = places_above(county)
    rows = await Parameter.filter(place__in=places, key=key)
    rows.sort(key=lambda row: (row.valid_from, row.id), reverse=True)
    return sorted(rows, key=lambda row: (row.superseded_at is not None, places.index(row.place)))
