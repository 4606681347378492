"""Pushing reports to the app as Aliyun does: JSON arrays, 700 ms, again after 1, 5 and 10 minutes, then never."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import Any

import httpx

from sandbox.stage import Stage

LARGEST_BATCH = 50
GATHERING_SECONDS = 0.05  # what falls due within this time travels together
AGAIN_AFTER_SECONDS = (60, 300, 600)
AT_ONCE = 4  # pushes under way at the same time

Item = dict[str, Any]


class BatchPusher:
    """Collects items and delivers them; `url` may be set while running, and empty means no push."""

    def __init__(self, stage: Stage, name: str, url: str) -> None:
        self._stage, self.name, self.url = stage, name, url
        self.on_taken: Callable[[list[Item]], None] = lambda batch: None
        self._waiting: deque[Item] = deque()
        self._arrived = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self.under_way = 0

    def offer(self, item: Item) -> None:
        """Put `item` on its way."""
        if self.url:
            self._waiting.append(item)
            self._arrived.set()
            self._idle.clear()

    def clear(self) -> None:
        """Drop what waits."""
        self._waiting.clear()

    async def delivered_or(self, seconds: float) -> None:
        """Wait until nothing is on its way, but not longer than `seconds`."""
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return

    async def run(self) -> None:
        """Send batches until cancelled."""
        while True:
            await self._arrived.wait()
            await asyncio.sleep(GATHERING_SECONDS)
            self._arrived.clear()
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(LARGEST_BATCH, len(self._waiting)))]
                await self._slots.acquire()
                self.under_way += 1
                self._stage.spawn(self._first_try(batch))
            self._note_idle()

    async def _first_try(self, batch: list[Item]) -> None:
        faults = self._stage.faults.aliyun
        if faults.shuffled:
            self._stage.chance.shuffle(batch)
        try:
            await self._try(batch, 0)
            if faults.duplicate_push:
                await self._try(batch, len(AGAIN_AFTER_SECONDS))
        finally:
            self.under_way -= 1
            self._slots.release()
            self._note_idle()

    def _note_idle(self) -> None:
        if not self._waiting and not self.under_way:
            self._idle.set()

    async def _try(self, batch: list[Item], tries_before: int) -> None:
        body = json.dumps(batch, ensure_ascii=False).encode()
        outcome = await self._post(body)
        self._stage.journal.write("aliyun", f"push {self.name}", f"try {tries_before + 1}", outcome, body)
        if outcome == "taken":
            self.on_taken(batch)
            return
        if tries_before >= len(AGAIN_AFTER_SECONDS):
            self._stage.journal.write("aliyun", f"push {self.name}", "given up", "lost", body)
            return
        half = len(batch) // 2 if self._stage.faults.aliyun.resplit_on_retry else 0
        for part in (batch[:half], batch[half:]):
            if part:
                self._again(part, tries_before)

    def _again(self, batch: list[Item], tries_before: int) -> None:
        self._stage.clock.after(
            AGAIN_AFTER_SECONDS[tries_before],
            lambda: self._stage.spawn(self._try(batch, tries_before + 1)),
        )

    async def _post(self, body: bytes) -> str:
        if self._stage.faults.aliyun.push_down:
            return "not reached"
        try:
            async with asyncio.timeout(self._stage.settings.push_timeout_seconds):
                reply = await self._stage.outgoing.post(
                    self.url, content=body, headers={"content-type": "application/json;charset=utf-8"}
                )
        except TimeoutError:
            return "too slow"
        except (httpx.HTTPError, httpx.InvalidURL):
            return "not reached"
        return _judged(reply)


def _judged(reply: httpx.Response) -> str:
    if reply.status_code != 200:
        return f"status {reply.status_code}"
    try:
        code = reply.json()["code"]
    except (ValueError, KeyError, TypeError):
        return "no code"
    return "taken" if isinstance(code, int) and not isinstance(code, bool) and code == 0 else "code not 0"
