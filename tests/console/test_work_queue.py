"""The queue: what is due first on top, what is late marked, each state counted, page by page."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from backend import clock
from backend.applications import Application, State
from backend.identifiers import new_id
from backend.residents import Resident
from backend.staff import Role
from tests.console.desks import Console, Desk
from tests.people import COUNTY, TOWNSHIP, VILLAGE, a_resident, seed_parameters

CASE = re.compile(r'href="/cases/([0-9a-f-]{36})"')


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    await seed_parameters()
    return await console.desk()


@pytest.fixture
async def elder(clerk: Desk) -> Resident:
    return await a_resident()


async def a_case(elder: Resident, state: State, due: date | None) -> str:
    """A row as it may stand after some years of work."""
    case = await Application.create(
        id=new_id(), county=COUNTY, township=TOWNSHIP, village=VILLAGE, programme="old_age_allowance",
        resident_id=(await a_resident()).id, started_by_kind="resident", started_by_id=elder.id, state=state,
        started_at=clock.now(), submitted_at=clock.now(), step_due_on=due,
    )  # fmt: skip
    return str(case.id)


async def test_what_is_late_stands_first_and_is_marked(clerk: Desk, elder: Resident) -> None:
    today = clock.today()
    due = [today + timedelta(days) for days in (2, -3, 0, -1)]
    cases = [await a_case(elder, State.SUBMITTED, each) for each in due]
    page = (await clerk.get("/cases")).text
    assert CASE.findall(page) == [cases[at] for at in (1, 3, 2, 0)]
    assert page.count("（已超期）") == 2
    assert "2026年2月27日（已超期）" in page


async def test_every_state_is_counted(clerk: Desk, elder: Resident) -> None:
    for state, number in ((State.SUBMITTED, 2), (State.RETURNED, 1), (State.DRAFT, 1)):
        for _ in range(number):
            await a_case(elder, state, None)
    page = re.sub(r"\s+", " ", (await clerk.get("/cases")).text)
    assert re.search(r"待受理 <span class=\"badge[^>]*>2<", page)
    assert re.search(r"待补正 <span class=\"badge[^>]*>1<", page)
    assert page.count('class="badge') == 2


@pytest.mark.parametrize("due", [date(2026, 3, 5), None], ids=["dated", "without a due date"])
async def test_a_long_queue_is_read_page_by_page(clerk: Desk, elder: Resident, due: date | None) -> None:
    """All are due on one day, so that only the id tells the pages apart."""
    cases = {await a_case(elder, State.RETURNED, due) for _ in range(65)}
    found: list[str] = []
    path: str | None = "/cases?state=returned"
    while path:
        page = (await clerk.get(path)).text
        found += CASE.findall(page)
        onwards = re.search(r'href="(/cases\?state=returned&amp;after=[^"]+)"', page)
        path = onwards[1].replace("&amp;", "&") if onwards else None
        assert len(found) <= len(cases), "a page came twice"
    assert (len(found), set(found)) == (65, cases)


@pytest.mark.parametrize("state", State)
async def test_an_empty_tab_says_so(clerk: Desk, state: State) -> None:
    assert "这里没有办件。" in (await clerk.get(f"/cases?state={state.value}")).text


async def test_the_boxes_to_post_are_only_where_one_may_post(console: Console, clerk: Desk, elder: Resident) -> None:
    await a_case(elder, State.ACCEPTED, clock.today())
    path = "/cases?state=accepted"
    assert 'type="checkbox"' in (await clerk.get(path)).text
    assert 'type="checkbox"' not in (await (await console.desk(Role.COUNTY_REVIEWER)).get(path)).text
