"""Importing: a file may bring any standards but those that would alter somebody's amount; these need two officers."""

from collections.abc import Sequence
from uuid import UUID

from backend import programmes
from backend.journal import Signature
from backend.programmes import Enactment, Imported, Span
from backend.rate_changes.floor import must_all_reach_floor
from backend.rate_changes.foreseeing import foresee
from backend.refusals import NotAllowed


class TouchesPeople(NotAllowed):
    """Values of the file would change what people receive; `details["reasons"]` names each with how many."""

    sentence = "下面这些标准会改变在领人员的金额，一行也没有导入。请在工作台逐项提出，由另一位同事看过名单再确认。"


async def import_values(county: str, values: list[Enactment], *, by: Signature, dry_run: bool = False) -> Imported:
    """All of them or, in a dry run, only how many would be new.

    Refuses with BelowTheFloor, TouchesPeople and as `programmes.import_values`.
    """
    standing = await programmes.standing_values(county)
    new = [value for value in values if value not in standing]
    await must_all_reach_floor(county, [value for value in new if value.place in programmes.places_above(county)])
    # Harmless one by one, two may still move an amount: a county's own value ends, and the city's is another.
    if touched := await _people(county, new):
        alone = {key: await _people(county, [value for value in new if value.key == key]) for key in _keys(new)}
        named = [f"{programmes.get_declaration(key).name}：{len(people)}人" for key, people in alone.items() if people]
        raise TouchesPeople(reasons=named or [f"这些标准合在一起：{len(touched)}人"])
    return await programmes.import_values(values, by=by, dry_run=dry_run)


def _keys(values: Sequence[Enactment]) -> list[str]:
    return list(dict.fromkeys(value.key for value in values))


async def _people(county: str, values: Sequence[Enactment]) -> set[UUID]:
    spans = (Span(value.place, value.key, value.value, value.valid_from, value.valid_to) for value in values)
    return {line.resident_id for line in await foresee(county, *spans)}
