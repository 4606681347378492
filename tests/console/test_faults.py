"""An engine that is away is a page that says so; when it is back, so is the console, with the session."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from backend import database
from console.sessions import Sessions
from tests.backend.applications.cases import submitted
from tests.console.desks import Console, Desk, sentence_of
from tests.people import a_resident, seed_parameters

BUSY = "系统暂时忙不过来，您填的内容没有丢，请过几分钟再试。"
NOBODY = "127.0.0.1:1"  # no engine listens there: what a stopped one looks like


@asynccontextmanager
async def without_redis(console: Console) -> AsyncIterator[None]:
    """The console's pool points at nobody."""
    kept, away = console.sessions, Sessions(f"redis://{NOBODY}/0")
    console.app.state.sessions = away
    try:
        yield
    finally:
        console.app.state.sessions = kept
        await away.close()


@asynccontextmanager
async def without_postgresql(schema: str) -> AsyncIterator[None]:
    """The same for PostgreSQL."""
    await database.close()
    await database.connect(f"postgresql://postgres@{NOBODY}/xiangyin")
    try:
        yield
    finally:
        await database.close()
        await database.connect(schema)


@pytest.fixture
async def clerk(console: Console) -> Desk:
    await seed_parameters()
    return await console.desk()


async def test_without_redis(console: Console, clerk: Desk) -> None:
    form = {"username": "a", "password": "b", "code": "1"}
    async with without_redis(console):
        for answer in (await clerk.get("/cases"), await console.client.post("/sign-in", data=form)):
            assert (answer.status_code, sentence_of(answer)) == (503, BUSY)
            assert int(answer.headers["retry-after"]) > 0
            assert answer.headers["cache-control"] == "no-store"
        health = await console.client.get("/healthz")
        assert (health.status_code, health.json()) == (503, {"ok": False, "database": True, "redis": False})
        assert (await console.client.get("/sign-in")).status_code == 200
    assert (await clerk.get("/cases")).status_code == 200


async def test_without_postgresql(console: Console, clerk: Desk, schema: str) -> None:
    case = await submitted(await a_resident())
    path = f"/cases/{case.id}"
    async with without_postgresql(schema):
        for answer in (await clerk.get("/cases"), await clerk.get(path), await clerk.post(f"{path}/acceptance")):
            assert (answer.status_code, sentence_of(answer)) == (503, BUSY)
        health = await console.client.get("/healthz")
        assert (health.status_code, health.json()) == (503, {"ok": False, "database": False, "redis": True})
    assert (await clerk.post(f"{path}/acceptance")).status_code == 303


async def test_connections_cut_by_a_restart_heal_by_themselves(clerk: Desk) -> None:
    """At most the first click after it meets a cut connection."""
    await clerk.get("/cases")
    async with database.dedicated_connection() as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    answers = [(await clerk.get("/cases")).status_code for _ in range(12)]
    assert set(answers) <= {200, 503}
    assert answers[-1] == 200
