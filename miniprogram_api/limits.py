"""How often one may ask: counters in Redis by account or address, in windows of fixed length."""

import time
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request

from backend.refusals import TooOften
from miniprogram_api.settings import Settings, settings
from miniprogram_api.store import store


class TooManyRequests(TooOften):
    """Over the limit; `details["retry_after"]` is in seconds."""

    sentence = "操作太频繁，请过一会儿再试。"


@dataclass(frozen=True)
class Limit:
    """So many requests within so many seconds; the number is the setting of that name."""

    setting: str
    within: int  #: seconds

    async def count(self, whose: str) -> None:
        """Count one request of `whose`; TooManyRequests above the limit."""
        most = int(getattr(settings(), self.setting))
        if not most:
            return
        now = time.time()
        window = int(now // self.within)
        key = f"limit:{self.setting}:{window}:{whose}"
        async with store().pipeline(transaction=False) as batch:
            batch.incr(key)
            batch.expire(key, self.within)
            counted, _ = await batch.execute()
        if int(counted) > most:
            raise TooManyRequests(retry_after=int((window + 1) * self.within - now) + 1)

    async def count_account(self, account_id: UUID) -> None:
        """Count by account."""
        await self.count(account_id.hex)

    async def count_address(self, request: Request) -> None:
        """Count by the client's address, which uvicorn takes from a proxy that it was told to trust."""
        await self.count(request.client.host if request.client else "unknown")


SIGN_INS = Limit("limit_sign_ins_a_minute", 60)
CHECKS = Limit("limit_checks_a_minute", 60)
PHONE_CODES = Limit("limit_phone_codes_an_hour", 3600)
BINDINGS = Limit("limit_bindings_a_day", 86_400)
WRITES = Limit("limit_writes_a_minute", 60)
PHOTOS = Limit("limit_photos_an_hour", 3600)
LINKS = Limit("limit_links_a_minute", 60)

for _limit in (SIGN_INS, CHECKS, PHONE_CODES, BINDINGS, WRITES, PHOTOS, LINKS):
    assert _limit.setting in Settings.model_fields, _limit.setting
