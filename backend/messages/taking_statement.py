"""Taking a statement in (导入账单): each text of the month held against ours, whole or not at all."""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from backend import clock, database, journal, programmes, staff
from backend.clock import COUNTY_TIME
from backend.identifiers import lowest_id, new_id
from backend.messages.difference import DifferenceKind
from backend.messages.holding_beside import Listed, as_message_id, disagreements, was_taken
from backend.messages.provider_statement import ProviderStatement
from backend.messages.statement_file import read_statement
from backend.refusals import NotNow
from backend.staff import Officer, Power

# The provider's clock and ours differ: what was sent this near to midnight may stand in the other month's file.
_EDGE = timedelta(minutes=10)
_IN_LINE = timedelta(days=31)  # no text waits longer; ids, in order of time, follow the real clock
_Rows = Mapping[str, Mapping[str, Any]]  # of messages, by OutId


class MonthNotOver(NotNow):
    """Its last texts are still to be sent, or to be answered for."""

    sentence = "这个月还没有过完，请下个月再导入。"


async def take_statement(month: date, files: Sequence[bytes], officer: Officer) -> ProviderStatement:
    """Compare and keep the outcome, in place of what was taken of the month before; the files themselves are not kept.

    A busy month comes in several files, which are one statement; the same file twice is one. Refuses with NoSuchPower,
    MonthNotOver, and as `read_statement`.
    """
    staff.must_have(officer, Power.TAKE_STATEMENT)
    month = month.replace(day=1)
    if month >= clock.today().replace(day=1):
        raise MonthNotOver
    by_digest = {hashlib.sha256(each).digest(): each for each in files}
    numbers: Iterable[int | None] = [None] if len(by_digest) == 1 else range(1, len(by_digest) + 1)
    listed = [
        await asyncio.to_thread(read_statement, each, month, number)
        for each, number in zip(by_digest.values(), numbers, strict=True)
    ]
    ours = await _sent_in(officer.county, month)
    others, elsewhere = await _elsewhere([line for file in listed for line in file], ours, officer.county, month)
    lines = [line for file in listed for line in file if line.out_id not in others]
    price = await _price(officer.county, month)
    differences = await asyncio.to_thread(_held_beside, ours, lines, elsewhere, price)  # a busy month takes seconds
    counted = [each.parts for each in lines if each.parts is not None]
    statement = ProviderStatement(
        id=new_id(), county=officer.county, month=month, digest=_digest_of(list(by_digest)),
        ours=sum(was_taken(each) for each in ours.values()), theirs=len(lines), parts=sum(counted) if counted else None,
        taken_by=officer.id, taken_at=clock.now(),
    )  # fmt: skip
    await _keep(statement, differences, officer)
    return statement


def _digest_of(digests: list[bytes]) -> str:
    """Of one file its own; of several that of their digests, whichever was chosen first."""
    return (digests[0] if len(digests) == 1 else hashlib.sha256(b"".join(sorted(digests))).digest()).hex()


def _held_beside(
    ours: _Rows, lines: Iterable[Listed], elsewhere: Mapping[str, DifferenceKind | None], price: int | None
) -> set[tuple[str, DifferenceKind]]:
    """Numbers of another system may be longer than a column of ours, and alike in all that we keep of them."""
    return {(out_id[:64], kind) for out_id, kind in disagreements(ours, lines, elsewhere, price=price)}


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
            statement.id, [out_id for out_id, _ in differences], [kind.value for _, kind in differences],
        )  # fmt: skip
        await journal.record(line, by=officer.signature)


async def _sent_in(county: str, month: date) -> dict[str, dict[str, Any]]:
    """Our texts of the month by OutId."""
    first, end = _bounds(month)
    found = await database.rows(
        """SELECT id, state, provider_id, parts, sent_at BETWEEN $4 AND $5 AS certain FROM every_message
           WHERE id > $6 AND channel = 'sms' AND county = $1 AND sent_at >= $2 AND sent_at < $3""",
        county, first, end, first + _EDGE, end - _EDGE, lowest_id(first - (clock.now() - clock.real_now()) - _IN_LINE),
    )  # fmt: skip
    return {each["id"].hex: each for each in found}


def _bounds(month: date) -> tuple[datetime, datetime]:
    first = datetime.combine(month, time(), tzinfo=COUNTY_TIME)
    return first, (first + timedelta(days=31)).replace(day=1)


async def _elsewhere(
    lines: Iterable[Listed], ours: _Rows, county: str, month: date
) -> tuple[set[str], dict[str, DifferenceKind | None]]:
    """Which of the file's numbers are texts of another county of the house, which has the same account and is not told
    of here; and which are ours and were not sent in the month, and what that means."""
    first, end = _bounds(month)
    numbers = {line.out_id for line in lines if line.out_id not in ours}
    found = await database.rows(
        """SELECT id, county, sent_at, sent_at >= $2 AND sent_at <= $3 AS near FROM every_message
           WHERE id = ANY ($1::uuid[])""",
        [each for number in numbers if (each := as_message_id(number)) is not None], first - _EDGE, end + _EDGE,
    )  # fmt: skip
    others = {each["id"].hex for each in found if each["county"] != county}
    return others, {each["id"].hex: _why_elsewhere(each) for each in found if each["county"] == county}


def _why_elsewhere(message: dict[str, Any]) -> DifferenceKind | None:
    if message["sent_at"] is None:
        return DifferenceKind.BELIEVED_UNSENT
    return None if message["near"] else DifferenceKind.OTHER_DAY


async def _price(county: str, month: date) -> int | None:
    """Of one part in thousandths of a fen, as the county set it for that month."""
    price = (await programmes.parameters_on(county, month)).get("outreach.thousand_texts_fen")
    return price if isinstance(price, int) else None
