"""Comparing (对账): a day's texts as we hold them, beside the provider's own record of the same phones."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import structlog

from backend import clock, database, sealing
from backend.clock import COUNTY_TIME
from backend.identifiers import lowest_id
from backend.messages import DifferenceKind, Listed, as_message_id, disagreements, was_taken
from backend.settings import settings as county_settings
from backend.staff import in_each_county
from notifications.channels import Detail, DetailsUnavailable
from notifications.message import PHONE
from notifications.stray_receipts import stray_receipts

_PHONES_A_ROUND = 200
_AT_ONCE = 8  # simultaneous questions
_DELIVERED = {2: False, 3: True}  # SendStatus (QuerySendDetails); 1 is still open

_EDGE = timedelta(minutes=10)  # the provider's clock and ours differ: so near to midnight it may be the other day's
_IN_LINE_AT_MOST = timedelta(days=7)  # what was sent on a day was written down within this time before
_NOWHERE = {"county": None}  # of a text on the record that is none of ours

# A call to the provider a phone: the record cannot be asked for a whole day at once (QuerySendDetails). By the ids,
# which are in order of time, a round reads a week and not the whole history.
_SENT = """
SELECT id, state, provider_id, address_sealed, address_index, sent_at BETWEEN $7 AND $8 AS certain FROM message
WHERE id > $6 AND channel = 'sms' AND sent_at >= $1 AND sent_at < $2 AND county = $3 AND address_index = ANY (ARRAY(
    SELECT DISTINCT address_index FROM message
    WHERE id > $6 AND channel = 'sms' AND sent_at >= $1 AND sent_at < $2 AND county = $3 AND address_index > $4
    ORDER BY address_index LIMIT $5))
ORDER BY address_index, id
"""
_AGAIN_FOR = 4  # days before yesterday
_TO_COMPARE_AGAIN = """
SELECT d.day FROM (SELECT $1::date - before AS day FROM generate_series(1, $2::int) AS before) AS d
WHERE EXISTS (SELECT FROM statement_difference WHERE day = d.day)
   OR EXISTS (SELECT FROM statement_day WHERE day = d.day AND unanswered > 0)
   OR NOT EXISTS (SELECT FROM statement_day WHERE day = d.day) AND EXISTS (
       SELECT FROM message WHERE id > $3 AND channel = 'sms' AND (sent_at AT TIME ZONE 'Asia/Shanghai')::date = d.day)
ORDER BY d.day
"""

log = structlog.get_logger()


class Record(Protocol):
    """Who can be asked what became of the texts to a number on a day."""

    def details(self, phone: str, day: date) -> list[Detail]:
        """DetailsUnavailable when nothing is known."""


class Difference(NamedTuple):
    """One text on which the two do not agree."""

    out_id: str
    kind: str


async def compare_lately(record: Record) -> int:
    """Compare yesterday, and again what of the four days before differed, could not be read, or was missed: receipts
    come up to three days late, and what they have settled is no difference any more. How many differences."""
    yesterday = clock.today() - timedelta(days=1)
    begin = datetime.combine(yesterday - timedelta(days=_AGAIN_FOR), time(), tzinfo=COUNTY_TIME)
    again = await database.rows(_TO_COMPARE_AGAIN, yesterday, _AGAIN_FOR, _lowest_id(begin))
    return sum([await compare(record, day) for day in [*(each["day"] for each in again), yesterday]])


async def compare(record: Record, day: date) -> int:
    """Compare a day county by county, write down the counts and each difference, in place of an earlier comparison; how
    many differences."""
    begin = datetime.combine(day, time(), tzinfo=COUNTY_TIME)
    strays = {
        Difference(each, DifferenceKind.STRAY_RECEIPT.value)
        for each in await stray_receipts(begin, begin + timedelta(days=1))
    }

    async def of_county(county: str) -> int:
        return await _compare(record, begin, county, strays if county == county_settings().county else set())

    return await in_each_county(of_county)


async def _compare(record: Record, begin: datetime, county: str, strays: set[Difference]) -> int:
    day, end, lowest = begin.date(), begin + timedelta(days=1), _lowest_id(begin)
    after, silent = b"", False
    ours = theirs = phones = unanswered = 0
    differences = set(strays)
    while rows := await database.rows(
        _SENT, begin, end, county, after, _PHONES_A_ROUND, lowest, begin + _EDGE, end - _EDGE
    ):
        by_phone: dict[bytes, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            by_phone[bytes(row["address_index"])].append(row)
        after = max(by_phone)
        unasked: list[list[Detail] | None] = [None] * len(by_phone)
        answers = unasked if silent else await _ask_all(record, by_phone, day)
        silent = not any(each is not None for each in answers)  # a record that is down is not asked for hours
        known = await _ours_among([each.out_id for answer in answers if answer for each in answer])
        day_of_theirs = begin - _EDGE, end + _EDGE
        for (phone, messages), answer in zip(by_phone.items(), answers, strict=True):
            phones += 1
            if answer is None:
                unanswered += 1
                continue
            theirs_here = [each for each in answer if known.get(each.out_id, _NOWHERE)["county"] in (None, county)]
            ours += sum(map(was_taken, messages))
            theirs += len(theirs_here)
            elsewhere = {out_id: _why_elsewhere(each, phone, *day_of_theirs) for out_id, each in known.items()}
            differences |= _differences(messages, theirs_here, elsewhere)
    await _write_down(county, day, [ours, theirs, phones, unanswered], sorted(differences))
    if differences:
        log.warning("The provider's record differs from ours.", day=str(day), texts=len(differences))
    return len(differences)


def _lowest_id(begin: datetime) -> UUID:
    """Ids follow the real clock, which a demo's county may be ahead of."""
    moved = clock.now() - clock.real_now()
    return lowest_id(begin - moved - _IN_LINE_AT_MOST)


