"""Taking in a file of staff whole or not at all."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from backend import database, journal
from backend.places import Level, Place
from backend.spreadsheet import Sheet
from backend.staff.appointing import Outcome, SignInCard, appoint, appoint_cadre
from backend.staff.staff_file import read_staff


class _OnlyTried(Exception):
    """Takes back what a dry run wrote."""


@dataclass(frozen=True, slots=True)
class Staffed:
    """What an import of staff did, in people by outcome; `cards` are for the new officers."""

    officers: Counter[Outcome] = field(default_factory=Counter)
    cadres: Counter[Outcome] = field(default_factory=Counter)
    cards: list[SignInCard] = field(default_factory=list, repr=False)


async def import_staff(
    county: str,
    sheet: Sheet,
    *,
    by: journal.Signature,
    hand_over: Callable[[list[SignInCard]], None] = lambda cards: None,
    dry_run: bool = False,
) -> Staffed:
    """Appoint and change whom a sheet names (`staff_file.HEADINGS`), in one transaction; a second time does nothing.

    Who is not in the file stays in office: nobody is let go by an omission. `hand_over` keeps the cards of new
    officers before anything is committed, so that nobody is appointed whose password is lost. Refuses with
    BadStaffFile.
    """
    done = Staffed()
    with suppress(_OnlyTried):
        async with database.transaction():
            await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"staff:{county}")
            places = await Place.filter(code__startswith=county)
            file = read_staff(sheet, {place.code: Level(place.level) for place in places})
            for officer in file.officers:
                outcome, card = await appoint(county, officer, by=by)
                done.officers[outcome] += 1
                done.cards.extend([card] if card else [])
            for cadre in file.cadres:
                done.cadres[await appoint_cadre(county, cadre, by=by)] += 1
            if dry_run:
                raise _OnlyTried
            hand_over(done.cards)
    return done
