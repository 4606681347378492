"""Acting as an officer from the command line: the same name, password, second factor and lock as at the console."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from backend import staff
from backend.payouts import Told
from backend.settings import settings
from backend.staff import Officer
from xiangyin.connecting import connected
from xiangyin.refusal import CommandRefused

_Done = TypeVar("_Done")


@dataclass(frozen=True)
class Credentials:
    """What somebody typed, or a program handed over; never in an argument, which every process could read."""

    username: str
    password: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True)
class Acting:
    """Who does it, and who hears how many rows are done of how many."""

    officer: Officer
    told: Told


def as_officer(username: str, descriptor: int | None, what: str, deed: Callable[[Acting], Awaitable[_Done]]) -> _Done:
    """Sign in and do it; CommandRefused where the credentials are wrong, or the deed is refused."""
    credentials = credentials_of(username, descriptor)

    async def done() -> _Done:
        officer = await act_as(credentials)
        with _progress(what) as told:
            return await deed(Acting(officer, told))

    return connected(done)


def credentials_of(username: str, descriptor: int | None) -> Credentials:
    """Asked for at the keyboard; with `descriptor`, its first line is the password and its second the present code."""
    if descriptor is not None:
        try:
            with os.fdopen(descriptor, encoding="utf-8") as handed:
                password, code = handed.read().splitlines()[:2]
        except (OSError, ValueError):
            raise CommandRefused(f"Descriptor {descriptor} does not hold two lines: password, code.") from None
        return Credentials(username, password, code)
    if not sys.stdin.isatty():
        raise CommandRefused("Nobody is at the keyboard: hand password and code over with --credentials-fd.")
    return Credentials(username, getpass.getpass(f"Password of {username}: "), input("Six digits: "))


async def act_as(credentials: Credentials) -> Officer:
    """The officer of this county; refuses with staff.SignInRefused, and counts a failure as the console does."""
    officer = await staff.sign_in(credentials.username, credentials.password, credentials.code)
    if officer.county != settings().county:
        raise staff.SignInRefused
    return officer


@contextmanager
def _progress(what: str) -> Iterator[Told]:
    """Rows done of rows, on the error output so that what is printed can be piped on."""
    with Progress(
        TextColumn(f"  {what}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), transient=True,
        console=Console(stderr=True),
    ) as progress:  # fmt: skip
        task = progress.add_task("rows", total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
