"""Real PostgreSQL and Valkey for every worker, emptied before each test; only the clock can be set."""

import base64
import os
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest
import redis

# Settings are read once a process, so the environment stands before anything of ours is imported.
os.environ.update(
    ENVIRONMENT="test",
    COUNTY="410325",
    SEALING_KEYS="1:" + base64.b64encode(b"test-sealing-key-of-32-bytes....").decode(),
    BLIND_INDEX_KEY=base64.b64encode(b"test-blind-key-of-32-bytes......").decode(),
    DATABASE_POOL_MAX="20",
)

import notifications
from backend import clock, database
from backend.migrating import BACKEND, migrate
from backend.settings import settings
from notifications import tables as notifications_tables
from xiangyin.engines import throwaway_engines


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts processes and waits for them first: as the last, one worker would sit idle beside it."""
    slow = {Path(__file__).parent / folder for folder in ("xiangyin", "notifications")}
    items.sort(key=lambda item: slow.isdisjoint(item.path.parents))


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Addresses of this worker's PostgreSQL and Redis.

    With TEST_DATABASE_URL and TEST_REDIS_URL set, an external pair is used (and emptied!); then run with -n0.
    """
    os.environ["PHOTO_DIR"] = str(tmp_path_factory.mktemp("photos"))
    external = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_REDIS_URL")
    if external[0] and external[1]:
        yield _use(external[0], external[1])
    else:
        with throwaway_engines() as pair:
            yield _use(pair.database_url, pair.redis_url)


def _use(database_url: str, redis_url: str) -> tuple[str, str]:
    os.environ.update(DATABASE_URL=database_url, REDIS_URL=redis_url)
    settings.cache_clear()
    return database_url, redis_url


@pytest.fixture(scope="session")
def redis_url(engines: tuple[str, str]) -> str:
    """Where this worker's Redis listens."""
    return engines[1]


@pytest.fixture(scope="session")
async def schema(engines: tuple[str, str]) -> AsyncIterator[str]:
    """The database with its schema, and this process connected to it."""
    await migrate([BACKEND, notifications.BOOK], engines[0])
    notifications_tables.register()
    await database.connect()
    yield engines[0]
    await database.close()


class Emptying:
    """Deletes what tests have written. On one connection for all of them: a new one takes 40 ms to learn the tables."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: asyncpg.Connection | None = None

    async def __call__(self) -> None:
        if self._connection is None or self._connection.is_closed():  # a test may have cut every connection
            self._connection = await asyncpg.connect(self._url)
            self._written = await self._connection.prepare(await self._which_are_written())
        full = [found[0] for found in await self._written.fetch()]
        # Replica mode switches the foreign keys' triggers off, so that the order of the tables does not matter.
        cleaning = "".join(f'DELETE FROM "{name}"; ' for name in full)
        await self._connection.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {cleaning} COMMIT")

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def _which_are_written(self) -> str:
        assert self._connection is not None
        tables = await self._connection.fetch(
            """SELECT relname AS tablename FROM pg_class WHERE relnamespace = 'public'::regnamespace
               AND relkind IN ('r', 'p') AND NOT relispartition AND relname NOT IN ('schema_migration', 'channel')"""
        )
        names = [table["tablename"] for table in tables]
        return " UNION ALL ".join(f"""(SELECT '{name}' WHERE EXISTS (SELECT FROM "{name}"))""" for name in names)


@pytest.fixture(scope="session")
async def emptying(schema: str) -> AsyncIterator[Emptying]:
    """Empties this worker's database."""
    made = Emptying(schema)
    yield made
    await made.close()


@pytest.fixture(scope="session")
def store(redis_url: str) -> Iterator[redis.Redis]:
    """A client of this worker's Redis."""
    with redis.Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
async def empty_database(schema: str, emptying: Emptying, store: redis.Redis) -> str:
    """Nothing in any table, nothing in Redis."""
    await emptying()
    store.flushdb()
    return schema


@pytest.fixture
def at() -> Iterator[object]:
    """`at("2026-03-02 09:30")` sets the county's clock for the rest of the test."""
    from contextlib import ExitStack

    with ExitStack() as journeys:

        def travel(moment: str) -> None:
            journeys.enter_context(clock.travelled_to(datetime.fromisoformat(moment).replace(tzinfo=clock.COUNTY_TIME)))

        yield travel


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout's root."""
    return Path(__file__).parent.parent
