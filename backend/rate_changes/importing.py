"""Importing: a file may bring any standards but those that would alter somebody's amount; these need two officers."""

from backend import programmes
from backend.journal import Signature
from backend.programmes import Enactment, Imported, Span
from backend.rate_changes.foreseeing import foresee
from backend.refusals import NotAllowed


class TouchesPeople(NotAllowed):
    """Values of the file would change what people receive; `details["reasons"]` names each with how many."""

    sentence = "下面这些标准会改变在领人员的金额，一行也没有导入。请在工作台逐项提出，由另一位同事看过名单再确认。"


async def import_values(county: str, values: list[Enactment], *, by: Signature, dry_run: bool = False) -> Imported:
    """All of them or, in a dry run, only how many would be new.

    Refuses with TouchesPeople and as `programmes.import_values`.
    """
    standing = await programmes.standing_values(county)
    touching = []
    for value in values:
        if value not in standing:
            span = Span(value.place, value.key, value.value, value.valid_from, value.valid_to)
            people = {line.resident_id for line in await foresee(county, span)}
            if people:
                touching.append(f"{programmes.get_declaration(value.key).name}：{len(people)}人")
    if touching:
        raise TouchesPeople(reasons=touching)
    return await programmes.import_values(values, by=by, dry_run=dry_run)
