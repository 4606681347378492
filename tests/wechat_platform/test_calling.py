"""The calls against WeChat's stand-in: what comes back, what a failure means, how often WeChat is really asked."""

import asyncio
import multiprocessing
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import redis
import requests

from tests.wechat_platform.phone import APP_ID, SECRET, Phone, sandbox_process
from wechat_platform import (
    CodeRefused,
    CodeUsed,
    PersonBlocked,
    WechatFailure,
    WechatOutcomeUnknown,
    WechatPlatform,
    WechatRefused,
    WechatTooOften,
    WechatUnreachable,
)
from wechat_platform.rehoming import HostNotAllowed, RehomedSession

TEMPLATE = "demo-payment-arrived-000000000000000000000002"
WORDS = {"thing1": "高龄津贴", "amount2": "50元", "time3": "2026年3月2日", "thing4": "请查收"}


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    """Where the stand-in listens."""
    with sandbox_process() as addresses:
        yield addresses


@pytest.fixture
def phone(addresses: dict[str, str], redis_url: str) -> Iterator[Phone]:
    """A phone in a world without past, and no token in Redis."""
    with redis.Redis.from_url(redis_url) as store:
        store.flushdb()
    phone = Phone(addresses["phones"])
    phone.reset()
    yield phone
    phone.close()


@pytest.fixture
def platform(addresses: dict[str, str], redis_url: str) -> Iterator[WechatPlatform]:
    """The client under test."""
    platform = a_platform(addresses["wechat"], redis_url)
    yield platform
    platform.close()


def a_platform(base: str, redis_url: str) -> WechatPlatform:
    return WechatPlatform(base=base, app_id=APP_ID, secret=SECRET, redis_url=redis_url, threads=4)


def token_fetches(phone: Phone) -> int:
    return sum("stable_token" in str(request) for request in phone.requests())


async def test_a_login_code_is_good_once_for_five_minutes(platform: WechatPlatform, phone: Phone) -> None:
    code, old = phone.login(), phone.login()
    assert await platform.login(code) == phone.openid()
    with pytest.raises(CodeUsed):
        await platform.login(code)
    phone.wait(301)
    for bad in (old, "no-code-at-all"):
        with pytest.raises(CodeRefused):
            await platform.login(bad)
    assert token_fetches(phone) == 0


async def test_someone_blocked_is_refused(platform: WechatPlatform, phone: Phone) -> None:
    phone.tell("wechat/user", user="wang", blocked=True)
    with pytest.raises(PersonBlocked):
        await platform.login(phone.login())


@pytest.mark.parametrize("as_number", [True, False])
async def test_a_phone_code_becomes_a_number_and_is_no_login_code(
    platform: WechatPlatform, phone: Phone, as_number: bool
) -> None:
    phone.faults(country_code_as_number=as_number)
    code = phone.phone_code("13812345678")
    assert await platform.phone_number(code) == "13812345678"
    for bad in (code, phone.login()):
        with pytest.raises(CodeRefused):
            await platform.phone_number(bad)


async def test_a_message_is_sent_once_for_each_accepted_tap(platform: WechatPlatform, phone: Phone) -> None:
    openid = phone.openid()
    phone.accept(TEMPLATE)
    message_id = await platform.send_subscribe(openid, TEMPLATE, WORDS, "pages/payments/index")
    assert int(message_id) > 2**53
    with pytest.raises(WechatRefused) as refused:
        await platform.send_subscribe(openid, TEMPLATE, WORDS)
    assert refused.value.errcode == 43101


@pytest.mark.parametrize(
    ("openid", "template", "words", "errcode"),
    [
        ("nobody", TEMPLATE, WORDS, 40003),
        (None, "no-template", WORDS, 40037),
        (None, TEMPLATE, {**WORDS, "thing1": "字" * 21}, 47003),
        (None, TEMPLATE, {**WORDS, "thing4": ""}, 47003),
    ],
)
async def test_a_message_that_cannot_be_sent_is_refused_with_wechats_number(
    platform: WechatPlatform, phone: Phone, openid: str | None, template: str, words: dict[str, str], errcode: int
) -> None:
    phone.accept(TEMPLATE)
    with pytest.raises(WechatRefused) as refused:
        await platform.send_subscribe(openid or phone.openid(), template, words)
    assert refused.value.errcode == errcode