async def _ask_all(
    record: Record, by_phone: Mapping[bytes, list[dict[str, Any]]], day: date
) -> list[list[Detail] | None]:
    limit = asyncio.Semaphore(_AT_ONCE)
    return await asyncio.gather(*(_ask(record, each[0], day, limit) for each in by_phone.values()))


async def _ask(record: Record, message: dict[str, Any], day: date, limit: asyncio.Semaphore) -> list[Detail] | None:
    async with limit:
        try:
            return await asyncio.to_thread(record.details, sealing.unseal(message["address_sealed"], PHONE), day)
        except DetailsUnavailable:
            return None


async def _ours_among(out_ids: list[str]) -> dict[str, dict[str, Any]]:
    ids = [each for out_id in out_ids if (each := as_message_id(out_id)) is not None]
    found = await database.rows(
        "SELECT id, county, sent_at, address_index FROM every_message WHERE id = ANY ($1::uuid[])", ids
    )
    return {each["id"].hex: each for each in found}


def _why_elsewhere(message: dict[str, Any], phone: bytes, begin: datetime, end: datetime) -> DifferenceKind | None:
    """What it means that a text of ours is on the record of a phone and day where we do not hold it."""
    if message["sent_at"] is None:
        return DifferenceKind.BELIEVED_UNSENT
    if not begin <= message["sent_at"] <= end:
        return DifferenceKind.OTHER_DAY
    return None if bytes(message["address_index"]) == phone else DifferenceKind.OTHER_PHONE


def _differences(
    messages: list[dict[str, Any]], answer: list[Detail], elsewhere: dict[str, DifferenceKind | None]
) -> set[Difference]:
    ours = {each["id"].hex: each for each in messages}
    record = [Listed(each.out_id, _DELIVERED.get(each.status)) for each in answer]
    return {Difference(out_id, kind.value) for out_id, kind in disagreements(ours, record, elsewhere)}


async def _write_down(county: str, day: date, counts: list[int], differences: list[Difference]) -> None:
    async with database.transaction():
        await database.execute("DELETE FROM statement_difference WHERE county = $1 AND day = $2", county, day)
        await database.execute("DELETE FROM statement_day WHERE county = $1 AND day = $2", county, day)
        await database.execute(
            """INSERT INTO statement_day (county, day, ours, theirs, phones, unanswered, compared_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)""",
            county, day, *counts, clock.now(),
        )  # fmt: skip
        await database.execute(
            """INSERT INTO statement_difference (county, day, out_id, kind)
               SELECT $1, $2, * FROM unnest($3::text[], $4::text[]) ON CONFLICT DO NOTHING""",
            county, day, [each.out_id[:64] for each in differences], [each.kind for each in differences],
        )  # fmt: skip
