"""Bringing the whole schema up to date: the domain's tables first, then those of the doors that have their own."""

from __future__ import annotations

import notifications
from backend.migrating import BACKEND
from backend.migrating import migrate as migrate_books


async def migrate(url: str | None = None) -> list[str]:
    """The names of what was applied now; `url` as in DATABASE_URL, which is the default."""
    return await migrate_books([BACKEND, notifications.BOOK], url)