async def test_a_token_revoked_between_two_calls_is_replaced_once(platform: WechatPlatform, phone: Phone) -> None:
    openid = phone.openid()
    for _ in range(2):
        phone.accept(TEMPLATE)
    await platform.send_subscribe(openid, TEMPLATE, WORDS)
    phone.faults(token_revoked=True)
    await platform.send_subscribe(openid, TEMPLATE, WORDS)
    assert token_fetches(phone) == 2


async def test_a_token_that_is_always_called_stale_ends_after_one_retry(platform: WechatPlatform, phone: Phone) -> None:
    phone.faults(always_40001=True)
    with pytest.raises(WechatUnreachable):
        await platform.send_subscribe(phone.openid(), TEMPLATE, WORDS)
    assert sum("subscribe/send" in str(request) for request in phone.requests()) == 2


async def test_sixteen_calls_at_once_fetch_one_token(platform: WechatPlatform, phone: Phone) -> None:
    codes = [phone.phone_code("13812345678") for _ in range(16)]
    assert set(await asyncio.gather(*map(platform.phone_number, codes))) == {"13812345678"}
    assert token_fetches(phone) == 1


def ask(base: str, redis_url: str, codes: list[str]) -> list[str]:
    """In a process of its own."""
    platform = a_platform(base, redis_url)
    try:

        async def all_of_them() -> list[str]:
            return [await platform.phone_number(code) for code in codes]

        return asyncio.run(all_of_them())
    finally:
        platform.close()


def test_processes_share_one_token(addresses: dict[str, str], redis_url: str, phone: Phone) -> None:
    codes = [[phone.phone_code("13812345678") for _ in range(5)] for _ in range(3)]
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        asked = [(addresses["wechat"], redis_url, some) for some in codes]
        assert pool.starmap(ask, asked) == [["13812345678"] * 5] * 3
    assert token_fetches(phone) == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"html_200": True}, WechatOutcomeUnknown),
        ({"truncate": True}, WechatOutcomeUnknown),
        ({"reset_after": True}, WechatOutcomeUnknown),
        ({"drop_percent": 100}, WechatOutcomeUnknown),
        ({"busy_times": 5}, WechatUnreachable),
        ({"rate_limit_times": 5}, WechatTooOften),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value.__name__,
)
async def test_what_a_broken_line_means(
    platform: WechatPlatform, phone: Phone, fault: dict[str, Any], kind: type[WechatFailure]
) -> None:
    openid = phone.openid()
    phone.accept(TEMPLATE)
    await platform.phone_number(phone.phone_code("13812345678"))  # there is a token before the line breaks
    phone.faults(**fault)
    with pytest.raises(WechatFailure) as failed:
        await platform.send_subscribe(openid, TEMPLATE, WORDS)
    assert type(failed.value) is kind


async def test_no_token_means_not_sent(platform: WechatPlatform, phone: Phone) -> None:
    phone.faults(html_200=True)
    with pytest.raises(WechatUnreachable):
        await platform.send_subscribe(phone.openid(), TEMPLATE, WORDS)


async def test_nobody_listening_is_surely_not_done_and_no_secret_is_told(redis_url: str) -> None:
    platform = a_platform("http://127.0.0.1:9", redis_url)
    with pytest.raises(WechatUnreachable) as failed:
        await platform.login("code")
    platform.close()
    told = f"{failed.value!r} {failed.value} {failed.value.__cause__} {failed.value.__suppress_context__}"
    assert SECRET not in told
    assert "127.0.0.1" not in told


def test_other_hosts_and_redirects_are_not_followed() -> None:
    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/stolen")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        session = RehomedSession(f"http://127.0.0.1:{server.server_port}", connections=1)
        answer: requests.Response = session.get("https://api.weixin.qq.com/sns/jscode2session")
        assert answer.status_code == 302
        with pytest.raises(HostNotAllowed):
            session.get("https://example.com/")
        server.shutdown()
