"""POST /wxa/generate_urllink: an address for any browser that opens a page of the mini program for some days."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.stage import Stage
from sandbox.virtual_clock import beijing
from sandbox.wechat.codes import ALPHABET
from sandbox.wechat.refusing import WeChatRefusal

LONGEST_DAYS, LONGEST_QUERY, A_DAY = 30, 1024, 500_000
DAY_SECONDS = 86_400
MOST_LINKS = 100_000
_QUERY = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~%]*")


@dataclass(frozen=True, slots=True)
class Link:
    """What it opens, and until when."""

    path: str
    query: str
    expires_at: float


class UrlLinks:
    """All links that were made."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.clear()

    def clear(self) -> None:
        """Forget all links and counts."""
        self._links: dict[str, Link] = {}
        self._made_on: dict[str, int] = {}

    def make(self, asked: dict[str, Any], host: str) -> dict[str, Any]:
        """The answer; raises WeChatRefusal."""
        path, query = str(asked.get("path") or "").lstrip("/"), str(asked.get("query") or "")
        pages = self._stage.registrations.wechat_pages
        if "?" in path or (path and pages and path not in pages):
            raise WeChatRefusal(40165, "invalid weapp pagepath")
        if len(query) > LONGEST_QUERY or not _QUERY.fullmatch(query):
            raise WeChatRefusal(85401, "invalid query")
        expires_at = self._end(asked)
        day = beijing(self._stage.clock.now()).strftime("%Y%m%d")
        if self._made_on.get(day, 0) >= A_DAY:
            raise WeChatRefusal(45009, "reach max api daily quota limit")
        self._made_on[day] = self._made_on.get(day, 0) + 1
        code = "".join(self._stage.chance.choices(ALPHABET, k=10))
        self._links[code] = Link(path, query, expires_at)
        if len(self._links) > MOST_LINKS:
            del self._links[next(iter(self._links))]
        return {"errcode": 0, "errmsg": "ok", "url_link": f"http://{host}/url-links/{code}"}

    def open(self, code: str) -> dict[str, Any]:
        """What a tap on the link opens."""
        link = self._links.get(code)
        if link is None or link.expires_at <= self._stage.clock.now():
            raise WeChatRefusal(85403, "link expired")
        return {"path": link.path, "query": link.query}

    def _end(self, asked: dict[str, Any]) -> float:
        """By a moment (type 0) or by days (type 1)."""
        now = self._stage.clock.now()
        try:
            if int(asked.get("expire_type", 0)) == 1:
                end = now + int(asked["expire_interval"]) * DAY_SECONDS
            else:
                end = float(asked.get("expire_time", now + LONGEST_DAYS * DAY_SECONDS))
        except (KeyError, TypeError, ValueError):
            end = 0.0
        if not now < end <= now + LONGEST_DAYS * DAY_SECONDS:
            raise WeChatRefusal(85402, "invalid expire time")
        return end
