"""The console asks few questions, and large ones: each is planned for what it asks."""

import pytest
from fastapi import FastAPI

from backend import database
from console.app import lifespan


async def mode() -> str:
    (told,) = await database.rows("SHOW plan_cache_mode")
    return str(told["plan_cache_mode"])


async def test_each_question_is_planned_for_what_it_asks(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After five times PostgreSQL plans for any value at all: a county's balance then took ten seconds, not one."""
    asked: dict[str, bool] = {}

    async def connect(**how: bool) -> None:
        asked.update(how)

    async def close() -> None:
        return

    with monkeypatch.context() as patched:
        patched.setattr(database, "connect", connect)
        patched.setattr(database, "close", close)
        async with lifespan(FastAPI()):
            pass
    before = await mode()
    await database.close()
    try:
        await database.connect(empty_database, **asked)  # type: ignore[arg-type]
        assert (before, await mode()) == ("auto", "force_custom_plan")
    finally:
        await database.close()
        await database.connect(empty_database)
