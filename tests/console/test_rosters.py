"""A roster through the pages: uploaded, its columns set right, looked at, taken in by another, written out again."""

import re
from typing import Any

import httpx
import pytest

from backend.entitlements import Award
from backend.rosters import Roster
from backend.spreadsheet import read_table
from backend.staff import Role
from tests.backend.rosters.sheets import TITLES, a_file, a_row
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.people import the_map

UPLOAD = "/rosters/files"


@pytest.fixture
async def reviewer(console: Console, at: Any) -> Desk:
    at("2026-03-05 09:30")
    await the_map()
    return await console.desk(Role.COUNTY_REVIEWER, name="刘兵")


async def upload(desk: Desk, content: bytes, programme: str = "rural_dibao") -> httpx.Response:
    form = {"form_token": desk.form_token, "programme": programme}
    files = {"file": ("roster.xlsx", content, "application/octet-stream")}
    return await desk._client.post(UPLOAD, data=form, files=files, headers=desk.cookie)


def form_of(page: httpx.Response) -> dict[str, str]:
    """The mapping's form as it stands on the page."""
    chosen = re.findall(r'name="(column-[\d-]+)">(.*?)</select>', page.text, re.DOTALL)
    columns = {name: (re.findall(r'value="(\w*)" selected', options) or [""])[0] for name, options in chosen}
    headings = dict(re.findall(r'name="(heading-\d+)" value="(\d+)"', page.text))
    return {**headings, **columns, "first_month": "2026-03", "choice": "all"}


async def test_from_the_file_to_the_award(console: Console, reviewer: Desk) -> None:
    path = (await upload(reviewer, a_file(a_row(), a_row("李桂兰", 起保年月="")))).headers["location"]
    page = await reviewer.get(path)
    assert "待核对列" in words_of(page)
    assert form_of(page)["column-0-4"] == "identity"
    assert "王秀英" not in page.text
    assert (await reviewer.post(f"{path}/examination", **form_of(page))).headers["location"] == path
    shown = words_of(await reviewer.get(path))
    assert all(
        words in shown for words in ("共2行", "700.00元", "新登记人员和待遇：2行", "农村低保!H4", "没有起始年月")
    )
    assert "/confirmation" not in (await reviewer.get(path)).text
    approver = await console.desk(Role.COUNTY_APPROVER, name="郑一")
    assert "/confirmation" in (await approver.get(path)).text
    assert (await approver.post(f"{path}/confirmation")).headers["location"] == path
    shown = words_of(await approver.get(path))
    assert all(words in shown for words in ("已导入", "刘兵", "郑一"))
    assert await Award.all().count() == 2
    assert "农村低保" in words_of(await approver.get("/rosters"))


async def test_a_column_that_was_not_understood_is_set_right(reviewer: Desk) -> None:
    titles = tuple(title.replace("月保障金额（元）", "钱") for title in TITLES)
    path = (await upload(reviewer, a_file({**a_row(), "钱": "350"}, titles=titles))).headers["location"]
    form = form_of(await reviewer.get(path))
    refused = await reviewer.post(f"{path}/examination", **form)
    assert (refused.status_code, sentence_of(refused)) == (422, "列的对应关系还不对，请按下面的提示改好。")
    assert "没有“月金额”这一列" in refused.text
    await reviewer.post(f"{path}/examination", **{**form, "column-0-6": "amount"})
    assert (await Roster.get()).outcomes == {"person_and_award": 1}


async def test_another_row_of_headings_is_shown_before_it_is_read(reviewer: Desk) -> None:
    path = (await upload(reviewer, a_file(a_row()))).headers["location"]
    form = form_of(await reviewer.get(path))
    await reviewer.post(f"{path}/examination", **{**form, "heading-0": "1"})
    assert "嵩县农村低保花名册" in words_of(await reviewer.get(path))
    assert (await Roster.get()).state.value == "uploaded"


async def test_a_roster_goes_out_for_a_reason(console: Console, reviewer: Desk) -> None:
    path = (await upload(reviewer, a_file(a_row()))).headers["location"]
    await reviewer.post(f"{path}/examination", **form_of(await reviewer.get(path)))
    await (await console.desk(Role.COUNTY_APPROVER)).post(f"{path}/confirmation")
    assert (await reviewer.post("/rosters/exports", programme="rural_dibao", reason=" ")).status_code == 422
    file = await reviewer.post("/rosters/exports", programme="rural_dibao", reason="省厅核查")
    assert file.headers["cache-control"] == "no-store"
    assert read_table(file.content)[0].rows[1].cells[6] == "王秀英"


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"PK\x03\x04broken", b"\x00" * 100])
async def test_what_is_no_spreadsheet_is_refused(reviewer: Desk, content: bytes) -> None:
    assert (await upload(reviewer, content)).status_code == 422
    assert await Roster.all().count() == 0


@pytest.mark.parametrize(
    "bent",
    [
        {"heading-0": "x"},
        {"heading-0": "99999999"},
        {"first_month": "2026-3"},
        {"first_month": "2026-02"},
        {"choice": "some"},
        {"column-0-6": "salary"},
        {"column-0-6": "name"},
        {"heading-0": "0"},
    ],
)
async def test_a_bent_form_is_refused_with_a_sentence(reviewer: Desk, bent: dict[str, str]) -> None:
    path = (await upload(reviewer, a_file(a_row()))).headers["location"]
    answer = await reviewer.post(f"{path}/examination", **{**form_of(await reviewer.get(path)), **bent})
    assert answer.status_code == 422, sentence_of(answer)
    assert (await Roster.get()).state.value == "uploaded"


async def test_an_unknown_programme_is_refused(reviewer: Desk) -> None:
    assert (await upload(reviewer, a_file(a_row()), "no_such")).status_code == 404
