"""The door of the WeChat stand-in."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from sandbox.breaking import Line, Reply
from sandbox.transport import Receive, Scope, Send, read_body
from sandbox.wechat.login import code_to_session
from sandbox.wechat.phone_number import phone_number
from sandbox.wechat.platform import WeChatPlatform
from sandbox.wechat.refusing import WeChatRefusal

TEXT = b"text/plain"  # as the real one answers JSON on many of its calls
Query = dict[str, str]
Answering = Callable[[Query, bytes], Awaitable[dict[str, Any]]]
SENT_EVENT_AFTER_SECONDS = 0.3
LINKS = "/url-links/"


class WeChatApp:
    """Answers the calls of a mini program's server."""

    def __init__(self, platform: WeChatPlatform) -> None:
        self._platform, self._stage = platform, platform.stage
        self._line = Line(platform.stage, "wechat", TEXT)
        self._calls: dict[tuple[str, str], Answering] = {
            ("GET", "/sns/jscode2session"): self._login,
            ("GET", "/cgi-bin/token"): self._legacy_token,
            ("POST", "/cgi-bin/stable_token"): self._stable_token,
            ("POST", "/wxa/business/getuserphonenumber"): self._phone_number,
            ("POST", "/cgi-bin/message/subscribe/send"): self._subscribe_send,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        call = self._calls.get((scope["method"], scope["path"])) or self._of_links(scope)
        if call is None:
            await self._line.not_found(scope, send)
            return
        body = await read_body(receive)
        await self._line.answer(scope, receive, send, lambda: self._reply(call, scope, body))

    async def _reply(self, call: Answering, scope: Scope, body: bytes) -> Reply:
        query = dict(parse_qsl(scope["query_string"].decode("utf-8", "replace"), keep_blank_values=True))
        rule = "accepted"
        try:
            self._check_faults()
            self._check_address(scope)
            answered = await call(query, body)
        except WeChatRefusal as refusal:
            rule = refusal.message
            answered = {"errcode": refusal.code, "errmsg": f"{refusal.message} rid: {self._request_id()}"}
        outcome = str(answered.get("errcode", 0))
        self._stage.journal.write("wechat", scope["path"], rule, outcome, body or scope["query_string"])
        return 200, json.dumps(answered, ensure_ascii=False).encode(errors="replace")

    def _of_links(self, scope: Scope) -> Answering | None:
        """What needs the address that was called: making a link to this host, and opening one."""
        method, path = scope["method"], scope["path"]
        if (method, path) == ("POST", "/wxa/generate_urllink"):
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")

            async def make(query: Query, body: bytes) -> dict[str, Any]:
                self._platform.tokens.check(query.get("access_token"))
                return self._platform.links.make(_json(body), host)

            return make
        if method == "GET" and path.startswith(LINKS):

            async def open_it(query: Query, body: bytes) -> dict[str, Any]:
                return self._platform.links.open(path.removeprefix(LINKS))

            return open_it
        return None

    def _check_faults(self) -> None:
        faults = self._stage.faults.wechat
        if faults.busy_times:
            faults.busy_times -= 1
            raise WeChatRefusal(-1, "system error")
        if faults.rate_limit_times:
            faults.rate_limit_times -= 1
            raise WeChatRefusal(45009, "reach max api daily quota limit")

    def _check_address(self, scope: Scope) -> None:
        allowed, client = self._stage.settings.wechat_allowed_addresses, scope.get("client")
        if allowed and scope["path"].startswith("/cgi-bin/") and client and client[0] not in allowed:
            raise WeChatRefusal(40164, f"invalid ip {client[0]}, not in whitelist")

    def _request_id(self) -> str:
        return "-".join(f"{self._stage.chance.getrandbits(32):08x}" for _ in range(3))

    async def _login(self, query: Query, body: bytes) -> dict[str, Any]:
        return {**code_to_session(self._stage, self._platform.login_codes, query)}

    async def _legacy_token(self, query: Query, body: bytes) -> dict[str, Any]:
        return self._platform.tokens.fetch_legacy(query)

    async def _stable_token(self, query: Query, body: bytes) -> dict[str, Any]:
        return self._platform.tokens.fetch_stable(_json(body))

    async def _phone_number(self, query: Query, body: bytes) -> dict[str, Any]:
        self._platform.tokens.check(query.get("access_token"))
        return phone_number(self._stage, self._platform.phone_codes, _json(body))

    async def _subscribe_send(self, query: Query, body: bytes) -> dict[str, Any]:
        self._platform.tokens.check(query.get("access_token"))
        answered, user, card = self._platform.messages.send(_json(body))
        item = {
            "TemplateId": card.template_id,
            "MsgID": card.message_id,
            "ErrorCode": "0",
            "ErrorStatus": "success",
        }
        name = "subscribe_msg_sent_event"
        if self._stage.faults.wechat.sent_event_first:
            if work := self._platform.pusher.event(user.openid, name, [item]):
                await work
        else:
            self._stage.clock.after(
                SENT_EVENT_AFTER_SECONDS,
                lambda: self._platform.pusher.event(user.openid, name, [item]),
            )
        return answered


def _json(body: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise WeChatRefusal(47001, "data format error")
    return asked
