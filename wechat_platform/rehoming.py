"""One choke point for wechatpy's HTTP: its written-in host goes elsewhere, and no call is without a time limit."""

from typing import Any

import requests
from requests.adapters import HTTPAdapter

WECHAT = "https://api.weixin.qq.com/"
TIME_LIMITS = (2.0, 5.0)  # seconds to connect, and to wait for an answer; WeChat answers in 50 ms


class HostNotAllowed(RuntimeError):
    """wechatpy wanted to call a host that is not WeChat's."""


class RehomedSession(requests.Session):
    """Calls to WeChat go to `base`; other hosts, redirects and proxies are not followed."""

    def __init__(self, base: str, *, connections: int) -> None:
        super().__init__()
        self.trust_env = False
        self._base = base.rstrip("/") + "/"
        adapter = HTTPAdapter(pool_connections=2, pool_maxsize=connections, max_retries=0)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **named: Any) -> requests.Response:
        """As in requests; refuses with HostNotAllowed."""
        address = url.decode() if isinstance(url, bytes) else url
        if address.startswith(WECHAT):
            address = self._base + address.removeprefix(WECHAT)
        if not address.startswith(self._base):
            raise HostNotAllowed
        named["timeout"] = named.get("timeout") or TIME_LIMITS
        named["allow_redirects"] = False  # `get` would ask for them
        return super().request(method, address, *args, **named)
