"""跨省通办 through the pages: noted, passed on, answered, told."""

from typing import Any

from tests.backend.evidence.pictures import a_picture
from tests.backend.relays.test_relays import NUMBER
from tests.console.desks import Console, words_of
from tests.people import a_resident, seed_parameters


async def test_an_application_goes_its_way_by_the_pages(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk = await console.desk()
    form = {
        "way": "out", "programme": "disability_living", "other_place": "湖北省十堰市郧西县", "name": "陈小山",
        "identity_number": NUMBER, "began_on": "2026-03-02", "phone": "13800009999",
    }  # fmt: skip
    assert (await clerk.post("/relays", **{**form, "phone": "1"})).status_code == 422
    here = (await clerk.post("/relays", **form)).headers["location"]
    listed = words_of(await clerk.get("/relays"))
    assert "陈小山" in listed
    assert "转出材料2026年3月5日" in listed
    at("2026-03-09 09:30")
    assert "跨省通办超期1件" in words_of(await clerk.get("/today"))
    for path, more in (("push", {}), ("answer", {"granted": "false", "words": "等级不符"}), ("telling", {})):
        assert (await clerk.post(f"{here}/{path}", on="2026-03-02", **more)).status_code == 303
    page = await clerk.get(here)
    assert "不予等级不符" in words_of(page)
    assert NUMBER not in page.text


async def test_what_came_from_elsewhere_becomes_a_case_by_the_page(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, elder = await console.desk(), await a_resident()
    form = {
        "way": "in", "programme": "disability_care", "other_place": "广东省深圳市宝安区", "name": elder.name,
        "identity_number": elder.identity_number, "began_on": "2026-03-02", "phone": "",
    }  # fmt: skip
    here = (await clerk.post("/relays", **form)).headers["location"]
    assert "外省转来的申请还没有建立办件1件" in words_of(await clerk.get("/today"))
    assert "建立办件2026年3月16日" in words_of(await clerk.get("/relays"))
    papers = f"{here}/papers"
    lacking = await clerk.post_file(papers, b"", applied_on="2026-02-27")
    assert (lacking.status_code, "材料还不齐" in words_of(lacking)) == (422, True)
    photo = a_picture("PNG", (400, 300), compress_level=0)
    assert len(photo) > 64 * 1024, "as photos are, and forms without one are not"
    assert (await clerk.post_file(papers, photo, field="care_need", applied_on="soon")).status_code == 422
    made = await clerk.post_file(papers, photo, field="care_need", applied_on="2026-02-27")
    case, _, flaws = made.headers["location"].partition("?")
    assert (case[:7], flaws) == ("/cases/", "flaw=care_need.cut_off"), "noise fills the frame"
    page = words_of(await clerk.get(here))
    assert "2026年2月27日（补贴从这个月起算）" in page
    assert "登记办理结果" not in page, "the case is not decided yet"
    assert "跨省通办在办1件" in words_of(await clerk.get("/today"))
    assert (await clerk.post(f"{case}/acceptance")).status_code == 303
    assert "2026年3月16日" in words_of(await clerk.get(case))
