"""Settling: waiting until no message is open any more."""

from __future__ import annotations

import asyncio
import time

from xiangyin.refusal import CommandRefused

PATIENCE = 400.0  # seconds without an end: something is broken, not slow


async def still_open(*states: str) -> int:
    """Messages in these states, or that are not final; counted by the indexes that hold only those."""
    from backend import database

    found = await database.rows(
        """SELECT 'waiting' AS state, count(*) FROM message WHERE state = 'waiting'
           UNION ALL SELECT 'sending', count(*) FROM message WHERE state = 'sending'
           UNION ALL SELECT state, count(*) FROM message WHERE state IN ('unknown', 'accepted') GROUP BY state"""
    )
    return sum(row["count"] for row in found if not states or row["state"] in states)


async def wait(begun: float, sentence: str) -> None:
    """A moment; refuses with `sentence` when it has lasted too long."""
    if time.perf_counter() - begun > PATIENCE:
        raise CommandRefused(sentence)
    await asyncio.sleep(0.25)
