"""The door in this process, WeChat's stand-in in another; every test begins with both empty."""

import os
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from miniprogram_api.settings import settings
from miniprogram_api.standards import forget_standards
from miniprogram_api.store import close_store, open_store
from miniprogram_api.wechat import close_wechat, open_wechat
from tests.miniprogram_api.clients import Door
from tests.wechat_platform.phone import APP_ID, SECRET, Phone, sandbox_process


@pytest.fixture(scope="session")
def wechat_addresses() -> Iterator[dict[str, str]]:
    """Where the stand-in listens."""
    with sandbox_process() as addresses:
        yield addresses


@pytest.fixture
def phone(wechat_addresses: dict[str, str]) -> Iterator[Phone]:
    """A phone in a world without past."""
    phone = Phone(wechat_addresses["phones"])
    phone.reset()
    yield phone
    phone.close()


@pytest.fixture(scope="session")
async def opened_door(engines: tuple[str, str], wechat_addresses: dict[str, str]) -> AsyncIterator[None]:
    """Redis and WeChat as the application opens them; PostgreSQL is connected for all tests already."""
    os.environ.update(WECHAT_API_BASE=wechat_addresses["wechat"], WECHAT_APP_ID=APP_ID, WECHAT_APP_SECRET=SECRET)
    settings.cache_clear()
    open_store()
    open_wechat()
    yield
    close_wechat()
    await close_store()


@pytest.fixture
async def door(empty_database: str, opened_door: None) -> AsyncIterator[Door]:
    """The application over ASGI; a fault of ours is an answer with 500, not an exception here."""
    from miniprogram_api.app import app

    forget_standards()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
        yield Door(client)
