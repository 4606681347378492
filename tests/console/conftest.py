"""The console in this process, on real engines; every test begins with nobody signed in."""

from collections.abc import AsyncIterator

import httpx
import pytest

from console.sessions import Sessions
from console.settings import settings
from tests.console.desks import ADDRESS, Console


@pytest.fixture(scope="session")
async def opened_console(engines: tuple[str, str]) -> AsyncIterator[None]:
    """Redis as the application opens it; PostgreSQL is connected for all tests already."""
    settings.cache_clear()
    from console.app import app

    app.state.sessions = Sessions(engines[1])
    yield
    await app.state.sessions.close()


@pytest.fixture
async def console(empty_database: str, opened_console: None) -> AsyncIterator[Console]:
    """The application over ASGI; a fault of ours is an answer with 500, not an exception here."""
    from console.app import app

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        yield Console(client, app)
