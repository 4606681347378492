"""How often one address may try to sign in: counted in Redis, so that no officer's lock is needed to stop a machine."""

import time

from fastapi import Request

from backend.refusals import TooOften
from console.sessions import Sessions
from console.settings import settings

_WINDOW = 60  # seconds


class TooManySignIns(TooOften):
    """Over the limit of this address; `details["retry_after"]` is in seconds."""

    sentence = "登录尝试太频繁，请等一分钟再试。"


async def count_sign_in(request: Request) -> None:
    """Count one try of the client's address, which uvicorn takes from a proxy that it was told to trust."""
    sessions: Sessions = request.app.state.sessions
    most = settings().console_sign_ins_a_minute
    address = request.client.host if request.client else "unknown"
    now = time.time()
    window = int(now // _WINDOW)
    tries = await sessions.count(f"console:sign-in:{window}:{address}", within=_WINDOW)
    if most and tries > most:
        raise TooManySignIns(retry_after=int((window + 1) * _WINDOW - now) + 1)
