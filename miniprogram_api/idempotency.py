"""A request that creates something may be sent again after a lost answer: same key, same answer, one creation."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import structlog
from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from redis.exceptions import RedisError

from backend.refusals import NotNow
from miniprogram_api.store import store

_KEPT = 86_400  # seconds that an answer can be repeated
_RUNNING = 60  # seconds after which an unfinished request may be tried anew; the domain's constraints still hold

log = structlog.get_logger()


class KeyReused(NotNow):
    """The same key came with other content."""

    sentence = "这个请求编号已经用在别的内容上，请返回上一页重新提交。"


class StillRunning(NotNow):
    """The first request with this key has not been answered yet."""

    sentence = "正在办理，请稍等几秒再看结果，不用重复提交。"


class Once:
    """Runs a deed once for a key of one account."""

    def __init__(self, request: Request, key: str) -> None:
        self._request, self._key = request, key

    async def __call__(self, whose: str, deed: Callable[[], Awaitable[BaseModel]], *, status: int = 201) -> Response:
        """The deed's answer, or the one it gave before. Refuses with KeyReused, StillRunning, or as the deed does."""
        name = f"once:{whose}:{hashlib.sha256(self._key.encode()).hexdigest()}"
        digest = await self._digest()
        if not await store().set(name, json.dumps({"digest": digest}), nx=True, ex=_RUNNING):
            return await _repeat(name, digest)
        try:
            body = (await deed()).model_dump_json()
        except BaseException:
            await _forget(name)
            raise
        await _keep(name, {"digest": digest, "status": status, "body": body})
        return Response(body, status, media_type="application/json")

    async def _digest(self) -> str:
        request = self._request
        content = hashlib.sha256(f"{request.method} {request.url.path}\n".encode())
        content.update(await request.body())
        return content.hexdigest()


def _once(
    request: Request,
    key: Annotated[
        str,
        Header(
            alias="Idempotency-Key", min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$",
            description="客户端生成的请求编号；没收到回复时，用同一编号原样再发一次",
        ),
    ],
) -> Once:  # fmt: skip
    return Once(request, key)


OnlyOnce = Annotated[Once, Depends(_once)]


async def _repeat(name: str, digest: str) -> Response:
    kept = await store().get(name)
    first: dict[str, Any] = json.loads(kept) if kept else {"digest": digest}
    if first["digest"] != digest:
        raise KeyReused
    if "body" not in first:
        raise StillRunning
    return Response(first["body"], first["status"], media_type="application/json")


async def _keep(name: str, answer: dict[str, Any]) -> None:
    """The deed is done: that its answer cannot be kept must not make it look undone."""
    try:
        await store().set(name, json.dumps(answer), ex=_KEPT)
    except (RedisError, OSError):
        log.warning("an answer could not be kept for repetition")


async def _forget(name: str) -> None:
    try:
        await store().delete(name)
    except (RedisError, OSError):
        log.warning("a claimed request number could not be given free")
