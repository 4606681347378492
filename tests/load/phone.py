"""A cadre's phone after a day without a signal, on a network that repeats, shuffles and breaks."""

import asyncio
import hashlib
import io
import os
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from PIL import Image

PAPERS = ("identity_card", "household_booklet", "portrait", "home_visit", "mandate")
_REPEATED, _BROKEN = 0.10, 0.05  # of all sendings, of all uploads
_BATCH = 60  # items: what goes through before such a network breaks off
_AGAIN = 3.0  # seconds until a phone asks again
_GIVES_UP = 3600.0  # seconds: something is broken, not slow


@dataclass
class Log:
    """What all phones together saw: seconds of each upload's last part, and files acknowledged."""

    upload_seconds: list[float] = field(default_factory=list)
    acknowledged: int = 0
    bytes: int = 0
    acknowledged_at: float = 0.0  # of the last one
    unanswered: int = 0  # requests whose answer never came


def a_photo(chance: random.Random) -> bytes:
    """Some 90 kB of 1600 by 1200, unlike any other."""
    colours = Image.frombytes("RGB", (12, 9), chance.randbytes(12 * 9 * 3))
    out = io.BytesIO()
    colours.resize((1600, 1200), Image.Resampling.BICUBIC).save(out, "JPEG", quality=80)
    return out.getvalue() + os.urandom(16)


class Phone:
    """Twenty cases and their photos, sent until every item is done."""

    def __init__(self, client: httpx.AsyncClient, token: str, elders: list[UUID], seed: int, log: Log) -> None:
        self._client, self._chance, self._log = client, random.Random(seed), log
        self._headers = {"Authorization": f"Bearer {token}"}
        self._items: dict[str, dict[str, Any]] = {}
        self._files: dict[str, bytes] = {}
        self._acknowledged: set[str] = set()
        for elder in elders:
            self._work_offline(elder)

    async def send_everything(self) -> None:
        """Until every item is done; AssertionError where one is refused, or nothing moves any more."""
        begun, open_ones = time.perf_counter(), list(self._items)
        while open_ones:
            assert time.perf_counter() - begun < _GIVES_UP, f"{len(open_ones)} items are still open"
            self._chance.shuffle(open_ones)
            wanted = await self._sync(open_ones)
            files = [digest for digest in self._files if digest in wanted or digest not in self._acknowledged]
            files += [digest for digest in files if self._chance.random() < _REPEATED]
            self._chance.shuffle(files)
            for digest in files:
                await self._upload(digest)
            open_ones = [each for each in open_ones if each in self._items]
            if not files and open_ones:
                await asyncio.sleep(_AGAIN)

    def _work_offline(self, elder: UUID) -> None:
        start = self._note("start", programme="old_age_allowance", resident_id=str(elder))
        photos = []
        for shows in PAPERS:
            content = a_photo(self._chance)
            digest = hashlib.sha256(content).hexdigest()
            self._files[digest] = content
            photos.append(self._note("photo", resident_id=str(elder), shows=shows, case=start, sha256=digest))
        mandate = self._note(
            "mandate", case=start, photo=photos[-1], relation="村干部", scope="申请高龄津贴",
            expires_on=(datetime.now(UTC) + timedelta(days=300)).date().isoformat(),
        )  # fmt: skip
        self._note("submit", case=start, needs=[*photos, mandate])

    def _note(self, kind: str, **what: object) -> str:
        item_id = str(uuid4())
        captured_at = datetime.now(UTC) - timedelta(hours=self._chance.uniform(1, 9))
        self._items[item_id] = {"id": item_id, "captured_at": captured_at.isoformat(), "what": {"kind": kind, **what}}
        return item_id

    async def _sync(self, item_ids: list[str]) -> set[str]:
        """Send the items, some twice; forget those done; the digests of files that are waited for."""
        sent = item_ids + [each for each in item_ids if self._chance.random() < _REPEATED]
        self._chance.shuffle(sent)
        wanted: set[str] = set()
        for first in range(0, len(sent), _BATCH):
            items = [self._items[each] for each in sent[first : first + _BATCH] if each in self._items]
            if not items:
                continue
            body = {"phone_time": datetime.now(UTC).isoformat(), "items": items}
            answer = await self._ask("POST", "/v1/field/sync", json=body)
            for outcome in answer["outcomes"]:
                assert outcome["outcome"] != "refused", outcome
                if outcome["outcome"] in ("done", "already_done"):
                    self._items.pop(outcome["id"], None)
                wanted |= {each[5:] for each in outcome["waits_for"] if each.startswith("file:")}
        return wanted

    async def _upload(self, digest: str) -> None:
        content, upload_id = self._files[digest], str(uuid4())
        await self._ask(
            "POST", "/v1/field/uploads", json={"upload_id": upload_id, "sha256": digest, "bytes": len(content)}
        )
        half = len(content) // 2
        broken = self._chance.random() < _BROKEN
        for offset, part in ((0, content[:half]), (half, content[half:])):
            if broken and offset:  # half of it is lost on the way; the phone asks where it stands and goes on
                spoiled = await self._put(upload_id, offset, part[: len(part) // 2], hashlib.sha256(part).hexdigest())
                assert spoiled.json()["code"] == "evidence.ChunkSpoiled", spoiled.text
                shown = await self._ask("GET", f"/v1/field/uploads/{upload_id}")
                assert shown["arrived"] == half
            begun = time.perf_counter()
            answer = await self._put(upload_id, offset, part, hashlib.sha256(part).hexdigest())
            assert answer.status_code == 200, answer.text
        assert answer.json()["whole"], answer.text
        now = time.perf_counter()
        self._log.upload_seconds.append(now - begun)
        if digest not in self._acknowledged:
            self._acknowledged.add(digest)
            self._log.acknowledged += 1
            self._log.bytes += len(content)
            self._log.acknowledged_at = now

    async def _put(self, upload_id: str, offset: int, part: bytes, digest: str) -> httpx.Response:
        headers = {**self._headers, "Upload-Offset": str(offset), "Chunk-SHA256": digest}
        return await self._send("PUT", f"/v1/field/uploads/{upload_id}", content=part, headers=headers)

    async def _ask(self, method: str, path: str, **given: Any) -> Any:
        answer = await self._send(method, path, headers=self._headers, **given)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def _send(self, method: str, path: str, **given: Any) -> httpx.Response:
        """Once more where the connection broke off before the answer: a phone cannot know whether it was heard."""
        while True:
            try:
                return await self._client.request(method, path, **given)
            except httpx.TransportError:
                self._log.unanswered += 1
                await asyncio.sleep(_AGAIN)
