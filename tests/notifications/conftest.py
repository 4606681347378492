"""Outreach on real engines, against the stand-in in a process of its own, on a Monday morning of the county."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime

import pytest
import uvicorn

from backend import clock
from notifications import claiming, tables
from notifications import settings as outreach_settings
from notifications.callback_door import callback_door
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox

SECRET = "an-unguessable-path"
MORNING = "2026-03-02 10:00"  # a Monday

tables.register()  # before the session's `schema` connects


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[Sandbox]:
    sandbox = Sandbox()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(sandbox_process: Sandbox) -> Sandbox:
    """The stand-in with nothing in it."""
    sandbox_process.tell("reset")
    sandbox_process.tell("push-urls", sms_report="", sms_up="", voice_report="", wechat="")
    return sandbox_process


@pytest.fixture(autouse=True)
def without_a_voice_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test is about texts, the door comes next; test_calling.py has calls."""
    monkeypatch.setenv("VOICE_CALLS", "false")
    outreach_settings.settings.cache_clear()


@pytest.fixture(autouse=True)
def a_process_that_just_started() -> None:
    """Which has seen no clock yet: the tests' own goes back from one to the next."""
    claiming._WATCHES.clear()


@pytest.fixture
def environment(sandbox: Sandbox, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Outreach's settings, pointed at the stand-in."""
    for name, value in outreach_environment(sandbox, redis_url).items():
        monkeypatch.setenv(name, value)
    outreach_settings.settings.cache_clear()
    yield
    outreach_settings.settings.cache_clear()


def outreach_environment(sandbox: Sandbox, redis_url: str) -> dict[str, str]:
    return {
        "REDIS_URL": redis_url,
        "CALLBACK_PATH_SECRET": SECRET,
        "ALIYUN_SMS_DOMAIN": sandbox.aliyun.removeprefix("http://"),
        "ALIYUN_SMS_TLS": "false",
        "ALIYUN_VOICE_DOMAIN": sandbox.aliyun.removeprefix("http://"),
        "ALIYUN_VOICE_TLS": "false",
        "VOICE_CALLS": "false",
        "ALIYUN_ACCESS_KEY_ID": "demo-ak",
        "ALIYUN_ACCESS_KEY_SECRET": "demo-sk",
        "SMS_SIGN_NAME": "嵩县民政局",
        "WECHAT_API_BASE": sandbox.wechat,
        "WECHAT_APP_ID": "wxdemo0000000000a1",
        "WECHAT_APP_SECRET": "demo-secret",
        "WECHAT_PUSH_TOKEN": "demo-push-token",
        "WECHAT_PUSH_AES_KEY": "demoEncodingAESKey0123456789demoEncodingAES",
        "PAYOUT_NOTICES_HOURS": "0",
        "OUTREACH_LEASE_SECONDS": "15",
        "OUTREACH_GRACE_SECONDS": "6",
    }


@pytest.fixture
def travel(at: Callable[[str], None], sandbox: Sandbox) -> Callable[[str], None]:
    """Sets the county's clock and the provider's to one moment."""

    def go(moment: str) -> None:
        at(moment)
        sandbox.tell("clock", offset_seconds=(clock.now() - datetime.now(UTC)).total_seconds())

    return go


@pytest.fixture
async def outreach(
    empty_database: str, environment: None, travel: Callable[[str], None], sandbox: Sandbox
) -> AsyncIterator[Outreach]:
    """All steps of outreach, taken one by one, with the callback door open."""
    travel(MORNING)
    outreach = Outreach(sandbox)
    server = uvicorn.Server(
        uvicorn.Config(callback_door(outreach.callback_came.set), port=0, lifespan="off", log_level="warning")
    )
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 — uvicorn offers no event
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    outreach.door = f"http://127.0.0.1:{port}/callbacks/{SECRET}"
    sandbox.pushes_to(outreach.door)
    yield outreach
    sandbox.tell("push-urls", sms_report="", sms_up="", voice_report="", wechat="")
    outreach.close()
    server.should_exit = True
    await serving
