"""Putting the county's divisions on the map: the first thing that a new county does."""

from dataclasses import dataclass
from datetime import date

from backend import database, journal
from backend.identifiers import new_id
from backend.places.division_file import Division, read_divisions
from backend.places.place import Place
from backend.spreadsheet import Sheet

_ALWAYS = date(1900, 1, 1)  # the file does not say since when


@dataclass(frozen=True, slots=True)
class Mapped:
    """What an import of divisions did, in places; `absent` are on the map, not in the file, and stay."""

    added: int
    renamed: int
    unchanged: int
    absent: int


async def put_on_the_map(county: str, sheet: Sheet, *, by: journal.Signature, dry_run: bool = False) -> Mapped:
    """Take in a sheet of divisions whole or not at all; a second time changes nothing.

    `county` has 6 digits. A place under a known code takes the file's name; nothing is ever removed, for people live
    there. Refuses with BadDivisions.
    """
    async with database.transaction():
        # Two imports at once would each take the same places for new ones.
        await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"map:{county}")
        standing = {place.code: place for place in await Place.all()}
        divisions = read_divisions(sheet, county, set(standing))
        added = [each for each in divisions if each.code not in standing]
        renamed = [each for each in divisions if each.code in standing and standing[each.code].name != each.name]
        named = {each.code for each in divisions}
        done = Mapped(
            len(added), len(renamed), len(divisions) - len(added) - len(renamed),
            sum(code.startswith(county) and code not in named for code in standing),
        )  # fmt: skip
        if dry_run or not (added or renamed):
            return done
        await _write(added, renamed)
        facts = {"added": done.added, "renamed": [each.code for each in renamed]}
        line = journal.Line(journal.Deed.DIVISIONS_MAPPED, county, "map", new_id(), facts=facts)
        await journal.record(line, by=by)
    return done


async def _write(added: list[Division], renamed: list[Division]) -> None:
    for division in added:  # higher levels first: a place refers to the one above it
        await Place.create(
            code=division.code, level=division.level.value, name=division.name, parent_code=division.parent_code,
            valid_from=_ALWAYS,
        )  # fmt: skip
    for division in renamed:
        await Place.filter(code=division.code).update(name=division.name)
