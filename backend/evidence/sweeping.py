"""Sweeping: bytes that no row points to are forgotten."""

import asyncio
import time
from datetime import timedelta
from itertools import islice

from backend import database, photo_store
from backend.evidence.receiving import STORE_LOCK

_AT_ONCE = 500  # hashes a round; uploads wait for one round, a few milliseconds


async def sweep(older_than: timedelta = timedelta(days=1)) -> int:
    """Remove stored bytes without a row whose file is older than that; how many. What remains of broken uploads."""
    # The files' ages are the machine's, so it is the machine's clock that they are held against.
    kept = photo_store.kept_before(time.time() - older_than.total_seconds())
    forgotten = 0
    while digests := await asyncio.to_thread(lambda: list(islice(kept, _AT_ONCE))):
        forgotten += await _forget_unclaimed(digests)
    return forgotten


async def _forget_unclaimed(digests: list[str]) -> int:
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock($1)", STORE_LOCK)
        claimed = await database.rows(
            """SELECT digest AS kept FROM photo WHERE digest = ANY ($1)
               UNION SELECT thumbnail FROM photo WHERE thumbnail = ANY ($1)""",
            digests,
        )
        unclaimed = set(digests) - {each["kept"] for each in claimed}
        for digest in unclaimed:
            photo_store.forget(digest)
    return len(unclaimed)
