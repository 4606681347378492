"""Pages: every page of the console in a busy, full county, as an officer of the county and of a township asks."""

from __future__ import annotations

import asyncio
import time
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import EnumType
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from xiangyin.benchmarks.busy_county import make_busy
from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.trial import Trial
from xiangyin.refusal import CommandRefused

if TYPE_CHECKING:
    import httpx
    from fastapi import FastAPI

WITHIN = 300.0  # milliseconds a page, at the desk of an officer
TIMES = 5  # a page, after once that is not counted
WORTH_NAMING = 100.0  # milliseconds from which on a page has a figure of its own
TOWNSHIP = "410325103000"
_AT = {
    "county": ("county_reviewer", "county_payer", "county_approver", "auditor"),
    "township": ("township_clerk", "township_leader"),
}  # fmt: skip
# What stands in an address, and the row of a busy county that is put there.
_IDS = {
    "award_id": "SELECT id FROM award WHERE NOT read_only AND village LIKE $1 ORDER BY id LIMIT 1",
    "application_id": "SELECT id FROM application WHERE state = 'accepted' AND village LIKE $1 ORDER BY id LIMIT 1",
    "resident_id": "SELECT resident_id FROM award WHERE NOT read_only AND village LIKE $1 ORDER BY id LIMIT 1",
    "batch_id": "SELECT id FROM batch WHERE state = 'drawn_up' AND $1 <> '' LIMIT 1",
    "posting_id": "SELECT id FROM posting WHERE village LIKE $1 LIMIT 1",
    "letter_id": "SELECT id FROM decision_letter WHERE village LIKE $1 AND delivered_at IS NULL LIMIT 1",
    "notice_id": "SELECT m.id FROM message m JOIN journal_entry e ON e.id = m.entry_id WHERE m.village LIKE $1 LIMIT 1",
    "village": "SELECT village FROM award WHERE NOT read_only AND village LIKE $1 ORDER BY id LIMIT 1",
    "errand_id": "SELECT id FROM errand WHERE village LIKE $1 AND done_at IS NULL LIMIT 1",
    "cadre_id": "SELECT cadre_id FROM cadre_village WHERE village LIKE $1 LIMIT 1",
    "key": "SELECT key FROM parameter WHERE $1 <> '' ORDER BY key LIMIT 1",
    "code": "SELECT 'rural_dibao' WHERE $1 <> ''",
    "day": "SELECT to_char(now() - interval '3 days', 'YYYY-MM-DD') WHERE $1 <> ''",
    "month": "SELECT to_char(now(), 'YYYY-MM') WHERE $1 <> ''",
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """One page as an officer at `desk` gets it: milliseconds, the median of a few."""

    desk: str
    address: str
    took: float
    is_page: bool  #: not a file, nor a piece of a page that comes by itself a moment later


def measure(trial: Trial) -> list[Figure]:
    """All in one process, so that a page's own work counts, and no wire."""
    with proving_ground(trial.county(1.0)):
        seen = asyncio.run(_look_at_everything(trial.scale))
    return list(figures_of(seen, trial))


def figures_of(seen: list[Seen], trial: Trial) -> Iterator[Figure]:
    """The slowest page of each desk against the target, and each page that takes a while."""
    for desk in _AT:
        pages = [each.took for each in seen if each.desk == desk and each.is_page]
        yield Figure(f"console_{desk}_slowest", [max(pages)], "ms", [], trial.target(WITHIN))
        yield Figure(f"console_{desk}_median", [median(pages)], "ms", [], None)
    for each in sorted(seen, key=lambda one: -one.took):
        if each.took >= WORTH_NAMING:
            yield Figure(f"{each.desk} {each.address}", [each.took], "ms", [], None)


async def _look_at_everything(scale: float) -> list[Seen]:
    async with opened_database() as database:
        await make_busy(database, scale)
    return await look_at_pages()


async def look_at_pages() -> list[Seen]:
    """Every GET page of the console that somebody at the desk may see; CommandRefused where one is a fault."""
    import httpx

    from backend import database
    from console.app import app

    seen = []
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="https://console") as client:
            for desk, roles in _AT.items():
                cookies = [await _signed_in(app, role) for role in roles]
                like = f"{TOWNSHIP[:9]}%" if desk == "township" else "%"
                ids = {name: await _id(database, query, like) for name, query in _IDS.items()}
                for address in _addresses(app, {name: found for name, found in ids.items() if found}):
                    took = await _time(client, address, cookies)
                    if took is not None:
                        seen.append(Seen(desk, _without_ids(address, ids), *took))
    return seen


async def _signed_in(app: FastAPI, role: str) -> dict[str, str]:
    from backend.staff import Officer
    from console.sessions import COOKIE

    at_home = Officer.filter(role=role, place=TOWNSHIP) if role.startswith("township") else Officer.filter(role=role)
    officer = await at_home.first()
    if officer is None:
        raise CommandRefused(f"Nobody is {role}.")
    session = await app.state.sessions.open(officer.id)
    return {"Cookie": f"{COOKIE}={session.token}"}


async def _id(database: Any, query: str, like: str) -> str | None:
    row = await database.row(query, like)
    return str(next(iter(row.values()))) if row else None


def _addresses(app: FastAPI, ids: dict[str, str]) -> Iterator[str]:
    """Each page as it opens, and once for each choice that it offers."""
    for route in _routes(app.routes):
        wanted = [each.name for each in route.dependant.path_params]
        if "GET" not in route.methods or not set(wanted) <= set(ids):
            continue
        address = route.path.format(**{name: ids[name] for name in wanted})
        yield address
        for parameter in route.dependant.query_params:
            for value in _values(parameter.field_info.annotation):
                yield f"{address}?{urlencode({parameter.name: value})}"


def _routes(routes: Iterable[Any]) -> Iterator[Any]:
    from fastapi.routing import APIRoute

    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from _routes(route.original_router.routes)


def _values(hint: Any) -> list[str]:
    if isinstance(hint, EnumType):
        members: list[Any] = list(hint)
        return [str(each.value) for each in members]
    return [value for each in typing.get_args(hint) for value in _values(each)]


async def _time(client: httpx.AsyncClient, address: str, cookies: list[dict[str, str]]) -> tuple[float, bool] | None:
    """The median of those times by the first of these officers who may look; None where none may."""
    for cookie in cookies:
        answer = await client.get(address, headers=cookie)
        if answer.status_code >= 500:
            raise CommandRefused(f"{address} answers {answer.status_code}.")
        if answer.status_code == 200:
            took = [await _once(client, address, cookie) for _ in range(TIMES)]
            return median(took), "<html" in answer.text[:200]
    return None


async def _once(client: httpx.AsyncClient, address: str, cookie: dict[str, str]) -> float:
    begun = time.perf_counter()
    await client.get(address, headers=cookie)
    return 1000 * (time.perf_counter() - begun)


def _without_ids(address: str, ids: dict[str, str | None]) -> str:
    for name, found in ids.items():
        if found:
            address = address.replace(found, name.removesuffix("_id"))
    return address
