"""Speaking: the loops of one process, each started again when it fails."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from backend import journal
from notifications.announcing import BATCH as ENTRIES
from notifications.announcing import announce
from notifications.channels import CHANNELS, SmsChannel
from notifications.channels_on_file import put_channels_on_file
from notifications.delivering import Deliverer
from notifications.following_up import follow_up
from notifications.gauges import gauges
from notifications.hearing_back import BATCH, hear_back
from notifications.keeping_time import Timekeeper
from notifications.message import ChannelName
from notifications.persevering import persevere
from notifications.reconciling import Reconciler
from notifications.registrations import put_on_file
from notifications.settings import settings
from notifications.timetable import timetable
from notifications.unopened import follow_unopened

_POLL = 1.0  # seconds; wakes are hints and may be lost
_TOGETHER = 0.2  # seconds in which callbacks and deeds gather to be read: a transaction costs more than the reading


class Speaker:
    """Everything that speaks to people. `callback_came` lets the door wake the one loop that reads what it kept."""

    def __init__(self) -> None:
        given = settings()
        self.callback_came = asyncio.Event()
        self._written = {name: asyncio.Event() for name in CHANNELS}
        self._deliverers = {
            name: Deliverer(
                name, way.make(given), threads=given.outreach_threads, lease_seconds=given.outreach_lease_seconds,
                most_a_second=way.most_a_second(given),
            )
            for name, way in CHANNELS.items()
        }  # fmt: skip
        self._reconciler = Reconciler(SmsChannel(given), grace_seconds=given.outreach_grace_seconds)
        self._duties = timetable(self._reconciler)

    async def speak(self) -> None:
        """What one process does for all, until cancelled: decide who hears what, and find out what became of it."""
        await put_channels_on_file()
        await put_on_file()
        await _run({
            "announce": self._announce,
            "hear back": self._hear_back,
            "follow up": partial(_again_and_again, self._follow_up, asyncio.Event()),
            "reconcile": partial(_again_and_again, self._reconciler.reconcile_unknown, asyncio.Event()),
            "timetable": Timekeeper(self._duties).keep_time,
        })  # fmt: skip

    async def deliver(self) -> None:
        """What every process has its share of, until cancelled: a claim is nobody else's. What is under way is then
        ended and written down first."""
        await _run({f"deliver {name}": partial(self._deliver, name) for name in CHANNELS})

    async def gauges(self) -> bytes:
        """How outreach does, and the providers as this process sees them."""
        return await gauges(self._duties, {name: each.breaker for name, each in self._deliverers.items()})

    def close(self) -> None:
        """End the threads."""
        for deliverer in self._deliverers.values():
            deliverer.close()
        self._reconciler.close()

    async def _announce(self) -> None:
        async with journal.wait_for_entries() as woken:
            while True:
                woken.clear()
                announced = await announce(wake=self._wake_deliverers)
                if announced < ENTRIES:
                    # What comes alone is told at once; while deeds come without a break, five times a second.
                    await asyncio.sleep(_TOGETHER if announced else 0)
                    await _wake_or_poll(woken)

    async def _deliver(self, name: ChannelName) -> None:
        while True:
            self._written[name].clear()
            await self._deliverers[name].deliver()
            await _wake_or_poll(self._written[name])

    async def _hear_back(self) -> None:
        while True:
            self.callback_came.clear()
            if await hear_back() < BATCH:
                await _wake_or_poll(self.callback_came)
                await asyncio.sleep(_TOGETHER)

    async def _follow_up(self) -> int:
        followed = await follow_up() + await follow_unopened()
        if followed:
            self._wake_deliverers()
        return followed

    def _wake_deliverers(self) -> None:
        for event in self._written.values():
            event.set()


async def _run(loops: dict[str, Callable[[], Awaitable[None]]]) -> None:
    """All at once, each started again when it fails."""
    async with asyncio.TaskGroup() as group:
        for name, loop in loops.items():
            group.create_task(persevere(name, loop), name=name)


async def _again_and_again(deed: Callable[[], Awaitable[int]], woken: asyncio.Event) -> None:
    """Repeat while there is something to do, else wait for a wake or the poll."""
    while True:
        woken.clear()
        if not await deed():
            await _wake_or_poll(woken)


async def _wake_or_poll(woken: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_POLL):
            await woken.wait()
    except TimeoutError:
        return
