"""Anybody sees a county sample: its commitment before, its seed and list after the draw, and never a name."""

import asyncio
import hashlib
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from backend import database, inquiries
from backend.staff import Role
from tests.backend.inquiries.test_sampling import in_review
from tests.miniprogram_api.clients import Door
from tests.people import an_officer, seed_parameters


async def test_anybody_can_draw_it_again(door: Door, at: Any, tmp_path: Path) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    sample = await inquiries.announce_sample("tekun", date(2026, 3, 10), reviewer)
    await in_review(at, clerk, leader, "王秀英", "刘大山", "李玉珍", "赵四")
    (announced,) = (await door.stranger.get("/samples")).json()["items"]
    assert (announced["commitment"], announced["seed"]) == (sample.commitment, None)
    before = await door.stranger.get(f"/samples/{sample.number}")
    assert (before.status_code, "还没有抽取" in before.text) == (200, True)
    assert (await door.stranger.get(f"/samples/{sample.number}/list")).status_code == 404
    await inquiries.draw_sample(sample.id, reviewer)
    (drawn,) = (await door.stranger.get("/samples")).json()["items"]
    assert hashlib.sha256(drawn["seed"].encode()).hexdigest() == announced["commitment"]
    page = (await door.stranger.get(f"/samples/{sample.number}")).text
    listed = (await door.stranger.get(f"/samples/{sample.number}/list")).text
    assert hashlib.sha256(listed.encode()).hexdigest() == drawn["list_digest"]
    said = re.findall(r"<li>([^<]+)　<b>抽中</b>", page)
    # What the page tells everybody to run, on what everybody can load, with nothing of ours.
    (tmp_path / "list.txt").write_text(listed)
    command = unescape(page.partition("<pre>")[2].partition("</pre>")[0])
    ran = await asyncio.create_subprocess_exec("bash", "-c", command, cwd=tmp_path, stdout=asyncio.subprocess.PIPE)
    of_seed, of_list, *ranked = (await ran.communicate())[0].decode().splitlines()
    assert of_seed.split()[0] == announced["commitment"]
    assert of_list.split()[0] == drawn["list_digest"]
    assert (sorted(each.split()[1] for each in ranked), len(said)) == (said, 2), "30 % of four, rounded up"
    assert not any(name in page for name in ("王秀英", "刘大山", "李玉珍", "赵四"))
    assert (await door.stranger.get("/samples/CC-410325-20260101-tekun")).status_code == 404


async def test_a_sample_of_another_county_of_the_house_is_open_to_anybody_too(door: Door, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    sample = await inquiries.announce_sample("tekun", date(2026, 3, 10), await an_officer(Role.COUNTY_REVIEWER))
    await database.execute("UPDATE county_sample SET county = '410326'")
    assert (await door.stranger.get("/samples")).json()["items"] == []
    (announced,) = (await door.stranger.get("/samples", county="410326")).json()["items"]
    assert announced["number"] == sample.number
    assert (await door.stranger.get(f"/samples/{sample.number}")).status_code == 200
    assert (await door.stranger.get("/samples", county="4103")).status_code == 422
