"""The collector of cycles rests while a deed asks for it, and is awake whenever none does."""

import asyncio
import gc

import pytest

from backend import cycle_collector


async def test_it_rests_until_the_last_of_several_deeds_has_ended() -> None:
    first_may_end, second_began = asyncio.Event(), asyncio.Event()

    @cycle_collector.resting()
    async def first() -> None:
        await second_began.wait()
        await first_may_end.wait()

    async def second() -> bool:
        async with cycle_collector.resting():
            second_began.set()
            await asyncio.sleep(0)
            return gc.isenabled()

    running = asyncio.create_task(first())
    await asyncio.sleep(0)
    assert not await second()
    assert not gc.isenabled()
    first_may_end.set()
    await running
    assert gc.isenabled()


async def test_a_deed_that_breaks_off_wakes_it() -> None:
    with pytest.raises(RuntimeError):
        async with cycle_collector.resting():
            raise RuntimeError
    assert gc.isenabled()


async def test_who_turned_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        async with cycle_collector.resting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
