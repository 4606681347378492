"""Tortoise's traps, each met once in `backend.database`."""

import asyncio

import asyncpg
import pytest
from tortoise.connection import get_connections
from tortoise.exceptions import IntegrityError

from backend import clock, database
from backend.identifiers import new_id
from tests.people import a_wechat_account


async def quota(account_id: object, template: str = "t") -> int:
    return await database.execute(
        """INSERT INTO wechat_subscription (id, account_id, template, quota) VALUES ($1, $2, $3, 1)
           ON CONFLICT (account_id, template) DO NOTHING""",
        new_id(),
        account_id,
        template,
    )


async def test_execute_counts_what_an_insert_wrote(empty_database: str) -> None:
    account = await a_wechat_account()
    assert await quota(account.id) == 1
    assert await quota(account.id) == 0


async def test_execute_counts_what_an_update_and_a_delete_touched(empty_database: str) -> None:
    account = await a_wechat_account()
    await quota(account.id)
    assert await database.execute("UPDATE wechat_subscription SET quota = 5 WHERE quota = 1") == 1
    assert await database.execute("UPDATE wechat_subscription SET quota = 6 WHERE quota = 1") == 0
    assert await database.execute("DELETE FROM wechat_subscription") == 1


async def test_rows_come_back_from_what_changes(empty_database: str) -> None:
    account = await a_wechat_account()
    changed = await database.rows("UPDATE wechat_account SET seen_at = $1 RETURNING id", clock.now())
    assert [row["id"] for row in changed] == [account.id]


async def test_a_broken_constraint_is_one_exception_everywhere(empty_database: str) -> None:
    account = await a_wechat_account(openid="twice")
    with pytest.raises(IntegrityError):
        await a_wechat_account(openid="twice")
    with pytest.raises(IntegrityError):
        await database.execute("UPDATE wechat_account SET resident_id = $1 WHERE id = $2", new_id(), account.id)


async def test_a_storm_of_impatient_callers_leaves_the_pool_whole(empty_database: str) -> None:
    """Tortoise 1.1.9 alone loses a connection for each caller cancelled during BEGIN."""

    async def deed() -> None:
        async with database.transaction():
            await database.rows("SELECT 1")

    for turn in range(300):
        impatient = asyncio.create_task(deed())
        await asyncio.sleep(turn % 7 * 0.0004)
        impatient.cancel()
        await asyncio.gather(impatient, return_exceptions=True)
    pool = get_connections().get("default")._pool
    assert pool.get_idle_size() == pool.get_size()
    await asyncio.wait_for(asyncio.gather(*(deed() for _ in range(40))), 10)


async def test_a_deed_that_fails_leaves_nothing(empty_database: str) -> None:
    async def failing() -> None:
        async with database.transaction():
            await a_wechat_account(openid="gone")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    assert await database.rows("SELECT 1 FROM wechat_account WHERE openid = 'gone'") == []


async def test_only_an_absent_server_counts_as_away() -> None:
    assert database.is_connection_failure(ConnectionRefusedError())
    assert database.is_connection_failure(asyncpg.CannotConnectNowError())
    assert database.is_connection_failure(asyncpg.InternalClientError("cannot switch to state 12; it has failed"))
    assert not database.is_connection_failure(asyncpg.InternalClientError("no codec for type 12"))
    assert not database.is_connection_failure(IntegrityError("duplicate"))
    assert not database.is_connection_failure(ValueError("x"))
