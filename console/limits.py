"""How often one address may try to sign in, and one officer have a code texted: counted in Redis, so that no officer's
lock is needed to stop a machine."""

import time
from uuid import UUID

from fastapi import Request

from backend.refusals import TooOften
from console.sessions import Sessions
from console.settings import settings

_WINDOW = 60  # seconds
_CODES_AN_HOUR = 5  # as many as the provider takes for one number (help.aliyun.com document 44335)
_HOUR = 3600


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


class TooManyCodes(TooOften):
    """An officer had codes sent to one number after the other; `details["retry_after"]` is in seconds."""

    sentence = "验证码发得太频繁，请过一个小时再试。"


async def count_phone_code(request: Request, officer_id: UUID) -> None:
    """Count one code that this officer has texted, to whatever number."""
    sessions: Sessions = request.app.state.sessions
    now = time.time()
    window = int(now // _HOUR)
    if await sessions.count(f"console:phone-code:{window}:{officer_id}", within=_HOUR) > _CODES_AN_HOUR:
        raise TooManyCodes(retry_after=int((window + 1) * _HOUR - now) + 1)
