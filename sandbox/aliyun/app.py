"""The door of the Aliyun stand-in: plain ASGI, since a payout day brings thousands of requests a second."""

import json
import uuid
from typing import Any
from urllib.parse import parse_qsl

from sandbox.aliyun.details import send_details
from sandbox.aliyun.platform import SmsPlatform
from sandbox.aliyun.refusing import BusinessRefusal, GatewayRefusal
from sandbox.breaking import Line, Reply
from sandbox.transport import Receive, Scope, Send, read_body

JSON = b"application/json;charset=utf-8"


class AliyunApp:
    """Answers `GET` and `POST /`."""

    def __init__(self, platform: SmsPlatform) -> None:
        self._platform = platform
        self._stage = platform.stage
        self._line = Line(platform.stage, "aliyun", JSON)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["path"] != "/" or scope["method"] not in ("GET", "POST"):
            await self._line.not_found(scope, send)
            return
        body = await read_body(receive)
        await self._line.answer(scope, receive, send, lambda: self._reply(scope, body))

    async def _reply(self, scope: Scope, body: bytes) -> Reply:
        query = scope["query_string"]
        params = dict(parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True))
        params.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        status, answered, rule = await self._decide(scope["method"], params)
        if self._stage.settings.aliyun_expects_tls and scope["scheme"] != "https":
            rule += "; came over plain http"
        outcome = answered["Code"] if answered else "no answer"
        what = params.get("Action", "?")[:40]
        self._stage.journal.write("aliyun", what, rule, outcome, body or query)
        return (status, json.dumps(answered, ensure_ascii=False).encode()) if answered else None

    async def _decide(self, method: str, params: dict[str, str]) -> tuple[int, dict[str, Any] | None, str]:
        request_id = str(uuid.UUID(int=self._stage.chance.getrandbits(128), version=4)).upper()
        try:
            action = self._platform.gateway.admit(method, params)
            if action == "SendSms":
                answered = await self._platform.sending.send(params, request_id)
            elif action == "SingleCallByTts":
                answered = self._platform.calling.call(params, request_id)
            else:
                answered = send_details(self._stage, self._platform.store, params, request_id)
        except GatewayRefusal as refusal:
            return refusal.status, _gateway_body(refusal, request_id), "gateway"
        except BusinessRefusal as refusal:
            named = {"Code": refusal.code, "Message": refusal.message, "RequestId": request_id}
            return 200, named, "business"
        return 200, answered, "accepted"


def _gateway_body(refusal: GatewayRefusal, request_id: str) -> dict[str, Any]:
    return {
        "RequestId": request_id,
        "HostId": "dysmsapi.aliyuncs.com",
        "Code": refusal.code,
        "Message": refusal.message,
        "Recommend": f"https://next.api.aliyun.com/troubleshoot?q={refusal.code}",
    }
