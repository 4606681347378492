"""wechatpy's client with what it lacks: the stable token, one refresher among all processes, a bounded retry."""

from typing import Any

import redis
import requests
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException
from wechatpy.session.redisstorage import RedisStorage

from wechat_platform.failures import STALE_TOKEN, WechatUnreachable
from wechat_platform.rehoming import TIME_LIMITS, WECHAT, RehomedSession

_RENEW_EARLY = 300  # seconds before its end; WeChat keeps the old token alive that long beside a new one
_LOCK_LIFE = 15  # seconds; longer than the slowest refresh (2 to connect + 5 to answer)
_LOCK_WAIT = 10  # seconds


class MiniProgram(WeChatClient):  # type: ignore[misc]
    """Blocking, safe to share among threads; one a process."""

    def __init__(self, app_id: str, secret: str, base: str, store: redis.Redis, *, connections: int) -> None:
        super().__init__(app_id, secret, session=RedisStorage(store, "wechat"), timeout=TIME_LIMITS, auto_retry=False)
        self._http = RehomedSession(base, connections=connections)
        self._store = store

    @property
    def access_token(self) -> str:
        """The token in force, shared by all processes."""
        return str(self.session.get(self.access_token_key) or self.fetch_access_token())

    def fetch_access_token(self, stale: str | None = None) -> str:
        """Replace the `stale` token, or find that another process has done so meanwhile."""
        with self._store.lock(f"wechat:lock:{self.appid}", timeout=_LOCK_LIFE, blocking_timeout=_LOCK_WAIT):
            current = self.session.get(self.access_token_key)
            if current and current != stale:
                return str(current)
            token, seconds = self._new_token()
            self.session.set(self.access_token_key, token, max(60, seconds - _RENEW_EARLY))
            return token

    def call(self, path: str, data: dict[str, Any]) -> dict[str, Any]:
        """POST with a token; once more if WeChat calls the token old, and never a third time."""
        token = self.access_token
        try:
            return self._answer("post", path, params={"access_token": token}, data=data)
        except WeChatClientException as refused:
            if refused.errcode not in STALE_TOKEN:
                raise
        token = self.fetch_access_token(stale=token)
        return self._answer("post", path, params={"access_token": token}, data=data)

    def call_with_secret(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        """GET with app id and secret instead of a token."""
        identity = {"appid": self.appid, "secret": self.secret}
        # None keeps wechatpy from fetching a token and from sending one.
        return self._answer("get", path, params={**identity, **params, "access_token": None})

    def _new_token(self) -> tuple[str, int]:
        """A token and its life. Whatever goes wrong here, the call that needed the token was not made."""
        asked = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        try:
            answer = self._http.post(f"{WECHAT}cgi-bin/stable_token", json=asked).json()
            if answer.get("errcode"):
                raise WeChatClientException(int(answer["errcode"]), "stable_token", client=self)
            return str(answer["access_token"]), int(answer["expires_in"])
        except (requests.RequestException, AttributeError, KeyError, TypeError, ValueError):
            raise WechatUnreachable from None

    def _answer(self, method: str, path: str, **asked: Any) -> dict[str, Any]:
        answer = self._request(method, WECHAT + path, **asked)
        if not isinstance(answer, dict):  # HTML, an empty body or a list, all with status 200
            raise WeChatClientException(None, "not a JSON object", client=self)
        return answer
