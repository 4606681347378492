"""The one door to PostgreSQL: how we connect, how a deed's transaction is opened.

Tortoise's pitfalls are met here once: the pool's reset query, cancellation during BEGIN, rows thrown away by
RETURNING, pool sizes. Everything else uses the models, or `rows`/`execute`/`copy` below.
"""

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from tortoise import Tortoise
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.client import BaseDBAsyncClient, TransactionContextPooled
from tortoise.connection import get_connections
from tortoise.exceptions import DBConnectionError
from tortoise.models import Model
from tortoise.transactions import in_transaction

from backend.refusals import NotAvailable
from backend.settings import settings
from backend.tables import TABLES

_CONNECTED_WITHIN = 5.0  # seconds
_GIVEN_UP_AFTER = 2.0  # seconds that a timed-out connection has to come back before it is cut
_COPIES_WITHIN = 120.0  # seconds for the largest table of a county; more where the house has more patience
_PART = 10_000  # rows; of the widest that are read so, payouts, some 10 MB
_ANSWERS_WITHIN = 2.0  # seconds for a sign of life

_APPS: dict[str, list[str]] = {"backend": TABLES}

_Row = TypeVar("_Row", bound=Model)

# Tortoise logs every statement with its values at DEBUG: names and numbers must not get there.
logging.getLogger("tortoise").setLevel(logging.WARNING)


class DatabaseDown(NotAvailable):
    """PostgreSQL does not answer; nothing was done."""


class _Connection(asyncpg.Connection):  # type: ignore[misc]
    """A pooled connection without the reset query: one round trip less for every statement.

    Safe as long as pooled connections use only SET LOCAL and transaction-level advisory locks; LISTEN and session
    locks use `dedicated_connection`.
    """

    def get_reset_query(self) -> str:
        return ""


class _Pool(asyncpg.Pool):  # type: ignore[misc]
    """A pool that waits for nothing without end.

    A frozen server answers neither a statement nor its cancellation, and asyncpg by itself waits for that answer
    before it takes a connection back: all callers would hang until the server returns.
    """

    __slots__ = ()

    def acquire(self, *, timeout: float | None = None) -> Any:
        return super().acquire(timeout=timeout or settings().database_patience)

    async def release(self, connection: Any, *, timeout: float | None = None) -> None:  # noqa: ASYNC109 - asyncpg's
        await super().release(connection, timeout=timeout or _GIVEN_UP_AFTER)


def tables_of(app: str, modules: list[str]) -> None:
    """A door with tables of its own (outreach) adds them before `connect`."""
    _APPS[app] = modules


async def connect(
    url: str | None = None, *, pool_min: int | None = None, pool_max: int | None = None, plan_anew: bool = False
) -> None:
    """Open this process's pool; requests and duties of every task share it.

    `plan_anew`: each statement is planned for the values that it is given. By itself PostgreSQL settles after five
    times on one plan for whatever values, and what counts a county in a second then takes ten and is given up. That is
    for a door of few and large questions: planning costs a page some milliseconds, and a queue too much.
    """
    how = {"plan_cache_mode": "force_custom_plan"} if plan_anew else {}
    await Tortoise.init(
        config={
            "connections": {
                "default": {
                    "engine": "tortoise.backends.asyncpg",
                    "credentials": {
                        **_credentials(url or settings().database_url),
                        "minsize": settings().database_pool_min if pool_min is None else pool_min,
                        "maxsize": settings().database_pool_max if pool_max is None else pool_max,
                        "connection_class": _Connection,
                        "server_settings": {"timezone": "UTC", **how},
                        "command_timeout": settings().database_patience,
                        "timeout": _CONNECTED_WITHIN,
                    },
                }
            },
            "apps": {app: {"models": modules, "default_connection": "default"} for app, modules in _APPS.items()},
            "use_tz": True,
            "timezone": "UTC",
        },
        _enable_global_fallback=True,
    )


async def close() -> None:
    """Give the pool back."""
    await Tortoise.close_connections()


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """One deed, one transaction; inside another one it is a savepoint.

    Start no task inside it: a task inherits the connection and would use it after the commit.
    """
    async with in_transaction("default"):
        yield


def in_a_transaction() -> bool:
    """Whether the running task is inside `transaction()`."""
    return hasattr(_client(), "_finalized")


async def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
    """All rows of a statement, also of INSERT/UPDATE/DELETE … RETURNING. jsonb arrives as text."""
    return cast(list[dict[str, Any]], await _client().execute_query_dict(sql, list(values)))


async def parts(sql: str, *values: Any, size: int = _PART) -> AsyncIterator[list[Mapping[str, Any]]]:
    """The rows of a statement, so many at a time, all as they were when it began; inside a transaction only.

    For more rows than should lie in memory together. Other statements may run between two parts.
    """
    async with _client().acquire_connection() as connection:
        cursor = await connection.cursor(sql, *values)
    while True:
        async with _client().acquire_connection():
            part = await cursor.fetch(size)
        if not part:
            return
        yield part


async def row(sql: str, *values: Any) -> dict[str, Any] | None:
    """The first row, or None."""
    found = await rows(sql, *values)
    return found[0] if found else None


