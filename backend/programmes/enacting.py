"""Enacting (施行): a value begins to hold from a date; what was set before stays on record as it was."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend import clock, database, journal
from backend.identifiers import new_id
from backend.journal import Signature
from backend.programmes.declared import get_declaration
from backend.programmes.parameter import Parameter
from backend.refusals import NotAcceptable

_COLUMNS = "id, place, key, value, valid_from, valid_to, source, confirmed, recorded_at"


class BadPeriod(NotAcceptable):
    """It would end before it begins."""

    sentence = "截止日期要在起始日期之后。"


class SourceMissing(NotAcceptable):
    """Nobody may change a standard without saying on what ground."""

    sentence = "请写明依据的文件，例如文号和标题。"


@dataclass(frozen=True)
class Enactment:
    """`value` (JSON) holds in `place` (12 digits) from `valid_from` until before `valid_to`.

    Without an end it holds until the next value that is set already begins.
    """

    place: str
    key: str
    value: object
    valid_from: date
    valid_to: date | None
    source: str
    confirmed: bool


async def enact(given: Enactment, *, by: Signature) -> UUID | None:
    """Let the value hold; the new row's id, None if just this is on record. Within the caller's transaction or its own.

    Rows are never changed: one that gives way is marked as superseded, and what remains of its time is written anew,
    so that what was known on an earlier day can still be told. Refuses with NoSuchParameter, BadValue, BadPeriod and
    SourceMissing.
    """
    value = get_declaration(given.key).taken(given.value)
    if given.valid_to is not None and given.valid_to <= given.valid_from:
        raise BadPeriod
    if len(given.source.strip()) < 2:
        raise SourceMissing
    async with database.transaction():
        # Two changes of one parameter at once go one after the other; the constraint would refuse the second.
        await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{given.place} {given.key}")
        standing = await Parameter.filter(place=given.place, key=given.key, superseded_at=None).order_by("valid_from")
        until = given.valid_to or _next_begins(standing, given.valid_from)
        if any(_is_the_same(each, given, value, until) for each in standing):
            return None
        now = clock.now()
        for each in standing:
            if each.overlaps(given.valid_from, until):
                await _give_way(each, given.valid_from, until, now)
        new = (given.place, given.key, json.dumps(value, ensure_ascii=False), given.valid_from, until)
        row_id = await _write(*new, given.source.strip(), given.confirmed, now)
        facts = {"key": given.key, "value": value, "valid_from": given.valid_from, "valid_to": until}
        line = journal.Line(
            journal.Deed.PARAMETER_ENACTED, given.place[:6], "parameter", row_id,
            facts={"place": given.place, **facts},
        )  # fmt: skip
        await journal.record(line, by=by)
    return row_id


def _next_begins(standing: list[Parameter], after: date) -> date | None:
    return min((each.valid_from for each in standing if each.valid_from > after), default=None)


def _is_the_same(row: Parameter, given: Enactment, value: object, until: date | None) -> bool:
    return (
        (row.valid_from, row.valid_to, row.source, row.confirmed)
        == (given.valid_from, until, given.source.strip(), given.confirmed)
        and row.value == value
    )  # fmt: skip


async def _give_way(row: Parameter, start: date, end: date | None, now: datetime) -> None:
    await database.execute("UPDATE parameter SET superseded_at = $2 WHERE id = $1", row.id, now)
    text = json.dumps(row.value, ensure_ascii=False)
    if row.valid_from < start:
        await _write(row.place, row.key, text, row.valid_from, start, row.source, row.confirmed, now)
    if end is not None and (row.valid_to is None or end < row.valid_to):
        await _write(row.place, row.key, text, end, row.valid_to, row.source, row.confirmed, now)


async def _write(
    place: str, key: str, value: str, start: date, end: date | None, source: str, confirmed: bool, now: datetime
) -> UUID:
    row_id = new_id()
    await database.execute(
        f"INSERT INTO parameter ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        row_id, place, key, value, start, end, source, confirmed, now,
    )  # fmt: skip
    return row_id
