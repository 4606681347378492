"""What cannot be told holds up nobody, and nobody stays uninformed for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend import clock, database
from backend.errands import Errand
from backend.journal import Deed, Entry
from notifications import announcing
from notifications.announcing import announce
from notifications.following_up import follow_up
from notifications.message import Message
from notifications.setting_aside import PLAIN_REASON
from notifications.wording import BY_DEED
from tests.notifications.occasions import SETTLED, happened
from tests.people import a_cadre, a_resident

LOOKED_UP = Deed.PAPERS_REMINDED
WAITING = {"announced_at": None}


@pytest.fixture
async def poison(empty_database: str, at: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Entries of one deed cannot be looked up, like a row that breaks a query; other entries wait around them."""
    at("2026-03-02 10:00")

    async def look_up(entries: list[Entry]) -> dict[UUID, dict[str, Any]]:
        return {entry.id: dict(each) for entry in entries for each in await database.rows("SELECT 1 / 0 AS titles")}

    (occasion,) = BY_DEED[LOOKED_UP.value]
    monkeypatch.setitem(BY_DEED, LOOKED_UP.value, (replace(occasion, look_up=look_up),))


async def change_the_deed(word: str) -> None:
    async with database.dedicated_connection() as connection:
        await connection.execute("SET session_replication_role = replica")  # the journal refuses edits
        await connection.execute("UPDATE journal_entry SET deed = $1", word)


async def test_a_deed_that_this_version_does_not_know_concerns_nobody(empty_database: str, at: Any) -> None:
    at("2026-03-02 10:00")
    elder = await a_resident(phone="13800009999")
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await change_the_deed("payouts.sung_about")
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    assert await announce() == 2
    assert await announce() == 0
    assert await Message.all().count() == 1
    assert await Errand.all().count() == 0


async def test_an_entry_that_breaks_the_database_holds_up_no_other(poison: None) -> None:
    before, broken, after = [await a_resident(phone=f"1380000999{number}") for number in range(3)]
    await happened(Deed.PAYOUT_SETTLED, before, **SETTLED)
    await happened(LOOKED_UP, broken)
    await happened(Deed.PAYOUT_SETTLED, after, **SETTLED)
    assert await announce() == 3
    assert await Entry.filter(**WAITING).exclude(deed=Deed.ERRAND_RAISED.value).count() == 0
    told = await Message.all().order_by("entry_id").values_list("recipient_id", flat=True)
    assert told == [before.id, after.id]


async def test_whom_it_concerned_is_visited_once(poison: None) -> None:
    elder = await a_resident(phone="13800009999")
    await happened(LOOKED_UP, elder)
    await announce()
    await announce()
    errand, entry = await Errand.get(), await Entry.get(deed=LOOKED_UP.value)
    assert (errand.resident_id, errand.reason) == (elder.id, PLAIN_REASON)
    assert errand.because == f"notice:{entry.id}:{elder.id}"


async def test_the_dead_are_not_visited_for_it(poison: None) -> None:
    await happened(LOOKED_UP, await a_resident(deceased_on=date(2026, 2, 1)))
    await announce()
    assert await Errand.all().count() == 0


async def test_an_errand_that_cannot_be_raised_holds_up_no_other(
    empty_database: str, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("2026-03-02 10:00")

    async def fails(*wanted: Sequence[object], **_: object) -> None:
        if wanted[0]:
            await database.rows("SELECT 1 / 0")

    monkeypatch.setattr("notifications.announcing.ask_for_visits", fails)
    monkeypatch.setattr("notifications.setting_aside.ask_for_visit", fails)
    await a_cadre()
    await happened(Deed.PAYOUT_SETTLED, await a_resident(), **SETTLED)
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), **SETTLED)
    assert await announce() == 2
    assert await announce() == 0
    assert await Message.all().count() == 1


async def test_a_database_that_is_away_sets_nothing_aside(
    empty_database: str, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("2026-03-02 10:00")

    async def write(_: object) -> None:
        raise asyncpg.ConnectionDoesNotExistError

    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), **SETTLED)
    with monkeypatch.context() as away:
        away.setattr(announcing, "write", write)
        with pytest.raises(asyncpg.PostgresConnectionError):
            await announce()
    assert await announce() == 1
    assert (await Message.all().count(), await Errand.all().count()) == (1, 0)


async def test_a_failure_that_cannot_be_followed_up_holds_up_no_other(empty_database: str, at: Any) -> None:
    at("2026-03-02 10:00")
    elders = [await a_resident(phone=f"1380000999{number}") for number in range(2)]
    for elder in elders:
        await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await announce()
    await Message.all().update(state="undelivered", finished_at=clock.now())
    await Message.filter(recipient_id=elders[0].id).update(occasion="of_a_later_version")
    at("2026-03-02 10:05")
    assert await follow_up() == 2
    assert await follow_up() == 0
    errands = {errand.resident_id: errand.reason for errand in await Errand.all()}
    assert set(errands) == {elder.id for elder in elders}
    assert errands[elders[0].id] == PLAIN_REASON
