"""`xiangyin audit sample` draws again what was drawn, and says which part does not hold."""

from datetime import date
from pathlib import Path
from typing import Any

from backend import inquiries
from backend.inquiries import SampleLine
from backend.staff import Role
from tests.backend.inquiries.test_sampling import in_review
from tests.people import an_officer, seed_parameters
from tests.xiangyin.test_command_line import xiangyin


async def test_a_draw_is_redone_from_outside(empty_database: str, at: Any, tmp_path: Path) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    sample = await inquiries.announce_sample("tekun", date(2026, 3, 10), reviewer)
    none = xiangyin(tmp_path, "audit", "sample", sample.number, DATABASE_URL=empty_database)
    assert (none.returncode, "no drawn sample" in none.stdout + none.stderr) == (1, True)
    await in_review(at, clerk, leader, "王秀英", "刘大山")
    await inquiries.draw_sample(sample.id, reviewer)
    good = xiangyin(tmp_path, "audit", "sample", sample.number, DATABASE_URL=empty_database)
    assert (good.returncode, good.stdout.count("✓")) == (0, 3), good.stderr
    await SampleLine.filter(chosen=True).update(chosen=False)
    bad = xiangyin(tmp_path, "audit", "sample", sample.number, DATABASE_URL=empty_database)
    assert (bad.returncode, bad.stdout.count("✗")) == (1, 1)
