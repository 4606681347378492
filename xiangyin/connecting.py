"""One question or deed on the county's database from the command line; a refusal becomes the command's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from backend import database
from backend.refusals import Refusal
from xiangyin.refusal import CommandRefused

_Answer = TypeVar("_Answer")


def connected(ask: Callable[[], Awaitable[_Answer]]) -> _Answer:
    """The answer of `ask`, given a connected process; CommandRefused with every reason where it is refused."""

    async def answered() -> _Answer:
        await database.connect(pool_max=2)
        try:
            return await ask()
        finally:
            await database.close()

    try:
        return asyncio.run(answered())
    except Refusal as no:
        raise CommandRefused("\n".join([no.shown, *no.details.get("reasons", [])])) from no
