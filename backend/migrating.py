"""Schema changes: numbered .sql files, each applied once, whole, and remembered with its digest.

Tortoise's own runner commits a migration and its record in two transactions, so a kill between them breaks the
next start; here both are one (docs/decisions/0004). Tortoise's models only map what the files made.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from backend.settings import settings

_LOCK = 0x5859  # "XY": one migrator at a time in a database, whoever starts it
_BOOK = """
CREATE TABLE IF NOT EXISTS schema_migration (
    book text NOT NULL,
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (book, name)
)"""


class MigrationChanged(Exception):
    """A file that has run was edited afterwards. Write a new one instead."""


@dataclass(frozen=True)
class Book:
    """One history of schema changes: the domain's, or a door's own."""

    name: str
    folder: Path

    def chapters(self) -> list[Path]:
        """The files in the order they are applied."""
        return sorted(self.folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))


BACKEND = Book("backend", Path(__file__).parent / "migrations")


async def migrate(books: list[Book], url: str | None = None) -> list[str]:
    """Bring the schema up to date; the names of what was applied now. Safe to run from many processes at once."""
    connection = await asyncpg.connect(url or settings().database_url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        await connection.execute(_BOOK)
        applied: list[str] = []
        for book in books:
            applied += await _apply(book, connection)
        return applied
    finally:
        await connection.close()


async def _apply(book: Book, connection: asyncpg.Connection) -> list[str]:
    known = {
        record["name"]: record["digest"]
        for record in await connection.fetch("SELECT name, digest FROM schema_migration WHERE book = $1", book.name)
    }
    applied = []
    for file in book.chapters():
        sql = file.read_text(encoding="utf-8")
        digest = hashlib.sha256(sql.encode()).hexdigest()
        if file.stem in known:
            if known[file.stem] != digest:
                raise MigrationChanged(f"{book.name}/{file.name} was edited after it had run")
            continue
        async with connection.transaction():
            await connection.execute("SET LOCAL lock_timeout = '4s'")
            await connection.execute(sql)
            await connection.execute(
                "INSERT INTO schema_migration (book, name, digest) VALUES ($1, $2, $3)",
                book.name,
                file.stem,
                digest,
            )
        applied.append(f"{book.name}/{file.stem}")
    return applied
