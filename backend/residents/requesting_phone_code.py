"""Proving a phone by a code that outreach texts to it."""

import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from backend import clock, database, journal, sealing
from backend.identifiers import new_id
from backend.refusals import NotAcceptable, TooOften
from backend.residents.contact import PHONE
from backend.residents.dead_number import revive_number
from backend.residents.phone_code import CODE, PhoneCode
from backend.residents.phone_numbers import normalise_phone, phone_index

_GOOD_FOR = timedelta(minutes=10)
_TRIES = 5
_PAUSE = timedelta(minutes=1)  # the provider itself takes one code a minute for a number


class WrongPhoneCode(NotAcceptable):
    """Not the code that was sent, too old, or tried too often."""

    sentence = "验证码不对或已过期，请重新获取后再输入。"


class CodeJustSent(TooOften):
    """A code is on its way."""

    sentence = "验证码刚刚发出，请等一分钟再试。"


async def request_phone_code(account: UUID, county: str, phone: str) -> UUID:
    """Have a code texted to `phone`; the code's id. Refuses BadPhone, CodeJustSent."""
    number = normalise_phone(phone)
    index = phone_index(number)
    code = f"{secrets.randbelow(1_000_000):06d}"
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock(hashtext($1))", index.hex())
        recent = await PhoneCode.exists(phone_index=index, expires_at__gt=clock.now() + _GOOD_FOR - _PAUSE)
        if recent:
            raise CodeJustSent
        written = await PhoneCode.create(
            id=new_id(), county=county, account_id=account, phone_sealed=sealing.seal(number, PHONE), phone_index=index,
            code_sealed=sealing.seal(code, CODE), tries_left=_TRIES, expires_at=clock.now() + _GOOD_FOR,
        )  # fmt: skip
        await journal.record(
            journal.Line(journal.Deed.PHONE_CODE_REQUESTED, county, "phone_code", written.id),
            by=journal.Signature(journal.By.RESIDENT, account),
        )
    return written.id


async def verify_phone_code(account: UUID, phone: str, code: str) -> str:
    """The proved number. A wrong try is counted even though it is refused; WrongPhoneCode says no more than that."""
    number = normalise_phone(phone)
    pending = (
        await PhoneCode.filter(
            account_id=account, phone_index=phone_index(number), used_at=None, expires_at__gt=clock.now()
        )
        .order_by("-id")
        .first()
    )
    if pending is None:
        raise WrongPhoneCode
    if not hmac.compare_digest(pending.code, code.strip()):
        await database.execute(
            "UPDATE phone_code SET tries_left = tries_left - 1 WHERE id = $1 AND tries_left > 0", pending.id
        )
        raise WrongPhoneCode
    used = await database.execute(
        "UPDATE phone_code SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND tries_left > 0",
        pending.id,
        clock.now(),
    )
    if not used:
        raise WrongPhoneCode
    await revive_number(pending.county, phone_index(number))  # whoever read the code is reached there
    return number


async def forget_phone_codes(before: datetime) -> int:
    """Delete codes that ended before that moment, used or not; how many."""
    return await PhoneCode.filter(expires_at__lt=before).delete()
