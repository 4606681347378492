"""Taking a statement in (导入账单): each text of the month held against ours, whole or not at all."""

import asyncio
import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any

from backend import clock, database, journal, programmes, staff
from backend.clock import COUNTY_TIME
from backend.identifiers import new_id
from backend.messages.difference import DifferenceKind
from backend.messages.holding_beside import Listed, as_message_id, disagreements, was_taken
from backend.messages.provider_statement import ProviderStatement
from backend.messages.statement_file import read_statement
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
    elsewhere = await _elsewhere(lines, officer.county, month)
    differences = set(disagreements(ours, lines, elsewhere, price=await _price(officer.county, month)))
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
    first, end = _bounds(month)
    found = await database.rows(
        """SELECT id, state, provider_id, parts, sent_at BETWEEN $4 AND $5 AS certain FROM every_message
           WHERE channel = 'sms' AND county = $1 AND sent_at >= $2 AND sent_at < $3""",
        county, first, end, first + _EDGE, end - _EDGE,
    )  # fmt: skip
    return {each["id"].hex: each for each in found}


def _bounds(month: date) -> tuple[datetime, datetime]:
    first = datetime.combine(month, time(), tzinfo=COUNTY_TIME)
    return first, (first + timedelta(days=31)).replace(day=1)


async def _elsewhere(lines: list[Listed], county: str, month: date) -> dict[str, DifferenceKind | None]:
    """Which of the file's numbers are texts of ours that were not sent in the month, and what that means."""
    first, end = _bounds(month)
    ids = [each for line in lines if (each := as_message_id(line.out_id)) is not None]
    found = await database.rows(
        """SELECT id, sent_at, sent_at >= $3 AND sent_at <= $4 AS near FROM every_message
           WHERE id = ANY ($1::uuid[]) AND county = $2""",
        ids, county, first - _EDGE, end + _EDGE,
    )  # fmt: skip
    return {each["id"].hex: _why_elsewhere(each) for each in found}


def _why_elsewhere(message: dict[str, Any]) -> DifferenceKind | None:
    if message["sent_at"] is None:
        return DifferenceKind.BELIEVED_UNSENT
    return None if message["near"] else DifferenceKind.OTHER_DAY


async def _price(county: str, month: date) -> int | None:
    """Of one part in thousandths of a fen, as the county set it for that month."""
    price = (await programmes.parameters_on(county, month)).get("outreach.thousand_texts_fen")
    return price if isinstance(price, int) else None
