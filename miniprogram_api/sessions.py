"""Sessions: an opaque token in the client's hand, its SHA-256 in Redis. Who can read Redis cannot sign in with it."""

import hashlib
import re
import secrets
from uuid import UUID

from miniprogram_api.settings import settings
from miniprogram_api.store import store

_TOKEN_BYTES = 32
_TOKEN = re.compile(r"^[A-Za-z0-9_-]{43}$")  # 32 bytes as url-safe base64
_DAY = 86_400  # seconds


async def open_session(account_id: UUID) -> str:
    """A new token for an account that WeChat has just vouched for."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await store().set(_key(token), account_id.hex, ex=_life())
    return token


async def account_behind(token: str) -> UUID | None:
    """Whose session it is; looking at it prolongs it."""
    if not _TOKEN.match(token):
        return None
    found = await store().getex(_key(token), ex=_life())
    return UUID(str(found, "ascii")) if isinstance(found, bytes) else None


async def end_session(token: str) -> None:
    """Sign out."""
    await store().delete(_key(token))


def _life() -> int:
    return settings().session_days * _DAY


def _key(token: str) -> str:
    return "session:" + hashlib.sha256(token.encode()).hexdigest()
