"""A county sample through the pages: announced, drawn on its day, and shown so that anybody can draw it again."""

from typing import Any

from backend import inquiries
from backend.staff import Role
from tests.backend.inquiries.test_sampling import in_review
from tests.console.desks import Console, words_of
from tests.people import seed_parameters


async def test_a_sample_is_announced_and_drawn(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, leader = await console.desk(), await console.desk(Role.TOWNSHIP_LEADER)
    county = await console.desk(Role.COUNTY_REVIEWER)
    assert (await county.post("/samples", programme="tekun", draws_on="2026-03-02")).status_code == 422
    path = (await county.post("/samples", programme="tekun", draws_on="2026-03-10")).headers["location"]
    await in_review(at, clerk.officer, leader.officer, "王秀英", "刘大山")
    before = await clerk.get(path)
    assert ("承诺值" in before.text, "种子：" in before.text, "/draw" in before.text) == (True, False, False)
    assert (await county.post(f"{path}/draw")).status_code == 303
    page = words_of(await clerk.get(path))
    (sample,) = await inquiries.samples_for(clerk.officer)
    assert f"种子：{sample.seed}" in page
    assert "名单（2件，抽中1件）" in page
    assert sample.number in (await clerk.get("/samples")).text
