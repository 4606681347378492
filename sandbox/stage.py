"""What both stand-ins share: settings, clock, journal, faults, registrations and seeded chance."""

import asyncio
from collections.abc import Coroutine
from random import Random
from typing import Any

import httpx

from sandbox.faults import Faults
from sandbox.recent_phones import RecentPhones
from sandbox.registrations import Registrations
from sandbox.request_journal import RequestJournal
from sandbox.settings import Settings
from sandbox.virtual_clock import VirtualClock


class Stage:
    """One per process; `spawn` keeps hold of background work so that it is neither lost nor leaked."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = VirtualClock()
        self.journal = RequestJournal(self.clock)
        self.faults = Faults()
        self.registrations = Registrations.load(settings.registered_file, settings.text_address)
        self.recent_phones = RecentPhones()
        self.chance = Random(settings.seed)
        self.outgoing = httpx.AsyncClient(trust_env=False, follow_redirects=False)
        self._background: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start `work` in the background."""
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

    async def close(self) -> None:
        """Stop the background work and close connections."""
        for task in tuple(self._background):
            task.cancel()
        await self.outgoing.aclose()
