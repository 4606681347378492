"""kill -9 while a phone's work is taken in: what was acknowledged is not lost, and nothing waits for ever."""

import asyncio
import random
import time
from pathlib import Path
from typing import Any

import pytest

from backend import applications, database, fieldwork
from backend.applications import Application, State
from backend.evidence import Photo
from backend.fieldwork import FieldItem
from backend.journal import Deed, Entry
from tests.backend.fieldwork.field_process import FieldProcess
from tests.backend.fieldwork.offline import OfflineCase, upload
from tests.people import a_cadre, a_resident, seed_parameters

_PATIENCE = 20.0  # seconds


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


@pytest.mark.parametrize("seed", range(6))
async def test_what_was_acknowledged_is_never_sent_again(seed: int, tmp_path: Path, at: Any) -> None:
    """Killed behind any acknowledgement; then the phone sends only what got no answer."""
    chance, cadre, offline = random.Random(seed), await a_cadre(), OfflineCase(await a_resident())
    sendings: list[Any] = [*offline.items, *offline.files]
    chance.shuffle(sendings)
    acknowledged = len(sendings) if seed % 2 else chance.randrange(3, len(sendings))
    with FieldProcess(cadre, tmp_path) as door:
        for sending in sendings[:acknowledged]:
            await door.send(sending)
        await asyncio.sleep(chance.uniform(0, 0.1))
        door.kill()
    await _nobody_is_left()
    at("2026-03-02 09:32")
    await fieldwork.catch_up()
    for sending in sendings[acknowledged:]:
        if isinstance(sending, bytes):
            await upload(sending, cadre)
        else:
            await fieldwork.sync([sending], cadre)
    await fieldwork.catch_up()
    await _must_be_whole(offline)


async def test_nothing_waits_for_what_is_done(tmp_path: Path, at: Any) -> None:
    """Killed in the middle of the one moment at which an item is done and what waited for it is not told yet."""
    cadre, offline = await a_cadre(), OfflineCase(await a_resident())
    await fieldwork.sync(offline.items, cadre)
    for content in offline.files[1:]:
        await upload(content, cadre)
    with FieldProcess(cadre, tmp_path) as door:
        async with database.transaction():
            await FieldItem.select_for_update().get(item_id=offline.submit.id)
            assert await door.send(offline.files[0]) == "whole"
            await _until("SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            door.kill()
            # As if it had died before the statement was sent: PostgreSQL would go on with one that it has.
            await database.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    await _nobody_is_left()
    at("2026-03-02 09:32")
    await fieldwork.catch_up()
    await _must_be_whole(offline)


async def _must_be_whole(offline: OfflineCase) -> None:
    assert await FieldItem.exclude(state="done").count() == 0
    case = await Application.get()
    assert case.state is State.SUBMITTED
    assert len(await applications.attached(case.id)) == await Photo.all().count() == len(offline.files)
    assert await Entry.filter(deed=Deed.FIELD_ITEM_DONE.value).count() == len(offline.items)
    assert await Entry.filter(deed=Deed.APPLICATION_SUBMITTED.value).count() == 1


async def _nobody_is_left() -> None:
    """PostgreSQL has noticed that the killed process is gone: what it had begun is rolled back."""
    await _until(
        """SELECT count(*) = 0 FROM pg_stat_activity
           WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"""
    )


async def _until(question: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    async with database.dedicated_connection() as outside:  # within a transaction the view would stand still
        while not await outside.fetchval(question):
            assert time.monotonic() < deadline, question
            await asyncio.sleep(0.02)
