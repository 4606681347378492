"""This process's connections to Redis, which holds only what may vanish: sessions, limits, answers to repeat."""

import redis.asyncio as redis

from miniprogram_api.settings import settings

_PATIENCE = 2.0  # seconds to connect, to answer, and to wait for a free connection
_store: redis.Redis | None = None


def open_store() -> None:
    """Make the pool; connections open as they are needed, so that the door starts without Redis."""
    global _store
    pool = redis.BlockingConnectionPool.from_url(
        settings().redis_url,
        max_connections=settings().redis_pool_max,
        timeout=_PATIENCE,
        socket_timeout=_PATIENCE,
        socket_connect_timeout=_PATIENCE,
    )
    _store = redis.Redis.from_pool(pool)


async def close_store() -> None:
    """Give the connections back."""
    global _store
    if _store is not None:
        await _store.aclose()
        _store = None


def store() -> redis.Redis:
    """The pool; only between `open_store` and `close_store`."""
    if _store is None:
        raise RuntimeError("the store is opened when the application starts")
    return _store


async def store_is_up() -> bool:
    """Whether Redis answers."""
    try:
        return bool(await store().ping())
    except (redis.RedisError, OSError):
        return False
