"""A cadre's phone after a day without a signal, on a network that repeats, shuffles and breaks."""

import asyncio
import hashlib
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.load.line import Answer, BrokenOff, Line
from tests.load.mosaic import a_photo

PAPERS = ("identity_card", "household_booklet", "portrait", "home_visit", "mandate")
_REPEATED, _BROKEN = 0.10, 0.05  # of all sendings, of all uploads
_BATCH = 60  # items: what goes through before such a network breaks off
_AGAIN, _AGAIN_AT_MOST = 3.0, 60.0  # seconds until a phone asks again, twice as long each time
_GIVES_UP = 6 * 3600.0  # seconds: something is broken, not slow


@dataclass
class Log:
    """What all phones together saw; `acknowledged_at` is when the last file was, by `time.perf_counter`."""

    upload_seconds: list[float] = field(default_factory=list)  # of each file's last part
    sync_seconds: list[float] = field(default_factory=list)
    acknowledged: int = 0
    bytes: int = 0
    acknowledged_at: float = 0.0
    unanswered: int = 0  # requests whose answer never came
    put_off: Counter[str] = field(default_factory=Counter)  # requests that were told to come again, by code


class Phone:
    """Twenty cases and their photos, sent until every item is done."""

    def __init__(self, port: int, token: str, elders: list[UUID], seed: int, log: Log) -> None:
        self._line, self._chance, self._log = Line(port, token), random.Random(seed), log
        self._items: dict[str, dict[str, Any]] = {}
        self._files: dict[str, int] = {}  # the seed of each by its digest: what can be made again is not kept
        self._acknowledged: set[str] = set()
        for elder in elders:
            self._work_offline(elder)

    async def send_everything(self) -> None:
        """Until every item is done; AssertionError where one is refused, or nothing moves any more."""
        begun, patience = time.perf_counter(), _AGAIN
        sendings: list[list[str] | str] = [*self._batches(list(self._items)), *self._with_repeats(list(self._files))]
        self._chance.shuffle(sendings)
        for sending in sendings:
            await (self._upload(sending) if isinstance(sending, str) else self._sync(sending))
        while self._items:
            assert time.perf_counter() - begun < _GIVES_UP, f"{len(self._items)} items are still open"
            await asyncio.sleep(patience * self._chance.uniform(0.8, 1.2))
            patience = min(2 * patience, _AGAIN_AT_MOST)
            waiting = {each["id"]: each for each in (await self._ask("GET", "/v1/field/waiting"))["items"]}
            for batch in self._batches([each for each in self._items if each not in waiting]):
                await self._sync(batch)
            tokens = {token for each in waiting.values() for token in each["waits_for"]}
            for digest in [each for each in self._files if f"file:{each}" in tokens]:
                await self._upload(digest)
        self._line.close()

    def _work_offline(self, elder: UUID) -> None:
        start = self._note("start", programme="old_age_allowance", resident_id=str(elder))
        photos = []
        for shows in PAPERS:
            seed = self._chance.getrandbits(62)
            digest = hashlib.sha256(a_photo(seed)).hexdigest()
            self._files[digest] = seed
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

    def _with_repeats(self, sendings: list[str]) -> list[str]:
        return sendings + [each for each in sendings if self._chance.random() < _REPEATED]

    def _batches(self, item_ids: list[str]) -> list[list[str]]:
        sent = self._with_repeats(item_ids)
        self._chance.shuffle(sent)
        return [sent[first : first + _BATCH] for first in range(0, len(sent), _BATCH)]

    async def _sync(self, item_ids: list[str]) -> None:
        """Forget those done."""
        items = [self._items[each] for each in item_ids if each in self._items]
        if not items:
            return
        begun = time.perf_counter()
        body = {"phone_time": datetime.now(UTC).isoformat(), "items": items}
        answer = await self._ask("POST", "/v1/field/sync", body)
        self._log.sync_seconds.append(time.perf_counter() - begun)
        for outcome in answer["outcomes"]:
            assert outcome["outcome"] != "refused", outcome
            if outcome["outcome"] in ("done", "already_done"):
                self._items.pop(outcome["id"], None)

    async def _upload(self, digest: str) -> None:
        content, upload_id = a_photo(self._files[digest]), str(uuid4())
        asked = {"upload_id": upload_id, "sha256": digest, "bytes": len(content)}
        await self._ask("POST", "/v1/field/uploads", asked)
        half = len(content) // 2
        broken = self._chance.random() < _BROKEN
        for offset, part in ((0, content[:half]), (half, content[half:])):
            if broken and offset:  # half of it is lost on the way; the phone asks where it stands and goes on
                spoiled = await self._put(upload_id, offset, part[: len(part) // 2], hashlib.sha256(part).hexdigest())
                assert spoiled.json()["code"] == "evidence.ChunkSpoiled", spoiled.body
                shown = await self._ask("GET", f"/v1/field/uploads/{upload_id}")
                assert shown["arrived"] == half
            begun = time.perf_counter()
            answer = await self._put(upload_id, offset, part, hashlib.sha256(part).hexdigest())
            assert answer.status == 200, answer.body
        assert answer.json()["whole"], answer.body
        now = time.perf_counter()
        self._log.upload_seconds.append(now - begun)
        if digest not in self._acknowledged:
            self._acknowledged.add(digest)
            self._log.acknowledged += 1
            self._log.bytes += len(content)
            self._log.acknowledged_at = now

    async def _put(self, upload_id: str, offset: int, part: bytes, digest: str) -> Answer:
        headers = {"Upload-Offset": str(offset), "Chunk-SHA256": digest}
        return await self._send("PUT", f"/v1/field/uploads/{upload_id}", part, headers)

    async def _ask(self, method: str, path: str, given: object = None) -> Any:
        body = json.dumps(given).encode() if given is not None else b""
        answer = await self._send(method, path, body, {"Content-Type": "application/json"})
        assert answer.status < 300, answer.body
        return answer.json()

    async def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Once more where it was put off, and where the connection broke off before the answer: a phone cannot know
        whether it was heard."""
        while True:
            try:
                answer = await self._line.ask(method, path, body, headers)
            except BrokenOff:
                self._log.unanswered += 1
                await asyncio.sleep(_AGAIN)
                continue
            if answer.status != 503:
                return answer
            self._log.put_off[answer.json()["code"]] += 1
            await asyncio.sleep(float(answer.headers["retry-after"]) * self._chance.uniform(1.0, 1.5))
