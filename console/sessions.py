"""Who is signed in: an opaque token in a cookie, its meaning in Redis, gone when nobody clicks."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from uuid import UUID

import redis.asyncio as redis
from redis.exceptions import RedisError

from backend.refusals import NotAvailable
from console.settings import settings

COOKIE = "xiangyin_console"


class SessionsDown(NotAvailable):
    """Redis does not answer, so nobody can be recognised."""


@dataclass(frozen=True)
class Session:
    """One sign-in; `csrf` must come back with every form."""

    token: str
    officer_id: UUID
    csrf: str


class Sessions:
    """Sign-ins kept in Redis under the token's hash: who reads Redis cannot sign in with what is there."""

    def __init__(self, url: str) -> None:
        # Without limits redis-py waits 5 s and raises when its pool is full; here a click waits, and not for long.
        pool = redis.BlockingConnectionPool.from_url(
            url, max_connections=20, timeout=3, socket_timeout=3, socket_connect_timeout=3
        )
        self._store: redis.Redis = redis.Redis(connection_pool=pool)
        self._seconds = settings().console_idle_minutes * 60

    async def open(self, officer_id: UUID) -> Session:
        """A fresh session, so that a token known before the sign-in is worth nothing after it."""
        session = Session(secrets.token_urlsafe(32), officer_id, secrets.token_urlsafe(24))
        value = json.dumps({"officer": str(officer_id), "csrf": session.csrf})
        try:
            await self._store.set(_key(session.token), value, ex=self._seconds)
        except RedisError as down:
            raise SessionsDown from down
        return session

    async def find(self, token: str) -> Session | None:
        """The session, its time begun anew; None when it is over."""
        try:
            value = await self._store.getex(_key(token), ex=self._seconds)
        except RedisError as down:
            raise SessionsDown from down
        if value is None:
            return None
        known = json.loads(value)
        return Session(token, UUID(known["officer"]), known["csrf"])

    async def end(self, token: str) -> None:
        """Sign out."""
        try:
            await self._store.delete(_key(token))
        except RedisError as down:
            raise SessionsDown from down

    async def count(self, key: str, *, within: int) -> int:
        """How often `key` was counted in these `within` seconds, this time included."""
        try:
            async with self._store.pipeline(transaction=True) as batch:
                batch.incr(key)
                batch.expire(key, within)
                counted, _ = await batch.execute()
        except RedisError as down:
            raise SessionsDown from down
        return int(counted)

    async def is_up(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(await self._store.ping())
        except RedisError:
            return False

    async def close(self) -> None:
        """Give the connections back."""
        await self._store.aclose()


def _key(token: str) -> str:
    return "console:session:" + hashlib.sha256(token.encode()).hexdigest()
