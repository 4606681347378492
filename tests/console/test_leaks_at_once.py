"""Two hundred officers, cadres and villagers of eight townships at work at once: no page of the console and no answer
of the mini program holds another township's people, a child that is not one's to handle, or who raised an objection,
which the county and its auditor learn as little. The pages are found, not listed: a new one is tried without a word
here, or fails until somebody says why it need not be.
"""

import asyncio
import io
import random
import typing
import zipfile
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from enum import EnumType
from itertools import cycle, product
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from fastapi.routing import APIRoute

from backend.residents import Account, Contact, Resident
from backend.staff import Role
from miniprogram_api.asking import WhoMayAsk
from miniprogram_api.store import close_store, open_store
from tests.console.desks import Console, Desk
from tests.console.township_rows import full_townships
from tests.console.townships import OBJECTOR, ROLES, SURNAMES, Township
from tests.house.test_who_may_ask import api_routes
from tests.papers import words_on
from tests.people import seed_parameters

# Read by everyone, so that neighbours' masked names stand there: by law (notice, sample), or nobody is named at all.
PUBLIC = {
    "/v1/notices": "what hangs on the village's board, masked",
    "/v1/notice-boards/{village}": "the same as a page",
    "/v1/samples": "the county's samples: how to draw them again, nobody named",
    "/v1/samples/{number}": "the same with the case numbers that were drawn from",
    "/v1/samples/{number}/list": "those numbers",
    "/s/{token}": "leads to a page of the mini program that asks who one is",
    "/v1/programmes": "the law", "/v1/programmes/{code}": "the law", "/v1/programmes/{code}/policy": "the law",
    "/healthz": "whether the engines answer",
}  # fmt: skip
# Where officers meet nobody of their own either: there is nobody's name on the page.
NAMES_NOBODY = {
    "/": "leads to the cases", "/sign-in": "before anybody is signed in", "/healthz": "whether the engines answer",
    "/today": "numbers", "/digests": "numbers", "/own": "one's own phone",
    "/statements": "sums", "/statements/paper": "sums", "/statements/workbook": "sums",
    "/batch-parts": "sums", "/residents": "an empty form",
    "/rules": "the law", "/rules/{code}": "the law", "/parameters": "the county's standards",
    "/parameters/{key}": "one of them", "/parameters/file": "all of them", "/rate-changes": "what would change",
    "/campaigns/new": "an empty form", "/messages/phones": "numbers by village, and none is dead here",
    "/messages/providers": "channels",
    "/messages/balance": "numbers",
    "/messages/operations": "the timetable", "/messages/past": "numbers by month",
    "/messages/past/workbook": "numbers by month", "/messages/providers/{day}": "nothing differs here",
    "/messages/statements/{month}": "nothing differs here", "/samples": "numbers of samples",
    "/samples/{sample_id}": "case numbers, which anybody may read",
    "/v1/villages": "villages served",
    "/v1/field/uploads/{upload_id}": "bytes", "/v1/applications/{application_id}/questions": "nothing is asked here",
    "/v1/objections": "one's own, and nobody here raised any",
    "/v1/payments": "months and sums", "/v1/awards": "months and sums", "/v1/account": "nobody has one here",
    "/v1/elders/{elder_id}/account": "the holder, masked", "/v1/news": "nobody was told by the mini program here",
}  # fmt: skip
# Their case numbers are anybody's to read, so that a sample can be drawn again.
NUMBERS_ARE_PUBLIC = ("/samples/{sample_id}", "/v1/samples/{number}")
# Papers that hang where anybody may read them.
ON_THE_BOARD = {"/notices/{posting_id}/poster", "/statements/paper"}
# Ids that mean the same to every township: each sees its own rows behind it.
SHARED = {"batch_id", "change_id", "sample_id", "roster_id", "number", "code", "key", "day", "month", "token"}
EVERYWHERE = {"code": "rural_dibao", "key": "aged.bands", "day": "2026-03-19", "month": "2026-03", "token": "abcdefgh"}
# What narrows a list to a place or a case, tried with another township's; the rest turns pages or states a choice.
NARROWING = {"village", "place", "case"}
TURNING = {"after", "anew", "batch", "before", "closed", "county", "due", "earlier", "month", "on", "payout",
           "programme", "sheet", "year"}  # fmt: skip
GIVEN_NAMES = "独幼姑子远兄"
REFUSED = (303, 403, 404)  # 303: to another of the pages tried here
ANSWERED = (200, 302, *REFUSED, 409, 422)


