"""How a door comes and looks at what it has not yet told of."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend import clock, database
from backend.journal.entry import Entry


async def take_unannounced(limit: int) -> list[Entry]:
    """The oldest unannounced entries, marked as announced in the present transaction.

    A mark on the row, not "id greater than the last seen": with concurrent transactions a lower id can commit later
    and would be skipped for ever. SKIP LOCKED lets any number of workers share the work.
    """
    taken = await database.models(
        Entry,
        """UPDATE journal_entry SET announced_at = $1
           WHERE id = ANY (ARRAY(SELECT id FROM journal_entry WHERE announced_at IS NULL
                                 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED))
           RETURNING *""",
        clock.now(),
        limit,
    )
    return sorted(taken, key=lambda entry: entry.id)


@asynccontextmanager
async def wait_for_entries() -> AsyncIterator[asyncio.Event]:
    """An event that is set whenever a deed commits. A hint only: poll as well, for a lost connection loses wakes."""
    woken = asyncio.Event()
    async with database.dedicated_connection() as connection:
        await connection.add_listener("journal", lambda *_: woken.set())
        yield woken
