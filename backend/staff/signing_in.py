"""Signing in to the console: a password, then a code that is good once."""

import asyncio
from base64 import b64encode
from datetime import timedelta
from secrets import token_bytes
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from backend import clock, database, journal
from backend.refusals import NotSignedIn
from backend.staff.officer import Officer

_HASHER = PasswordHasher()  # argon2id with the library's present defaults (RFC 9106, low-memory profile)
_FAILURES_ALLOWED = 5
_LOCKED_FOR = timedelta(minutes=15)
_STEP = 30  # seconds a code is good for (RFC 6238)


class SignInRefused(NotSignedIn):
    """Name, password or code is wrong, or the account is locked for a while. Which one stays unsaid."""

    sentence = "用户名、密码或动态码不对。连续输错5次将锁定15分钟。"


def _nobodys_hash() -> str:
    """A hash of no password, checked when the name is unknown, so that time tells nothing.

    Written and not computed: that would cost every process 0.25 s of its start, also those that sign nobody in.
    """
    lengths = _HASHER.salt_len, _HASHER.hash_len
    salt, digest = (b64encode(token_bytes(length)).decode().rstrip("=") for length in lengths)
    costs = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"


_NOBODYS_HASH = _nobodys_hash()


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _HASHER.hash(password)


def new_totp_secret() -> str:
    """A fresh second-factor secret in base32."""
    return pyotp.random_base32()


async def sign_in(username: str, password: str, code: str) -> Officer:
    """The officer of this name, password and present code; SignInRefused otherwise. A code works once."""
    officer = await Officer.get_or_none(username=username.strip())
    password_right = await asyncio.to_thread(_verify, officer.password_hash if officer else _NOBODYS_HASH, password)
    if officer is None or officer.left_on is not None:
        raise SignInRefused
    if officer.locked_until is not None and officer.locked_until > clock.now():
        raise SignInRefused
    step = _matching_step(officer.totp_secret, code) if password_right else None
    if step is None or not await _use_step(officer.id, step):
        await _count_failure(officer)
        raise SignInRefused
    return officer


def _verify(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _matching_step(secret: str, code: str) -> int | None:
    """The 30-second step whose code this is, one step of clock difference forgiven either way."""
    present = int(clock.real_now().timestamp()) // _STEP
    totp = pyotp.TOTP(secret)
    for step in (present, present - 1, present + 1):
        if pyotp.utils.strings_equal(totp.at(step * _STEP), code.strip()):
            return step
    return None


async def _use_step(officer_id: UUID, step: int) -> bool:
    async with database.transaction():
        used = await database.row(
            """UPDATE officer SET totp_used_step = $2, failures = 0, locked_until = NULL
               WHERE id = $1 AND totp_used_step < $2 RETURNING county""",
            officer_id,
            step,
        )
        if used is None:
            return False
        await journal.record(
            journal.Line(journal.Deed.OFFICER_SIGNED_IN, used["county"], "officer", officer_id),
            by=journal.Signature(journal.By.OFFICER, officer_id),
        )
    return True


async def _count_failure(officer: Officer) -> None:
    async with database.transaction():
        counted = await database.rows(
            "UPDATE officer SET failures = failures + 1 WHERE id = $1 RETURNING failures", officer.id
        )
        if counted[0]["failures"] >= _FAILURES_ALLOWED:
            await database.execute(
                "UPDATE officer SET failures = 0, locked_until = $2 WHERE id = $1",
                officer.id,
                clock.now() + _LOCKED_FOR,
            )
            await journal.record(
                journal.Line(journal.Deed.OFFICER_LOCKED, officer.county, "officer", officer.id),
                by=journal.Signature(journal.By.CLOCK),
            )
