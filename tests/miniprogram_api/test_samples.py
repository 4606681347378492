"""Anybody sees a county sample: its commitment before, its seed and list after the draw, and never a name."""

import hashlib
from datetime import date
from typing import Any

from backend import inquiries
from backend.staff import Role
from tests.backend.inquiries.test_sampling import in_review
from tests.miniprogram_api.clients import Door
from tests.people import an_officer, seed_parameters


async def test_anybody_can_draw_it_again(door: Door, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    sample = await inquiries.announce_sample("tekun", date(2026, 3, 10), reviewer)
    await in_review(at, clerk, leader, "王秀英", "刘大山")
    (announced,) = (await door.stranger.get("/samples")).json()["items"]
    assert (announced["commitment"], announced["seed"]) == (sample.commitment, None)
    before = await door.stranger.get(f"/samples/{sample.number}")
    assert (before.status_code, "还没有抽取" in before.text) == (200, True)
    await inquiries.draw_sample(sample.id, reviewer)
    (drawn,) = (await door.stranger.get("/samples")).json()["items"]
    assert hashlib.sha256(drawn["seed"].encode()).hexdigest() == announced["commitment"]
    page = (await door.stranger.get(f"/samples/{sample.number}")).text
    numbers = [each.case_number for each in await inquiries.sample_lines(await inquiries.get_sample(sample.id, clerk))]
    first = min(numbers, key=lambda number: hashlib.sha256(f"{drawn['seed']}|{number}".encode()).hexdigest())
    assert f"{first}　<b>抽中</b>" in page
    assert page.count("抽中</b>") == 1
    assert not any(name in page for name in ("王秀英", "刘大山"))
    assert (await door.stranger.get("/samples/CC-410325-20260101-tekun")).status_code == 404
