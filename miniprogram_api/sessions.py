"""Sessions: an opaque token in the client's hand, its SHA-256 in Redis. Who can read Redis cannot sign in with it."""

import hashlib
import re
import secrets
from collections.abc import Sequence
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


async def accounts_behind(tokens: Sequence[str]) -> list[UUID | None]:
    """Whose sessions they are, in their order; looking at one prolongs it."""
    async with store().pipeline(transaction=False) as batch:
        for token in tokens:
            batch.getex(_key(token), ex=_life())
        found = await batch.execute()
    return [UUID(str(account, "ascii")) if isinstance(account, bytes) else None for account in found]


def may_be_token(text: str) -> bool:
    """Whether it looks like one of ours; what does not is not looked up."""
    return bool(_TOKEN.match(text))


async def end_session(token: str) -> None:
    """Sign out."""
    await store().delete(_key(token))


def _life() -> int:
    return settings().session_days * _DAY


def _key(token: str) -> str:
    return "session:" + hashlib.sha256(token.encode()).hexdigest()
