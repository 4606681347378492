"""Offering (上传花名册): one officer uploads a file, says what its columns are, and sees what would come of it."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend import clock, database, journal, sealing
from backend.identifiers import new_id
from backend.journal import Deed
from backend.rosters.mapping import SheetMapping, guess_mapping, must_fit
from backend.rosters.roster import Roster, RosterState, WrongRosterState, get_roster, keep_findings
from backend.rosters.taking_in import Choice, Examined, Wanted, examine
from backend.spreadsheet import Sheet, read_table
from backend.staff import Officer, Power, must_have

_CONTENT = "roster"  # the sealing purpose of uploaded files


async def upload(content: bytes, programme: str, officer: Officer) -> Roster:
    """Keep a file, sealed, with the mapping that its headings suggest.

    Refuses with NoSuchPower, NoSuchProgramme, and as `spreadsheet.read_table`.
    """
    must_have(officer, Power.OFFER_ROSTER)
    sheets = await asyncio.to_thread(read_table, content)
    mappings = guess_mapping(sheets, programme)
    sealed = await asyncio.to_thread(lambda: sealing.seal(base64.b64encode(content).decode(), _CONTENT))
    async with database.transaction():
        roster = await Roster.create(
            id=new_id(), county=officer.county, programme=programme, digest=hashlib.sha256(content).hexdigest(),
            content_sealed=sealed, mappings=[each.as_json() for each in mappings],
            paid_here_from=clock.today().replace(day=1), choice=Choice.ALL.value, state=RosterState.UPLOADED,
            outcomes={}, offered_by=officer.id, offered_at=clock.now(),
        )  # fmt: skip
        await _record(Deed.ROSTER_OFFERED, roster, officer)
    return roster


async def sheets_of(roster: Roster) -> list[Sheet]:
    """The uploaded file's sheets; WrongRosterState once it is gone."""
    sealed = roster.content_sealed
    if sealed is None:
        raise WrongRosterState
    return await asyncio.to_thread(lambda: read_table(base64.b64decode(sealing.unseal(sealed, _CONTENT))))


def wanted(roster: Roster, sheets: Sequence[Sheet]) -> Wanted:
    """The roster as it is to be read."""
    mappings = [SheetMapping.of(each) for each in roster.mappings]
    return Wanted(roster.county, roster.programme, sheets, mappings, roster.paid_here_from)


async def remap(roster_id: UUID, officer: Officer, mappings: Sequence[SheetMapping]) -> None:
    """Keep another mapping, not examined yet. Refuses with NoSuchPower, NoSuchRoster, WrongRosterState."""
    must_have(officer, Power.OFFER_ROSTER)
    roster = await get_roster(roster_id, officer)
    changed = await database.execute(
        """UPDATE roster SET state = 'uploaded', mappings = $2
           WHERE id = $1 AND state IN ('uploaded', 'examined')""",
        roster.id, json.dumps([each.as_json() for each in mappings]),
    )  # fmt: skip
    if not changed:
        raise WrongRosterState


async def examine_offered(
    roster_id: UUID, officer: Officer, *, mappings: Sequence[SheetMapping], paid_here_from: date, choice: Choice
) -> Roster:
    """The dry run by this mapping, kept with all its findings for the second officer.

    Refuses with NoSuchPower, NoSuchRoster, WrongRosterState, and as `examine`.
    """
    must_have(officer, Power.OFFER_ROSTER)
    roster = await get_roster(roster_id, officer)
    sheets = await sheets_of(roster)
    must_fit(mappings, sheets, roster.programme)
    roster.mappings, roster.paid_here_from = [each.as_json() for each in mappings], paid_here_from
    found = await examine(wanted(roster, sheets))
    async with database.transaction():
        await _keep(roster, choice, found)
    return await get_roster(roster_id, officer)


async def withdraw(roster_id: UUID, officer: Officer) -> None:
    """撤回: the file is gone, what was found stays. Refuses with NoSuchPower, NoSuchRoster, WrongRosterState."""
    must_have(officer, Power.OFFER_ROSTER)
    roster = await get_roster(roster_id, officer)
    async with database.transaction():
        changed = await database.execute(
            """UPDATE roster SET state = 'withdrawn', content_sealed = NULL, decided_by = $2, decided_at = $3
               WHERE id = $1 AND state IN ('uploaded', 'examined')""",
            roster.id, officer.id, clock.now(),
        )  # fmt: skip
        if not changed:
            raise WrongRosterState
        await _record(Deed.ROSTER_WITHDRAWN, roster, officer)


async def _keep(roster: Roster, choice: Choice, found: Examined) -> None:
    changed = await database.execute(
        """UPDATE roster SET state = 'examined', mappings = $2, paid_here_from = $3, choice = $4, rows = $5,
                  outcomes = $6, fen = $7 WHERE id = $1 AND state IN ('uploaded', 'examined')""",
        roster.id, json.dumps(roster.mappings), roster.paid_here_from, choice.value, found.reading.rows,
        json.dumps(found.plan.counted), found.plan.fen,
    )  # fmt: skip
    if not changed:
        raise WrongRosterState
    await keep_findings(roster, [(each.at, each.title, each.weight, each.sentence) for each in found.reading.findings])


async def _record(deed: Deed, roster: Roster, officer: Officer) -> None:
    facts = {"programme": roster.programme, "digest": roster.digest}
    await journal.record(journal.Line(deed, roster.county, "roster", roster.id, facts=facts), by=officer.signature)
