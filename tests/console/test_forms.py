"""A change needs the form's token, whatever it is sent as; without it nothing happens."""

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from backend.applications import Application, State
from backend.staff import Role
from console.body_limit import FORM_LIMIT, limit_of
from tests.backend.applications.cases import submitted
from tests.console.desks import Console, Desk, sentence_of
from tests.people import a_resident, seed_parameters, some_id

STALE = "页面已过期，请刷新页面后重新提交。"
LARGE = "提交的内容太多了，请删减后再提交；文件最大20MB。"


def routes(found: Any) -> Any:
    """FastAPI keeps included routers as one entry of the list: look inside."""
    for route in found:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from routes(route.original_router.routes)


@pytest.fixture
async def clerk(console: Console) -> Desk:
    await seed_parameters()
    return await console.desk()


async def test_every_form_of_the_console_asks_for_its_token(console: Console, clerk: Desk) -> None:
    posts = {route.path for route in routes(console.app.routes) if "POST" in route.methods and route.path != "/sign-in"}
    assert len(posts) >= 13, "no forms were found: nothing was checked"
    for path in posts:
        address = "/".join(str(some_id()) if part.startswith("{") else part for part in path.split("/"))
        for form in ({}, {"form_token": ""}, {"form_token": "x" * 32}, {"form_token": "é"}):
            answer = await clerk.post_without_token(address, form)
            assert (path, answer.status_code, sentence_of(answer)) == (path, 403, STALE)


async def test_without_the_token_nothing_is_done(clerk: Desk) -> None:
    case = await submitted(await a_resident())
    path = f"/cases/{case.id}/acceptance"
    assert (await clerk.post_without_token(path, {"note": ""})).status_code == 403
    assert (await Application.get(id=case.id)).state is State.SUBMITTED
    assert (await clerk.post(path, note="")).status_code == 303
    assert (await Application.get(id=case.id)).state is State.ACCEPTED


async def test_another_officers_token_is_no_token(console: Console, clerk: Desk) -> None:
    other = await console.desk()
    answer = await clerk.post_without_token("/notices", {"form_token": other.form_token})
    assert sentence_of(answer) == STALE


async def test_a_form_with_a_file_asks_for_it_too(console: Console) -> None:
    payer = await console.desk(Role.COUNTY_PAYER)
    path = f"/batches/{some_id()}/return-file"
    assert sentence_of(await payer.post_file(path, b"x", form_token="wrong")) == STALE
    assert (await payer.post_file(path, b"x")).status_code == 404


async def test_htmx_brings_it_in_a_header(clerk: Desk) -> None:
    path = f"/residents/{some_id()}/revealing"
    in_place = {"HX-Request": "true"}
    wrong = await clerk.post_without_token(path, {"reason": "核对"}, **in_place, **{"X-Form-Token": "wrong"})
    assert (wrong.status_code, wrong.text.strip()) == (403, f'<span class="text-danger">{STALE}</span>')
    known = await clerk.post_without_token(path, {"reason": "核对"}, **in_place, **{"X-Form-Token": clerk.form_token})
    assert known.status_code == 404


async def test_a_form_is_at_most_64_kilobytes(clerk: Desk) -> None:
    answer = await clerk.post("/notices", application_id="x" * 70_000)
    assert (answer.status_code, sentence_of(answer)) == (413, LARGE)


async def test_a_return_file_is_at_most_20_megabytes(console: Console) -> None:
    payer = await console.desk(Role.COUNTY_PAYER)
    path = f"/batches/{some_id()}/return-file"
    assert (await payer.post_file(path, b"1" * 100_000)).status_code == 404
    assert sentence_of(await payer.post_file(path, b"1" * 21_000_000)) == LARGE


async def test_other_files_may_be_as_large(console: Console) -> None:
    reviewer, payer = await console.desk(Role.COUNTY_REVIEWER), await console.desk(Role.COUNTY_PAYER)
    for desk, path in (
        (reviewer, "/rosters/files"), (reviewer, f"/checks/{some_id()}/replies"), (payer, "/messages/statements"),
    ):  # fmt: skip
        assert (await desk.post_file(path, b"1" * 100_000)).status_code != 413, path


def test_every_form_that_sends_a_file_may_send_one() -> None:
    templates = Path(__file__).parents[2] / "console/templates"
    actions = {
        found
        for each in templates.rglob("*.html")
        for found in re.findall(r'action="([^"]+)"[^>]*enctype="multipart', each.read_text(encoding="utf-8"))
    }
    assert len(actions) > 8
    assert {each for each in actions if limit_of(each) <= FORM_LIMIT} == set()


async def test_a_body_that_hides_its_length_is_cut_off(console: Console, clerk: Desk) -> None:
    async def stream() -> Any:
        for _ in range(40):
            yield b"a=" + b"1" * 4000

    headers = {**clerk.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    answer = await console.client.post("/notices", content=stream(), headers=headers)
    assert answer.status_code == 413
