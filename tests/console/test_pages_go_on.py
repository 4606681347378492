"""A list goes on where a page ended, whatever became meanwhile of the line that it ended with."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from backend import clock, database
from backend.errands import Errand, ErrandKind, call_off, raise_errand
from backend.journal import By, Signature
from backend.letters.decision_letter import DecisionLetter
from tests.console.desks import Console, Desk
from tests.people import a_cadre, a_resident

LINE = re.compile(r'href="/errands/([0-9a-f-]{36})"')
DAY, CLOCK = date(2026, 3, 9), Signature(By.CLOCK)


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    elder = await a_resident()
    for number in range(53):
        because = f"reply:{number}"
        await raise_errand(ErrandKind.CALL_BACK, elder, reason="请回电话。", because=because, due_on=DAY, by=CLOCK)
    return await console.desk()


def onward(page: str) -> str:
    found = re.search(r'href="([^"]+after=[^"]+)">下一页', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


async def test_open_errands_go_on_after_one_that_was_called_off(clerk: Desk) -> None:
    page = (await clerk.get("/errands")).text
    first = LINE.findall(page)
    async with database.transaction():
        await call_off([(await Errand.get(id=first[-1])).because], by=CLOCK)
    second = LINE.findall((await clerk.get(onward(page))).text)
    assert (len(first), len(second), set(first) & set(second)) == (50, 3, set())


async def test_finished_errands_go_on_after_one_that_is_open_again(clerk: Desk) -> None:
    cadre, now = await a_cadre(), clock.now()
    for number, each in enumerate(await Errand.all()):
        done = {"done_at": now + timedelta(microseconds=number // 2), "outcome": "done", "done_by": cadre.id}
        await Errand.filter(id=each.id).update(**done)
    page = (await clerk.get("/errands/finished")).text
    first = LINE.findall(page)
    await Errand.filter(id=first[-1]).update(done_at=None, outcome=None, done_by=None)
    second = LINE.findall((await clerk.get(onward(page))).text)
    assert (len(first), len(second), set(first) & set(second)) == (50, 3, set())


@pytest.mark.parametrize(
    "after",
    ["2026-03-09_" + "-" * 36, "0000-00-00_" + "f" * 36, "2026-03-02T99:99:99Z_" + "f" * 36,
     "0001-01-01T00:00:00Z_" + "f" * 36, "9999-12-31_" + "f" * 36, "9999-12-31T23:59:59.999999Z_" + "f" * 36],
)  # fmt: skip
async def test_a_mangled_place_begins_anew(clerk: Desk, after: str) -> None:
    assert await DecisionLetter.all().count() == 0
    for path in ("/errands", "/errands/finished", "/letters"):
        assert (await clerk.get(f"{path}?after={after}")).status_code == 200, path
