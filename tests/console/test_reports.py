"""A named report through the pages: its list, who it was, the answer on paper, and that it was handed over."""

import re
from typing import Any

from backend.applications import Complaint
from tests.backend.applications.cases import accepted
from tests.console.desks import Console, words_of
from tests.people import a_resident, seed_parameters


async def test_from_the_counter_to_the_slip(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk = await console.desk()
    case = await accepted(await a_resident(), clerk.officer)
    path = f"/cases/{case.id}"
    given = {"body": "她没有80岁", "reporter": "孙举报", "phone": "13800007777"}
    spoken_of = await clerk.post(f"{path}/complaints", **{**given, "body": "孙举报说她没有80岁"})
    assert (spoken_of.status_code, "请去掉" in spoken_of.text) == (422, True)
    assert (await clerk.post(f"{path}/complaints", **given)).status_code == 303
    report = await Complaint.get()
    at_report = f"{path}/complaints/{report.id}"
    for page in ((await clerk.get(path)).text, (await clerk.get("/complaints")).text):
        assert "孙举报" not in page
        assert "13800007777" not in page
    assert "实名举报，2026年5月1日以前答复到人" in words_of(await clerk.get(path))
    assert "等核查" in words_of(await clerk.get("/complaints"))
    assert "实名举报等答复" in words_of(await clerk.get("/today"))
    assert "孙举报" in (await clerk.post(f"{at_report}/reporter")).text
    assert (await clerk.post(f"{at_report}/answer", upheld="false", found="1942年生")).status_code == 303
    paper = await clerk.post(f"{at_report}/letter")
    assert (paper.headers["content-type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    assert (await clerk.post(f"{at_report}/delivery", way="text", proof="短信")).status_code == 422
    assert (await clerk.post(f"{at_report}/delivery", way="in_person", proof="密存7号")).status_code == 303
    assert re.search("答复已送到：当面交给本人（密存7号）", words_of(await clerk.get(path)))
    assert "没有等答复的实名举报" in words_of(await clerk.get("/complaints"))
