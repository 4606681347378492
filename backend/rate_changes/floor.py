"""Floor (省定最低标准): a standard that the city or the county sets is not below what the province lets it be."""

from datetime import date

from backend import programmes
from backend.money import short_yuan
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
    floor = await _floor(county, key, on)
    if floor is not None and int(str(value)) < floor:
        raise BelowTheFloor(f"低于省里规定的最低标准{short_yuan(floor)}元，请核对。", floor_fen=floor)


async def _floor(county: str, key: str, on: date) -> int | None:
    rates = await programmes.parameters_on(county, on)
    if key in _LOWEST:
        lowest = rates.get(_LOWEST[key])
        return None if lowest is None else int(str(lowest))
    factor, standard = rates.get("tekun.base_factor"), rates.get(_BASE.get(key, ""))
    if factor is None or standard is None:
        return None
    return -(-int(str(standard)) * int(str(factor)) // 100)
