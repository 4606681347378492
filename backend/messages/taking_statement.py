"""Taking a statement in (导入账单): each text of the month held against ours, whole or not at all."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from backend import clock, database, journal, staff
from backend.clock import COUNTY_TIME
from backend.identifiers import new_id
from backend.messages.difference import DifferenceKind
from backend.messages.holding_beside import as_message_id, disagreements, was_taken
from backend.messages.provider_statement import ProviderStatement
from backend.messages.statement_file import StatementLine, read_statement
from backend.refusals import NotNow
from backend.staff import Officer, Power

# The provider's clock and ours differ: what was sent this near to midnight may stand in the other month's file.
_EDGE = timedelta(minutes=10)


class MonthNotOver(NotNow):
    """Its last texts are still to be sent, or to be answered for."""

    sentence = "这个月还没有过完，请下个月再导入。"


async def take_statement(month: date, content: bytes, officer: Officer) -> ProviderStatement:
    """Compare and keep the outcome, in place of an earlier file of the month; the file itself is not kept.

    Refuses with NoSuchPower, MonthNotOver, and as `read_statement`.
    """
    staff.must_have(officer, Power.TAKE_STATEMENT)
    month = month.replace(day=1)
    if month >= clock.today().replace(day=1):
        raise MonthNotOver
    lines = await asyncio.to_thread(read_statement, content, month)
    ours = await _sent_in(officer.county, month)
    differences = set(_differences(lines, ours, await _known(lines, officer.county)))
    counted = [each.parts for each in lines if each.parts is not None]
    statement = ProviderStatement(
        id=new_id(), county=officer.county, month=month, digest=hashlib.sha256(content).hexdigest(),
        ours=sum(was_taken(each) for each in ours.values()), theirs=len(lines), parts=sum(counted) if counted else None,
        taken_by=officer.id, taken_at=clock.now(),
    )  # fmt: skip
    await _keep(statement, differences, officer)
    return statement


async def _keep(statement: ProviderStatement, differences: set[tuple[str, DifferenceKind]], officer: Officer) -> None:
    line = journal.Line(
        journal.Deed.STATEMENT_TAKEN, officer.county, "provider_statement", statement.id,
        facts={"month": statement.month.isoformat(), "digest": statement.digest, "differences": len(differences)},
    )  # fmt: skip
    async with database.transaction():
        # Two officers with a file each wait here for each other; the later one stands.
        await database.execute("SELECT pg_advisory_xact_lock(hashtext($1))", f"statement:{statement.month}")
        await database.execute(
            "DELETE FROM provider_statement WHERE county = $1 AND month = $2", officer.county, statement.month
        )
        await statement.save(force_create=True)
        await database.execute(
            "INSERT INTO provider_statement_difference SELECT $1, * FROM unnest($2::text[], $3::text[])",
            statement.id, [out_id[:64] for out_id, _ in differences], [kind.value for _, kind in differences],
        )  # fmt: skip
        await journal.record(line, by=officer.signature)


async def _sent_in(county: str, month: date) -> dict[str, dict[str, Any]]:
    """Our texts of the month by OutId."""
    first = datetime.combine(month, time(), tzinfo=COUNTY_TIME)
    end = (first + timedelta(days=31)).replace(day=1)
    found = await database.rows(
        """SELECT id, state, provider_id, sent_at BETWEEN $4 AND $5 AS certain FROM every_message
           WHERE channel = 'sms' AND county = $1 AND sent_at >= $2 AND sent_at < $3""",
        county, first, end, first + _EDGE, end - _EDGE,
    )  # fmt: skip
    return {each["id"].hex: each for each in found}


async def _known(lines: list[StatementLine], county: str) -> set[str]:
    """Which of the file's numbers are messages of ours, of whatever month."""
    ids = [each for line in lines if (each := as_message_id(line.out_id)) is not None]
    found = await database.rows("SELECT id FROM every_message WHERE id = ANY ($1::uuid[]) AND county = $2", ids, county)
    return {each["id"].hex for each in found}


def _differences(
    lines: list[StatementLine], ours: dict[str, dict[str, Any]], known: set[str]
) -> Iterator[tuple[str, DifferenceKind]]:
    listed = Counter(each.out_id for each in lines)
    yield from ((out_id, DifferenceKind.LISTED_TWICE) for out_id, times in listed.items() if times > 1)
    yield from disagreements(ours, ((line.out_id, line.delivered) for line in lines), known)
