"""Persevering: a loop that fails is started again, ever more slowly, until it is told to stop."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import structlog

_LONGEST = 10.0  # seconds; a database that is back should not wait longer for us
_HEALTHY_AFTER = 30.0  # seconds of running after which the next failure counts as the first

log = structlog.get_logger()


async def persevere(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run `loop` for ever. Only the kind of a fault is logged: its text may hold addresses and values."""
    failures, clock = 0, asyncio.get_running_loop().time
    while True:
        begun = clock()
        try:
            await loop()
        except Exception as fault:
            failures = 1 if clock() - begun > _HEALTHY_AFTER else failures + 1
            log.warning("A loop failed and is started again.", loop=name, fault=type(fault).__name__, times=failures)
        await asyncio.sleep(min(_LONGEST, 0.25 * 2.0 ** min(failures, 6)) * random.uniform(0.8, 1.2))  # noqa: S311
