"""Two hundred officers and some cadres at work at once: no answer holds another township's people, or a child that is
not one's to handle."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import pytest

from backend import applications
from backend.applications import Application
from backend.errands import ErrandKind, raise_errand
from backend.journal import By, Signature
from backend.places import Level, Place
from backend.staff import Role
from miniprogram_api.sessions import open_session
from miniprogram_api.store import close_store, open_store
from tests.backend.applications.cases import a_draft, hand, submitted
from tests.console.desks import Console, Desk
from tests.people import a_cadre, a_household, a_resident, a_wechat_account, an_officer, seed_parameters

TOWNSHIPS = 8
ROLES = (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER) * 13  # of a township: 208 officers in all
CADRES = 2  # a township
LISTS = ("/cases?state=submitted", "/errands", "/notices", "/letters", "/messages", "/hits")
CHILDREN_IN = ("/cases?state=submitted",)


@dataclass(frozen=True)
class Township:
    """One person with a name of its own, a case and an errand, a child with a case, and those who serve there."""

    name: str
    child: str
    village: str
    case: Application
    desks: list[Desk]
    cadres: list[dict[str, str]]


@pytest.fixture
async def api() -> AsyncIterator[httpx.AsyncClient]:
    from miniprogram_api.app import app

    open_store()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door") as client:
        yield client
    await close_store()


async def a_township(number: int, console: Console) -> Township:
    """Codes that the map does not have yet."""
    code, name = f"4103252{number:02d}000", f"张{'甲乙丙丁戊己庚辛'[number]}独"
    village = f"{code[:9]}201"
    for place, level, parent in ((code, Level.TOWNSHIP, "410325000000"), (village, Level.VILLAGE, code)):
        await Place.create(code=place, level=level.value, name=place, parent_code=parent, valid_from=date(1900, 1, 1))
    person = await a_resident(name, village=village)
    case = await submitted(person)
    home = await a_household(village)
    child = await a_resident(f"{name[:2]}幼", date(2017, 5, 6), village=village, household=home)
    guardian = await a_resident(f"{name[:2]}姑", date(1970, 5, 6), village=village, household=home)
    draft = await a_draft(child, by=hand(guardian), programme="orphan")
    await applications.submit(draft.id, by=hand(guardian), facts={"father": "dead", "mother": "dead"})
    await raise_errand(
        ErrandKind.CALL_BACK, person, reason="回电话", because=code, due_on=date(2026, 3, 9), by=Signature(By.CLOCK)
    )
    desks = [await console.desk_of(await an_officer(role, code)) for role in ROLES]
    accounts = [await a_wechat_account(cadre=await a_cadre([village])) for _ in range(CADRES)]
    cadres = [{"Authorization": f"Bearer {await open_session(each.id)}"} for each in accounts]
    return Township(name, child.name, village, case, desks, cadres)


async def test_nobody_ever_sees_a_foreign_row(console: Console, api: httpx.AsyncClient, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    townships = [await a_township(number, console) for number in range(TOWNSHIPS)]
    chance, seen = random.Random(7), 0
    gate = asyncio.Semaphore(
        64
    )  # three times the pool: all of them at once would only queue until a busy machine says 503

    async def at_the_desk(desk: Desk, own: Township, path: str, *, foreign: bool = False) -> None:
        nonlocal seen
        async with gate:
            answer = await desk.get(path)
        assert answer.status_code in ((403, 404) if foreign else (200,)), path
        await must_hold_only(answer.text, own, path)
        handles = desk.officer.role == Role.TOWNSHIP_LEADER
        assert (own.child in answer.text) == (handles and path in CHILDREN_IN), path

    async def on_the_phone(cadre: dict[str, str], own: Township, path: str, *, foreign: bool = False) -> None:
        async with gate:
            answer = await api.get(f"/v1{path}", headers=cadre)
        assert answer.status_code in ((403, 404) if foreign else (200,)), (path, answer.text)
        await must_hold_only(answer.text, own, path)
        assert own.child not in answer.text, path

    async def must_hold_only(text: str, own: Township, path: str) -> None:
        nonlocal seen
        foreign = [each for each in townships if each is not own]
        assert [each.name for each in foreign if each.name in text or each.child in text] == [], path
        seen += own.name in text

    work = []
    for own in townships:
        other = chance.choice([each for each in townships if each is not own])
        for number, desk in enumerate(own.desks):  # a clerk and a leader at each page, and the others at a foreign case
            paths = [*LISTS, f"/cases/{own.case.id}"]
            foreign = number // 2 >= len(paths)
            path = f"/cases/{other.case.id}" if foreign else paths[number // 2]
            work += [at_the_desk(desk, own, path, foreign=foreign)]
        for cadre in own.cadres:
            mine = (f"/field/packages/{own.village}", "/applications?whose=villages", "/errands", "/errands/day")
            work += [on_the_phone(cadre, own, path) for path in mine]
            theirs = (f"/field/packages/{other.village}", f"/applications/{other.case.id}")
            work += [on_the_phone(cadre, own, path, foreign=True) for path in theirs]
    chance.shuffle(work)
    await asyncio.gather(*work)
    assert seen >= TOWNSHIPS * (6 + CADRES * 4), "hardly anybody saw their own people: nothing was checked"
