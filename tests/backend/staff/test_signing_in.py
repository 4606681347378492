"""Staff sign in with a password and a code that is good once; five wrong tries lock for a quarter of an hour."""

import asyncio

import pyotp
import pytest
from argon2 import extract_parameters

from backend import clock, journal
from backend.staff import Officer, SignInRefused, hash_password, sign_in
from backend.staff.signing_in import _NOBODYS_HASH, _verify
from tests.people import PASSWORD, an_officer


def code_of(officer: Officer) -> str:
    return pyotp.TOTP(officer.totp_secret).at(int(clock.real_now().timestamp()))


async def test_the_right_password_and_code_sign_in(empty_database: str) -> None:
    officer = await an_officer()
    assert (await sign_in(officer.username, PASSWORD, code_of(officer))).id == officer.id
    assert await journal.Entry.filter(deed=journal.Deed.OFFICER_SIGNED_IN.value).count() == 1


def test_an_unknown_name_costs_as_much_as_a_wrong_password_and_has_no_right_one() -> None:
    assert extract_parameters(_NOBODYS_HASH) == extract_parameters(hash_password(PASSWORD))
    assert not _verify(_NOBODYS_HASH, PASSWORD)


@pytest.mark.parametrize(("password", "code"), [("wrong", None), (PASSWORD, "000000"), (PASSWORD, "")])
async def test_anything_wrong_is_refused_in_the_same_words(
    empty_database: str, password: str, code: str | None
) -> None:
    officer = await an_officer()
    with pytest.raises(SignInRefused) as refused:
        await sign_in(officer.username, password, code_of(officer) if code is None else code)
    with pytest.raises(SignInRefused) as unknown:
        await sign_in("nobody", PASSWORD, "123456")
    assert refused.value.shown == unknown.value.shown


async def test_one_code_used_by_two_at_once_signs_in_one(empty_database: str) -> None:
    officer = await an_officer()
    code = code_of(officer)
    outcomes = await asyncio.gather(
        *(sign_in(officer.username, PASSWORD, code) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(outcome, Officer) for outcome in outcomes) == 1


async def test_five_failures_lock_and_a_quarter_of_an_hour_unlocks(empty_database: str, at: object) -> None:
    officer = await an_officer()
    at("2026-03-02 09:00")
    for _ in range(5):
        with pytest.raises(SignInRefused):
            await sign_in(officer.username, "wrong", "000000")
    with pytest.raises(SignInRefused):
        await sign_in(officer.username, PASSWORD, code_of(officer))
    at("2026-03-02 09:16")
    assert (await sign_in(officer.username, PASSWORD, code_of(officer))).id == officer.id


async def test_a_moved_county_clock_locks_nobody_out(empty_database: str, at: object) -> None:
    """The demo's time goes to and fro; the authenticator in the pocket does not."""
    officer = await an_officer()
    at("2027-01-04 09:00")
    assert (await sign_in(officer.username, PASSWORD, code_of(officer))).id == officer.id
