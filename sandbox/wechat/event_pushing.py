"""Pushing subscribe events to the app: the URL is challenged first, then JSON in safe mode, 5 seconds, 3 repeats."""

import asyncio
import json
from typing import Any

import httpx

from sandbox.stage import Stage
from sandbox.wechat.crypto import encrypt, push_signature

PATIENCE_SECONDS = 5.0
REPEATS = 3


class EventPusher:
    """Pushes events; `url` may be set while running, and empty means no push."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self.url = stage, stage.settings.wechat_push_url
        self._challenged = ""

    def event(self, openid: str, name: str, items: list[dict[str, str]]) -> asyncio.Task[Any] | None:
        """Start to push one event about `items`; return the work, None without a URL."""
        if not self.url:
            return None
        faults, now = self._stage.faults.wechat, int(self._stage.clock.now())
        message = {
            "ToUserName": self._stage.settings.wechat_original_id,
            "FromUserName": openid,
            "CreateTime": str(now) if faults.push_time_as_text else now,
            "MsgType": "event",
            "Event": name,
            "List": items if len(items) > 1 or faults.push_list_as_array else items[0],
        }
        plain = json.dumps(message, ensure_ascii=False).encode()
        return self._stage.spawn(self._deliver(openid, name, plain, 0))

    async def _deliver(self, openid: str, name: str, plain: bytes, repeat: int) -> None:
        faults = self._stage.faults.wechat
        for _ in range(2 if faults.duplicate_push and not repeat else 1):
            outcome = "not reached" if faults.push_down else await self._try(openid, plain)
            self._stage.journal.write("wechat", f"push {name}", f"try {repeat + 1}", outcome, plain)
        if outcome == "taken":
            return
        if repeat == REPEATS:
            self._stage.journal.write("wechat", f"push {name}", "given up", "lost", plain)
            return
        self._stage.clock.after(
            PATIENCE_SECONDS,
            lambda: self._stage.spawn(self._deliver(openid, name, plain, repeat + 1)),
        )

    async def _try(self, openid: str, plain: bytes) -> str:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                if self._challenged != self.url and not await self._challenge():
                    return "challenge failed"
                query, body = self._sealed(openid, plain)
                reply = await self._stage.outgoing.post(
                    self.url, params=query, content=body, headers={"content-type": "application/json"}
                )
        except TimeoutError:
            return "too slow"
        except (httpx.HTTPError, httpx.InvalidURL):
            return "not reached"
        taken = reply.status_code == 200 and reply.text.strip() in ("success", "")
        return "taken" if taken else f"status {reply.status_code}, not 'success'"

    async def _challenge(self) -> bool:
        url, word = self.url, str(self._stage.chance.randrange(10**18, 10**19))
        reply = await self._stage.outgoing.get(url, params={**self._stamp(), "echostr": word})
        passed = reply.status_code == 200 and reply.text == word
        self._stage.journal.write("wechat", "challenge", "echo the word", "passed" if passed else "failed")
        if passed:
            self._challenged = url
        return passed

    def _sealed(self, openid: str, plain: bytes) -> tuple[dict[str, str], bytes]:
        settings, faults = self._stage.settings, self._stage.faults.wechat
        key = faults.push_old_key or settings.wechat_push_aes_key
        sealed = encrypt(key, settings.wechat_app_id, plain)
        stamp = self._stamp()
        token = "another-token" if faults.push_wrong_signature else settings.wechat_push_token
        signed = push_signature(token, stamp["timestamp"], stamp["nonce"], sealed)
        query = {**stamp, "openid": openid, "encrypt_type": "aes", "msg_signature": signed}
        return query, json.dumps({"ToUserName": settings.wechat_original_id, "Encrypt": sealed}).encode()

    def _stamp(self) -> dict[str, str]:
        moment = self._stage.clock.now() - (3600 if self._stage.faults.wechat.push_old_timestamp else 0)
        timestamp, nonce = str(int(moment)), str(self._stage.chance.randrange(10**8, 10**10))
        signed = push_signature(self._stage.settings.wechat_push_token, timestamp, nonce)
        return {"timestamp": timestamp, "nonce": nonce, "signature": signed}
