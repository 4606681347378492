"""access_tokens: the legacy one, where each fetch replaces the last, and the stable one, which stays."""

import re
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.stage import Stage
from sandbox.virtual_clock import beijing
from sandbox.wechat.codes import ALPHABET
from sandbox.wechat.refusing import WeChatRefusal

LIFE_SECONDS = 7200
RENEWED_BEFORE_SECONDS = 300
LEGACY_A_DAY = 2000
STABLE_A_MINUTE = 10_000
FORCED_A_DAY = 20
FORCED_APART_SECONDS = 30
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{64,512}")
MOST_TOKENS = 10_000


@dataclass(slots=True)
class Token:
    """One token; `replaced_at` is when a newer one ended it, its own life aside."""

    text: str
    expires_at: float
    replaced_at: float = float("inf")


class Tokens:
    """The app's tokens of both sorts."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._clock = stage, stage.clock
        self.clear()

    def clear(self) -> None:
        """Forget all tokens and counts."""
        self._known: dict[str, Token] = {}
        self._current: dict[str, Token] = {}
        self._fetched_on: dict[str, int] = {}
        self._forced: deque[float] = deque(maxlen=FORCED_A_DAY)
        self._stable_minute, self._in_minute = 0, 0

    def revoke(self) -> None:
        """End every token now."""
        self._known.clear()
        self._current.clear()

    def check(self, text: str | None) -> None:
        """Raise WeChatRefusal unless `text` is a token in force."""
        if not text:
            raise WeChatRefusal(41001, "access_token missing")
        if not WELL_FORMED.fullmatch(text):
            raise WeChatRefusal(40014, "invalid access_token")
        token, now = self._known.get(text), self._clock.now()
        stale = "invalid credential, access_token is invalid or not latest"
        if self._stage.faults.wechat.always_40001 or token is None or now > token.replaced_at:
            raise WeChatRefusal(40001, stale)
        if now > token.expires_at:
            raise WeChatRefusal(42001, "access_token expired")

    def fetch_legacy(self, query: Mapping[str, str]) -> dict[str, Any]:
        """GET /cgi-bin/token: always a new token; the last one lives on for a short while."""
        self._who(query)
        day = beijing(self._clock.now()).strftime("%Y%m%d")
        self._fetched_on[day] = self._fetched_on.get(day, 0) + 1
        if self._fetched_on[day] > LEGACY_A_DAY:
            raise WeChatRefusal(45009, "reach max api daily quota limit")
        return _shown(self._renew("legacy"), self._clock.now())

    def fetch_stable(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """POST /cgi-bin/stable_token: the same token while it is good for 5 minutes more."""
        self._who(asked)
        minute = int(time.time() // 60)
        self._in_minute = self._in_minute + 1 if minute == self._stable_minute else 1
        self._stable_minute = minute
        if self._in_minute > STABLE_A_MINUTE:
            raise WeChatRefusal(45009, "reach max api minute quota limit")
        now, current = self._clock.now(), self._current.get("stable")
        if asked.get("force_refresh") is True and self._may_force(now):
            if current:
                current.replaced_at = now - 1
            return _shown(self._renew("stable"), now)
        if current is None or current.expires_at - now < RENEWED_BEFORE_SECONDS:
            current = self._renew("stable")
        return _shown(current, now)

    def _may_force(self, now: float) -> bool:
        if self._forced and now - self._forced[-1] < FORCED_APART_SECONDS:
            return False
        if len(self._forced) == FORCED_A_DAY and now - self._forced[0] < 86_400:
            return False
        self._forced.append(now)
        return True

    def _who(self, asked: Mapping[str, Any]) -> None:
        settings = self._stage.settings
        if asked.get("grant_type") != "client_credential":
            raise WeChatRefusal(40002, "invalid grant_type")
        if not asked.get("appid"):
            raise WeChatRefusal(41002, "appid missing")
        if asked["appid"] != settings.wechat_app_id:
            raise WeChatRefusal(40013, "invalid appid")
        if not asked.get("secret"):
            raise WeChatRefusal(41004, "appsecret missing")
        if asked["secret"] != settings.wechat_app_secret:
            code = 40001 if self._stage.faults.wechat.secret_error_40001 else 40125
            raise WeChatRefusal(code, "invalid appsecret")

    def _renew(self, sort: str) -> Token:
        now, last = self._clock.now(), self._current.get(sort)
        if last:
            last.replaced_at = min(last.replaced_at, now + self._stage.faults.wechat.token_overlap_seconds)
        token = Token("88_" + "".join(self._stage.chance.choices(ALPHABET, k=133)), now + LIFE_SECONDS)
        self._known[token.text] = self._current[sort] = token
        if len(self._known) > MOST_TOKENS:
            self._known.pop(next(iter(self._known)))
        return token


def _shown(token: Token, now: float) -> dict[str, Any]:
    return {"access_token": token.text, "expires_in": round(token.expires_at - now)}
