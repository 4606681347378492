"""The journal is read without waste: most deeds are nobody's news, and after an outage they come by the thousand."""

import asyncio
import contextlib
from collections.abc import Callable

from backend.journal import Deed, Entry
from notifications.announcing import announce
from notifications.speaking import Speaker
from tests.notifications.occasions import SETTLED, happened
from tests.people import a_resident


async def test_only_what_somebody_hears_of_has_the_channels_look(
    empty_database: str, at: Callable[[str], None]
) -> None:
    at("2026-03-02 10:00")
    elder, woken = await a_resident(phone="13800009999"), list[str]()
    await happened(Deed.PHOTO_RECEIVED, elder, kind="portrait")
    assert await announce(wake=lambda: woken.append("photo")) == 1
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    assert await announce(wake=lambda: woken.append("payout")) == 1
    assert woken == ["payout"]


async def test_deeds_that_come_without_a_break_are_read_together(environment: None, empty_database: str) -> None:
    elder, speaker, looks = await a_resident(phone="13800009999"), Speaker(), list[str]()
    speaker._wake_deliverers = lambda: looks.append("look")  # type: ignore[method-assign]
    reading, clock = asyncio.create_task(speaker._announce()), asyncio.get_running_loop().time
    try:
        begun = clock()
        for _ in range(40):
            await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
        async with asyncio.timeout(10):
            while await Entry.filter(announced_at=None).exists():  # noqa: ASYNC110 - read by another task
                await asyncio.sleep(0.05)
        took = clock() - begun
    finally:
        reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reading
        speaker.close()
    assert 1 <= len(looks) <= took / 0.2 + 2
