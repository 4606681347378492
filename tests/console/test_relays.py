"""跨省通办 through the pages: noted, passed on, answered, told."""

from typing import Any

from tests.backend.relays.test_relays import NUMBER
from tests.console.desks import Console, words_of
from tests.people import seed_parameters


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