async def models(model: type[_Row], sql: str, *values: Any) -> list[_Row]:
    """The rows of a statement that gives all columns of a model, as models.

    For hundreds of ids: a filter takes Tortoise longer to put into SQL than PostgreSQL to answer.
    """
    return [as_model(model, found) for found in await rows(sql, *values)]


def as_model(model: type[_Row], found: dict[str, Any]) -> _Row:
    """A row, or a part of a joined one, as its model. Tortoise has no public way; an upgrade of it must look here."""
    return model._init_from_db(**found)


async def execute(sql: str, *values: Any) -> int:
    """Run a statement; how many rows it touched. For an UPDATE whose WHERE is the lock, 0 means someone was faster.

    An INSERT is counted by what it returns: Tortoise reads the wrong word of PostgreSQL's answer and always says 0.
    """
    if sql.lstrip().upper().startswith("INSERT"):
        return len(await rows(f"{sql} RETURNING 1", *values))
    touched, _ = await _client().execute_query(sql, list(values))
    return int(touched)


def _copies_within() -> float:
    return max(_COPIES_WITHIN, settings().database_patience)


async def copy(table: str, columns: Sequence[str], records: Iterable[Sequence[Any]]) -> None:
    """COPY many rows into `table`, inside the present transaction if there is one."""
    async with _client().acquire_connection() as connection:
        await connection.copy_records_to_table(table, records=records, columns=list(columns), timeout=_copies_within())


async def copy_out(query: str, *values: Any) -> io.BytesIO:
    """A whole table's worth of rows as CSV with a heading, inside the present transaction if there is one.

    Half a million rows take a fraction of the memory and time that they would take as Python objects.
    """
    file = io.BytesIO()
    async with _client().acquire_connection() as connection:
        await connection.copy_from_query(
            query, *values, output=file, format="csv", header=True, timeout=_copies_within()
        )
    file.seek(0)
    return file


@asynccontextmanager
async def dedicated_connection(url: str | None = None) -> AsyncIterator[asyncpg.Connection]:
    """A connection of one's own, for LISTEN and session-level advisory locks."""
    connection = await asyncpg.connect(url or settings().database_url, server_settings={"timezone": "UTC"})
    try:
        yield connection
    finally:
        await connection.close(timeout=_GIVEN_UP_AFTER)


def is_connection_failure(fault: BaseException) -> bool:
    """Whether a fault means that PostgreSQL is away: stopped, starting, or cut off in the middle of a statement.

    The doors answer it with 503. What was asked was rolled back, or at worst is not known to be done: every deed
    can be asked for again, for its WHERE or its constraint makes a second time harmless.
    """
    away = (
        asyncpg.PostgresConnectionError,
        asyncpg.CannotConnectNowError,
        asyncpg.AdminShutdownError,
        asyncpg.CrashShutdownError,
        asyncpg.TooManyConnectionsError,
        DBConnectionError,
        ConnectionError,
        TimeoutError,  # frozen, or cut off by the network
        FileNotFoundError,  # the socket of a stopped local engine
    )
    if isinstance(fault, away):
        return True
    if isinstance(fault, asyncpg.InterfaceError):
        return "closed" in str(fault) or "released" in str(fault)
    if isinstance(fault, asyncpg.InternalClientError):  # the answer was cut off before the driver saw the end of it
        return "cannot switch to state" in str(fault) or "not connected" in str(fault)
    cause = fault.__cause__ or fault.__context__
    return cause is not None and is_connection_failure(cause)


def may_pass(fault: BaseException) -> bool:
    """Whether the same again may well succeed: PostgreSQL is away, or two transactions were in each other's way."""
    in_the_way = asyncpg.TransactionRollbackError, asyncpg.LockNotAvailableError, asyncpg.QueryCanceledError
    return is_connection_failure(fault) or isinstance(fault, in_the_way)


async def is_up() -> bool:
    """Whether PostgreSQL answers, within two seconds: who asks for health must not hang with the sick."""
    asked = asyncio.ensure_future(rows("SELECT 1 AS one"))
    answered, _ = await asyncio.wait({asked}, timeout=_ANSWERS_WITHIN)
    if not answered:
        asked.add_done_callback(lambda task: task.cancelled() or task.exception())  # its end interests nobody
        return False
    return asked.exception() is None


def _client() -> BaseDBAsyncClient:
    return get_connections().get("default")


def _credentials(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "host": query.get("host") or parts.hostname or "localhost",
        "port": parts.port or 5432,
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.lstrip("/"),
    }


async def _enter_safely(self: TransactionContextPooled) -> Any:
    """Tortoise 1.1.9 leaks the pooled connection when its task is cancelled during BEGIN.

    A storm of impatient clients would use up the pool for ever; this entry gives the connection back.
    """
    await self.ensure_connection()
    pool = self.client._parent._pool
    connection = self.client._connection = await pool.acquire()
    self.token = get_connections().set(self.connection_name, self.client)
    try:
        await self.client.begin()
    except BaseException:
        get_connections().reset(self.token)
        await pool.release(connection)
        raise
    return self.client


async def _create_patient_pool(self: AsyncpgDBClient, **given: Any) -> asyncpg.Pool:
    pool = await asyncpg.create_pool(None, **given)
    pool.__class__ = _Pool
    return pool


TransactionContextPooled.__aenter__ = _enter_safely  # type: ignore[method-assign]
AsyncpgDBClient.create_pool = _create_patient_pool  # type: ignore[method-assign]
