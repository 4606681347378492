"""Proving a phone by a code that outreach texts to it."""

import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from backend import clock, database, journal, sealing
from backend.identifiers import new_id
from backend.privacy import masked_phone
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
    return await _request(county, phone, journal.Signature(journal.By.RESIDENT, account), account=account)


async def request_officers_code(officer_id: UUID, county: str, phone: str) -> UUID:
    """The same for an officer's work phone; refuses likewise."""
    return await _request(county, phone, journal.Signature(journal.By.OFFICER, officer_id), officer=officer_id)


async def verify_phone_code(account: UUID, phone: str, code: str) -> str:
    """The proved number. A wrong try is counted even though it is refused; WrongPhoneCode says no more than that."""
    return await _verify(await _newest(account_id=account, phone_index=phone_index(normalise_phone(phone))), code)


async def verify_officers_code(officer_id: UUID, code: str) -> str:
    """The number to which the officer's newest code went; refuses as `verify_phone_code`."""
    return await _verify(await _newest(officer_id=officer_id), code)


async def officers_code_sent_to(officer_id: UUID) -> str | None:
    """The number to which a code is on its way, masked; None where none is good any more."""
    pending = await _newest(officer_id=officer_id)
    return masked_phone(pending.phone) if pending is not None and pending.tries_left > 0 else None


async def _request(
    county: str, phone: str, by: journal.Signature, *, account: UUID | None = None, officer: UUID | None = None
) -> UUID:
    number = normalise_phone(phone)
    index = phone_index(number)
    code = f"{secrets.randbelow(1_000_000):06d}"
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock(hashtext($1))", index.hex())
        recent = await PhoneCode.exists(phone_index=index, expires_at__gt=clock.now() + _GOOD_FOR - _PAUSE)
        if recent:
            raise CodeJustSent
        written = await PhoneCode.create(
            id=new_id(), county=county, phone_sealed=sealing.seal(number, PHONE), phone_index=index,
            code_sealed=sealing.seal(code, CODE), tries_left=_TRIES, expires_at=clock.now() + _GOOD_FOR,
            account_id=account, officer_id=officer,
        )  # fmt: skip
        await journal.record(journal.Line(journal.Deed.PHONE_CODE_REQUESTED, county, "phone_code", written.id), by=by)
    return written.id


async def _newest(**whose: object) -> PhoneCode | None:
    return await PhoneCode.filter(used_at=None, expires_at__gt=clock.now(), **whose).order_by("-id").first()


async def _verify(pending: PhoneCode | None, code: str) -> str:
    if pending is None:
        raise WrongPhoneCode
    if not hmac.compare_digest(pending.code.encode(), code.strip().encode()):
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
    await revive_number(pending.county, bytes(pending.phone_index))  # whoever read the code is reached there
    return pending.phone


async def forget_phone_codes(before: datetime) -> int:
    """Delete codes that ended before that moment, used or not; how many."""
    return await PhoneCode.filter(expires_at__lt=before).delete()
