"""Outreach taken step by step, so that a test decides what happens before what."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from backend import database
from notifications.announcing import announce
from notifications.channels import CHANNELS, SmsChannel
from notifications.delivering import Deliverer
from notifications.following_up import follow_up
from notifications.hearing_back import hear_back
from notifications.message import ChannelName, Message
from notifications.reconciling import Reconciler
from notifications.settings import settings
from tests.notifications.sandbox_process import Sandbox


async def let_pass(sandbox: Sandbox, seconds: float) -> None:
    """Move every term that runs in real time so much nearer, and the provider's clock onward."""
    sandbox.tell("clock", advance_seconds=seconds)
    await database.execute(
        """UPDATE message SET look_at = look_at - make_interval(secs => $1),
             lease_until = lease_until - make_interval(secs => $1),
             send_after = send_after - make_interval(secs => $1),
             finished_at = finished_at - make_interval(secs => $1)""",
        seconds,
    )


class Outreach:
    """What the speaking process does, without its loops."""

    door = ""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        given = settings()
        self.callback_came = asyncio.Event()
        self.deliverers = {
            name: Deliverer(name, way.make(given), threads=4, lease_seconds=given.outreach_lease_seconds)
            for name, way in CHANNELS.items()
        }
        self.reconciler = Reconciler(SmsChannel(given), grace_seconds=given.outreach_grace_seconds)

    def close(self) -> None:
        for deliverer in self.deliverers.values():
            deliverer.close()
        self.reconciler.close()

    async def step(self) -> None:
        """Everything once."""
        await announce()
        for name in CHANNELS:
            await self.deliverers[ChannelName(name)].deliver()
        await hear_back()
        await self.reconciler.reconcile_unknown()
        await follow_up()

    async def step_after(self, seconds: float) -> None:
        """Everything once, as if `seconds` had passed for outreach and the provider alike."""
        await let_pass(self.sandbox, seconds)
        await self.step()

    async def until(self, holds: Callable[[], Awaitable[bool]], seconds: float = 10.0) -> None:
        """Step until something holds; fails when it does not in time."""
        deadline = time.monotonic() + seconds
        while not await holds():
            if time.monotonic() > deadline:
                states = await Message.all().values_list("occasion", "channel", "state", "code")
                raise AssertionError(f"not in {seconds} s: {states}")
            await self.step()
            await asyncio.sleep(0.05)

    async def until_states(self, *states: str, seconds: float = 10.0) -> list[Message]:
        """Step until the messages, oldest first, stand in these states."""

        async def holds() -> bool:
            return [message.state for message in await Message.all().order_by("id")] == list(states)

        await self.until(holds, seconds)
        return await Message.all().order_by("id")
