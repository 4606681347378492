"""Leading: of all outreach processes one decides what is said to whom, and one that can no longer prove that it is
the one stops.

The lock belongs to a database session and dies with its process. Even if two led for a moment, entries and duties are
taken under row locks. Sending needs no lead: every process has its share, and a claim is nobody else's.
"""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import structlog

from backend import database

_LOCK = 0x4F555452  # "OUTR"
_ASK_AGAIN = 1.0  # seconds between two tries to become the speaker, and between two proofs that we still are
_PROOF_WITHIN = 3.0  # seconds

log = structlog.get_logger()


async def lead(speak: Callable[[], Awaitable[None]]) -> None:
    """Wait until nobody else speaks, then run `speak` for as long as the lock is ours. Returns when it is lost."""
    async with database.dedicated_connection() as connection:
        await _become_the_one(connection)
        log.info("This process leads now.")
        speaking = asyncio.ensure_future(speak())
        try:
            await _while_ours(connection, speaking)
        finally:
            speaking.cancel()
            await asyncio.gather(speaking, return_exceptions=True)
            log.info("This process leads no more.")


async def _become_the_one(connection: asyncpg.Connection) -> None:
    """Asked again and again, and not waited for inside PostgreSQL: a wait there would not notice a lost network."""
    while True:
        if await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK):
            return
        await asyncio.sleep(_ASK_AGAIN)


async def _while_ours(connection: asyncpg.Connection, speaking: "asyncio.Future[None]") -> None:
    while not speaking.done():
        await asyncio.wait({speaking}, timeout=_ASK_AGAIN)
        async with asyncio.timeout(_PROOF_WITHIN):
            await connection.fetchval("SELECT 1")
    speaking.result()
