"""Floor (省定最低标准): a standard that the city or the county sets is not below what the province lets it be."""

from collections.abc import Mapping, Sequence
from datetime import date

from backend import programmes
from backend.money import short_yuan
from backend.programmes import Enactment, Span
from backend.refusals import NotAcceptable

_LOWEST = {
    "dibao.standard.urban": "dibao.standard_floor.urban",
    "dibao.standard.rural": "dibao.standard_floor.rural",
}
# 特困's basic living is so many percent of the 低保 standard at least (policy §2.5).
_BASE = {"tekun.base.urban": "dibao.standard.urban", "tekun.base.rural": "dibao.standard.rural"}


class BelowTheFloor(NotAcceptable):
    """Lower than the province allows; `details["floor_fen"]`."""

    sentence = "低于省里规定的最低标准，请核对。"


async def must_reach_floor(county: str, key: str, value: object, on: date) -> None:
    """BelowTheFloor by the values in force on the first day; where the province has set none, nothing is asked."""
    floor = _floor(await programmes.parameters_on(county, on), key)
    if floor is not None and int(str(value)) < floor:
        raise BelowTheFloor(f"低于省里规定的最低标准{short_yuan(floor)}元，请核对。", floor_fen=floor)


async def must_all_reach_floor(county: str, values: Sequence[Enactment]) -> None:
    """BelowTheFloor by what would be in force with all of `values`; `details["reasons"]` names each that is lower."""
    rates = await programmes.timeline_of(county)
    for value in sorted(values, key=lambda each: each.valid_from):
        rates = rates.changed(Span(value.place, value.key, value.value, value.valid_from, value.valid_to))
    reasons = [reason for value in values if (reason := _lower(rates.on(value.valid_from), value))]
    if reasons:
        raise BelowTheFloor("下面这些标准低于省里规定的最低标准，一行也没有导入，请核对。", reasons=reasons)


def _lower(rates: Mapping[str, object], value: Enactment) -> str | None:
    floor = _floor(rates, value.key)
    if floor is None or int(str(value.value)) >= floor:
        return None
    name = programmes.get_declaration(value.key).name
    return f"{name}，{value.valid_from}起：最低{short_yuan(floor)}元"


def _floor(rates: Mapping[str, object], key: str) -> int | None:
    if key in _LOWEST:
        lowest = rates.get(_LOWEST[key])
        return None if lowest is None else int(str(lowest))
    factor, standard = rates.get("tekun.base_factor"), rates.get(_BASE.get(key, ""))
    if factor is None or standard is None:
        return None
    return -(-int(str(standard)) * int(str(factor)) // 100)