@dataclass(frozen=True)
class Page:
    """A GET route; `who`: of the mini program, who asks; None at the console."""

    path: str
    parameters: tuple[str, ...]
    narrowed_by: tuple[str, ...]
    choices: tuple[str, ...]
    who: WhoMayAsk | None

    def addresses(self, town: Township) -> list[str]:
        """One for each of the township's ids."""
        known = {**town.ids, **{name: [value] for name, value in EVERYWHERE.items()}}
        whose = [known[each] for each in self.parameters]
        return [self.path.format(**dict(zip(self.parameters, ids, strict=True))) for ids in product(*whose)]

    @property
    def is_shared(self) -> bool:
        """Whether another township's address is one's own, too."""
        return self.path in PUBLIC or all(each in SHARED for each in self.parameters)


@dataclass(frozen=True)
class Asking:
    """Somebody opens an address; `foreign`: of another township."""

    ask: Callable[[str], Any]
    town: Township
    page: Page
    address: str
    foreign: bool
    handles_children: bool
    of_county: bool = False


@pytest.fixture
async def api() -> AsyncIterator[httpx.AsyncClient]:
    from miniprogram_api.app import app

    open_store()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door") as client:
        yield client
    await close_store()


def pages_of(app: Any, *, of_console: bool) -> list[Page]:
    routes = [each for each in api_routes(app.routes) if "GET" in each.methods]
    return [_page(each, None if of_console else WhoMayAsk(each.openapi_extra["x-who-may-ask"])) for each in routes]


def _page(route: APIRoute, who: WhoMayAsk | None) -> Page:
    parameters = tuple(each.name for each in route.dependant.path_params)
    queries = {each.name: each.field_info.annotation for each in route.dependant.query_params}
    chosen = {name: values for name, hint in queries.items() if (values := _values(hint))}
    unknown = set(queries) - set(chosen) - NARROWING - TURNING
    assert not unknown, f"{route.path}: say whether {unknown} narrows the list to somebody's rows"
    choices = [urlencode({name: value}) for name, values in chosen.items() for value in values]
    return Page(route.path, parameters, tuple(set(queries) & NARROWING), tuple(choices), who)


def _values(hint: Any) -> list[str]:
    if isinstance(hint, EnumType):
        return [str(each.value) for each in hint]
    return [value for each in typing.get_args(hint) for value in _values(each)]


class Walk:
    """Everybody's askings, and what came of them."""

    def __init__(self, towns: list[Township], api: httpx.AsyncClient, county: list[Desk]) -> None:
        self.towns, self._api, self._county, self._chance = towns, api, county, random.Random(7)
        self._objectors = [OBJECTOR, *(str(each.objector.id) for each in towns)]
        self._objectors += [f"{each.surname}举报" for each in towns]
        self.statuses: dict[str, set[int]] = defaultdict(set)
        self.seen: dict[str, set[str]] = defaultdict(set)
        self.children_seen: set[str] = set()
        # Read when all have answered: 50 ms each, in which nobody else would hear from the engines in time.
        self.papers: list[tuple[Asking, httpx.Response]] = []
        # Three times the pool: all of them at once would only queue until a busy machine says 503.
        self._gate = asyncio.Semaphore(64)
        self._clerks = {each.code: cycle(each.clerks) for each in towns}
        self._leaders = {each.code: cycle(each.leaders) for each in towns}

    def askings(self, page: Page) -> Iterator[Asking]:
        for town in self.towns:
            other = self._chance.choice([each for each in self.towns if each is not town])
            for address in self._own(page, town, other):
                yield from self._each(page, town, address, foreign=False)
            for number, choice in enumerate(() if page.parameters else page.choices):
                asked_by_each = list(self._each(page, town, f"{page.path}?{choice}", foreign=False))
                yield asked_by_each[number % len(asked_by_each)]
            if not page.is_shared:
                theirs = page.addresses(other)
                for address in self._chance.sample(theirs, min(len(theirs), 2)):
                    yield from self._each(page, town, address, foreign=True)

    def _own(self, page: Page, town: Township, other: Township) -> Iterator[str]:
        yield from page.addresses(town)
        if page.parameters:
            return
        for name in page.narrowed_by:
            for value in (*town.ids[name][:2], *other.ids[name][:2]):  # a case by its number and by its id
                yield f"{page.path}?{urlencode({name: value})}"

    def _each(self, page: Page, town: Township, address: str, *, foreign: bool) -> Iterator[Asking]:
        if page.who is None:
            desks = ((self._clerks, False), (self._leaders, True))
            for desk, handles in desks:
                yield Asking(next(desk[town.code]).get, town, page, address, foreign, handles)
            for each in self._county if town is self.towns[0] and not foreign else ():
                yield Asking(each.get, town, page, address, foreign, handles_children=True, of_county=True)
            return
        for token in self._phones(page.who, town):
            yield Asking(self._ask_api(token), town, page, address, foreign, False)

    def _phones(self, who: WhoMayAsk, town: Township) -> list[dict[str, str]]:
        if who is WhoMayAsk.CADRE:
            return town.cadres
        people = [town.people[0], town.people[2]]
        with_a_cadre = [*people, town.cadres[0]]
        both = {WhoMayAsk.RESIDENT_OR_CADRE: with_a_cadre, WhoMayAsk.WHO_ACTS: with_a_cadre}
        return {WhoMayAsk.ANYONE: [{}], **both}.get(who, people)

    def _ask_api(self, token: dict[str, str]) -> Callable[[str], Any]:
        return lambda address: self._api.get(address, headers=token)

    async def go(self, asking: Asking) -> None:
        async with self._gate:
            answer = await asking.ask(asking.address)
        assert answer.status_code in (REFUSED if asking.foreign else ANSWERED), (asking.address, answer.text[:300])
        if not asking.of_county:  # where only the county gets in, no township meets its own people
            self.statuses[asking.page.path].add(answer.status_code)
        if answer.headers.get("content-type") == "application/pdf":
            self.papers.append((asking, answer))
        else:
            self.look(asking, answer)

    def look(self, asking: Asking, answer: httpx.Response) -> None:
        path, town, text = asking.page.path, asking.town, readable(answer)
        assert not any(each in text for each in self._objectors), f"who objected or reported stands on {asking.address}"
        if asking.of_county:
            return
        strangers = [each for each in self.towns if each is not town and names_somebody(text, each, asking)]
        assert [each.surname for each in strangers] == [], asking.address
        assert asking.handles_children or town.child not in text, asking.address
        if answer.status_code == 200 and (town.surname in text or not text):
            self.seen[path].add(town.surname)
        if town.child in text:
            self.children_seen.add(path)


