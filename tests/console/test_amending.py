"""更正决定 on the case page: proposed at one desk, decided at another, both letters readable."""

import re
from typing import Any

from backend import applications, letters
from backend.entitlements import Amendment
from backend.staff import Role
from tests.backend.applications.cases import in_county_review
from tests.console.desks import Console, sentence_of, words_of
from tests.people import a_resident, an_officer, seed_parameters


async def test_a_refusal_is_put_right_by_two_officers(console: Console, at: Any) -> None:
    at("2026-03-06 09:30")
    await seed_parameters()
    wrong, first, second = [await console.desk(Role.COUNTY_REVIEWER, name=name) for name in ("错批", "提出", "决定")]
    case = await in_county_review(await a_resident(), await an_officer())
    path = f"/cases/{case.id}"
    await applications.refuse(case.id, wrong.officer, ["papers_untrue"])
    await letters.draw_up()
    form = {"becomes": "granted", "ground": "review", "basis": "嵩政复决〔2026〕7号"}
    assert "撤销不予通过，予以确认" in words_of(await first.get(path))
    assert "更正决定" not in words_of(await (await console.desk()).get(path))
    assert (await (await console.desk()).post(f"{path}/amendments", **form)).status_code == 403
    wordless = await first.post(f"{path}/amendments", **{**form, "basis": " "})
    assert (wordless.status_code, "文号" in sentence_of(wordless)) == (422, True)
    assert (await first.post(f"{path}/amendments", **{**form, "month": "2026-13"})).status_code == 422
    assert (await first.post(f"{path}/amendments", **form)).headers["location"] == path
    amendment = await Amendment.get()
    assert "要由没有经手过这件申请的另一位同事决定" in words_of(await first.get(path))
    assert "您已经经手过" in words_of(await wrong.get(path))
    assert "更正决定等您决定1件" in words_of(await second.get("/today"))
    assert (await second.post(f"/cases/amendments/{amendment.id}/confirmation")).status_code == 303
    assert (await second.post(f"/cases/amendments/{amendment.id}/decline")).status_code == 409
    await letters.draw_up()
    page = await second.get(path)
    assert "下载更正决定告知书" in words_of(page)
    assert "原来的决定已更正" in words_of(page)
    (earlier,) = re.findall(r"/letter\?earlier=([0-9a-f-]+)", page.text)
    for letter in (f"{path}/letter", f"{path}/letter?earlier={earlier}"):
        assert (await second.get(letter)).content[:4] == b"%PDF"
    assert "更正决定告知书" in words_of(await second.get("/letters"))
    withdrawn = {"becomes": "withdrawn", "ground": "own_finding", "basis": "自查", "month": "2026-04"}
    assert (await first.post(f"{path}/amendments", **withdrawn, reasons="papers_untrue")).status_code == 303
    assert (
        await wrong.post(f"/cases/amendments/{(await Amendment.all().order_by('-id'))[0].id}/decline")
    ).status_code == 303
    assert (await first.post(f"{path}/amendments", **withdrawn, reasons="papers_untrue")).status_code == 303
    last = (await Amendment.all().order_by("-id"))[0]
    third = await console.desk(Role.COUNTY_REVIEWER)
    assert (await third.post(f"/cases/amendments/{last.id}/confirmation")).status_code == 303
    assert "不予通过的理由：提交的材料与实际情况不符" in words_of(await third.get(path))
