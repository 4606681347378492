"""The calls we make, from asyncio: each runs in one of a few threads, for wechatpy blocks."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import redis
from wechatpy.exceptions import WeChatClientException

from wechat_platform.failures import WechatOutcomeUnknown, raise_failure
from wechat_platform.mini_program import MiniProgram

_REDIS_PATIENCE = 2.0  # seconds, to connect and to answer

# urllib3 writes whole addresses at DEBUG, with secret and token in them.
logging.getLogger("urllib3").setLevel(logging.WARNING)


class WechatPlatform:
    """One a process, made after any fork. Every method refuses with a `WechatFailure`.

    Redis keeps the token for all processes; while it is down, calls that need a token raise `redis.RedisError`.
    """

    def __init__(self, *, base: str, app_id: str, secret: str, redis_url: str, threads: int = 16) -> None:
        self._store = redis.Redis.from_url(
            redis_url, socket_timeout=_REDIS_PATIENCE, socket_connect_timeout=_REDIS_PATIENCE
        )
        self._mini = MiniProgram(app_id, secret, base, self._store, connections=threads)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="wechat")

    async def login(self, code: str) -> str:
        """The openid behind a wx.login code, which is good once, for five minutes.

        Refuses with CodeRefused, CodeUsed, PersonBlocked. The session key is dropped: nothing of ours decrypts open
        data, and the key must never leave the server.
        """
        asked = {"js_code": code, "grant_type": "authorization_code"}
        answer = await self._in_thread(self._mini.call_with_secret, "sns/jscode2session", asked)
        return _text(answer, "openid")

    async def phone_number(self, code: str) -> str:
        """The number behind a getPhoneNumber code, without country code. CodeRefused when unknown, old or used."""
        answer = await self._in_thread(self._mini.call, "wxa/business/getuserphonenumber", {"code": code})
        told = answer.get("phone_info")
        return _text(told if isinstance(told, dict) else {}, "purePhoneNumber")

    async def send_subscribe(self, openid: str, template: str, data: Mapping[str, str], page: str = "") -> str:
        """Send one subscribe message; WeChat's id of it as text, for it is larger than a double can hold.

        `data` maps a template's field to its words. WechatRefused: not sent, see `errcode` (43101 no quota, 40003
        bad openid, 47003 bad field). WechatUnreachable, WechatTooOften: not sent. WechatOutcomeUnknown: perhaps sent.
        """
        asked: dict[str, Any] = {
            "touser": openid,
            "template_id": template,
            "data": {field: {"value": words} for field, words in data.items()},
        }
        if page:
            asked["page"] = page
        answer = await self._in_thread(self._mini.call, "cgi-bin/message/subscribe/send", asked)
        return str(answer.get("msgid", ""))

    async def url_link(self, page: str, query: str, *, days: int = 1) -> str:
        """An address that opens the mini program from any browser, good for so many days, 30 at most.

        One for everyone: since December 2023 many people may use the same.
        """
        asked = {"path": page, "query": query, "expire_type": 1, "expire_interval": days}
        return _text(await self._in_thread(self._mini.call, "wxa/generate_urllink", asked), "url_link")

    def close(self) -> None:
        """Let running calls end; give the connections back."""
        self._threads.shutdown(cancel_futures=True)
        self._store.close()

    async def _in_thread(self, call: Callable[..., dict[str, Any]], *given: Any) -> dict[str, Any]:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(_called, call, *given))


def _called(call: Callable[..., dict[str, Any]], *given: Any) -> dict[str, Any]:
    try:
        return call(*given)
    except (WeChatClientException, OSError, ValueError) as happened:  # requests' exceptions are OSErrors
        raise_failure(happened)


def _text(answer: Mapping[str, Any], key: str) -> str:
    value = answer.get(key)
    if not isinstance(value, str) or not value:
        raise WechatOutcomeUnknown
    return value
