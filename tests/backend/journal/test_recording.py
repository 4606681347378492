"""The journal is written with the deed or not at all, and its chain shows any later change."""

import asyncio

import pytest

from backend import database, journal
from tests.people import COUNTY, some_id


def a_line(deed: journal.Deed = journal.Deed.PHOTO_RECEIVED, **facts: object) -> journal.Line:
    return journal.Line(deed, COUNTY, "photo", some_id(), facts=facts)


BY_CLOCK = journal.Signature(journal.By.CLOCK)


async def test_a_deed_outside_a_transaction_cannot_be_recorded(empty_database: str) -> None:
    with pytest.raises(RuntimeError):
        await journal.record(a_line(), by=BY_CLOCK)


async def test_an_entry_is_undone_with_its_deed(empty_database: str) -> None:
    async def a_deed_that_fails() -> None:
        async with database.transaction():
            await journal.record(a_line(), by=BY_CLOCK)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await a_deed_that_fails()
    assert await journal.Entry.all().count() == 0


async def test_ten_lookers_at_once_share_the_entries_and_none_is_taken_twice(empty_database: str) -> None:
    async with database.transaction():
        await journal.record_many([a_line(number=number) for number in range(200)], by=BY_CLOCK)

    async def look() -> list[object]:
        taken: list[object] = []
        while True:
            async with database.transaction():
                found = await journal.take_unannounced(7)
            if not found:
                return taken
            taken += [entry.id for entry in found]

    hauls = await asyncio.gather(*(look() for _ in range(10)))
    everything = [entry for haul in hauls for entry in haul]
    assert len(everything) == len(set(everything)) == 200


async def test_a_commit_wakes_whoever_waits(empty_database: str) -> None:
    async with journal.wait_for_entries() as woken:
        async with database.transaction():
            await journal.record(a_line(), by=BY_CLOCK)
        await asyncio.wait_for(woken.wait(), 5)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal_entry SET facts = '{\"number\": 99}' WHERE link = 3",
        "UPDATE journal_entry SET at = at + interval '1 second' WHERE link = 3",
        "DELETE FROM journal_entry WHERE link = 3",
        "UPDATE journal_entry SET link = link + 100 WHERE link >= 3",
    ],
)
async def test_tampering_breaks_the_chain_where_it_happened(empty_database: str, tampering: str) -> None:
    async with database.transaction():
        await journal.record_many([a_line(number=number) for number in range(6)], by=BY_CLOCK)
    assert await journal.chain_new_entries() == 6
    assert await journal.verify_chain() == 6
    await database.execute(tampering)
    with pytest.raises(journal.ChainBroken) as broken:
        await journal.verify_chain()
    assert broken.value.link == 3


async def test_the_chain_goes_on_where_it_ended(empty_database: str) -> None:
    for _ in range(3):
        async with database.transaction():
            await journal.record(a_line(), by=BY_CLOCK)
        assert await journal.chain_new_entries() == 1
    assert await journal.chain_new_entries() == 0
    assert await journal.verify_chain() == 3