def readable(answer: httpx.Response) -> str:
    """Empty for a picture, which has no words."""
    kind = answer.headers.get("content-type", "")
    if "spreadsheet" in kind or kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    if kind == "application/pdf":
        return words_on(answer.content)
    assert kind.startswith(("text/", "application/json", "application/problem", "image/")) or not answer.content, kind
    return "" if kind.startswith("image/") else answer.text


def names_somebody(text: str, town: Township, asking: Asking) -> bool:
    """By name, masked or not, or by a case; what the asker has typed may be said back."""
    if asking.page.path in PUBLIC or asking.page.path in NUMBERS_ARE_PUBLIC:
        return any(f"{town.surname}{name}" in text for name in GIVEN_NAMES)
    return town.surname in text or any(each in text and each not in asking.address for each in town.words)


async def no_paper_tells_a_number(papers: list[tuple[Asking, httpx.Response]]) -> None:
    """Paper is left on tables: no number of anybody's stands on one in full, on the board not even a name."""
    people, contacts, accounts = await Resident.all(), await Contact.all(), await Account.all()
    numbers = {each.identity_number for each in people} | {each.phone for each in contacts}
    numbers |= {each.number for each in accounts}
    assert min(len(people), len(contacts), len(accounts)) >= len(SURNAMES)
    printed = {asking.page.path for asking, _ in papers}
    assert len(printed) >= 5, printed
    assert printed >= ON_THE_BOARD
    for asking, paper in papers:
        words = words_on(paper.content)
        assert [each for each in numbers if each in words] == [], asking.address
        named = [each.name for each in people if each.name in words] if asking.page.path in ON_THE_BOARD else []
        assert named == [], asking.address


async def test_nobody_ever_sees_a_foreign_row(console: Console, api: httpx.AsyncClient, at: Any) -> None:
    from miniprogram_api.app import app

    at("2026-03-20 09:30")
    await seed_parameters()
    pages = [*pages_of(console.app, of_console=True), *pages_of(app, of_console=False)]
    county = [await console.desk(role) for role in (Role.COUNTY_REVIEWER, Role.AUDITOR)]
    walk = Walk(await full_townships(console), api, county)
    assert len(ROLES) * len(SURNAMES) >= 200
    work = [each for page in pages for each in walk.askings(page)]
    random.Random(7).shuffle(work)
    await asyncio.gather(*(walk.go(each) for each in work))
    for asking, paper in walk.papers:
        walk.look(asking, paper)
    await no_paper_tells_a_number(walk.papers)
    paths = {page.path for page in pages}
    shut = {path for path in paths if not walk.statuses[path] & {200, 302, 303}}
    open_pages = paths - shut - set(PUBLIC) - set(NAMES_NOBODY)
    unproved = {path for path in open_pages if len(walk.seen[path]) < len(SURNAMES)}
    assert unproved == set(), "nobody met their own people there: put a row into every township, or say why not"
    assert set(NAMES_NOBODY) & set(walk.seen) == set(), "said to name nobody, and names them"
    assert (set(PUBLIC) | set(NAMES_NOBODY)) - paths == set()
    assert "/cases" in walk.children_seen
