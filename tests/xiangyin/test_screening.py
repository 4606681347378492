"""`xiangyin screen`: what was found in lines, and a refusal in a sentence."""

from datetime import date
from pathlib import Path

from backend import database
from backend.discovery import Hit
from tests.people import a_resident, seed_parameters
from tests.xiangyin.test_command_line import xiangyin


async def test_it_says_what_was_found_and_what_was_left_out(empty_database: str, tmp_path: Path) -> None:
    await seed_parameters()
    await database.execute("DELETE FROM parameter WHERE key = 'discovery.medical_times'")
    await a_resident(birth_date=date(1930, 5, 6))
    said = xiangyin(tmp_path, "screen", DATABASE_URL=empty_database)
    assert said.returncode == 0, said.stderr
    assert "1 people looked at" in said.stdout
    assert "entitled 可能符合、还没有申请 old_age_allowance" in said.stdout
    assert "Not screened: high_medical_cost, for the county has not set discovery.medical_times." in said.stdout
    assert await Hit.all().count() == 1


async def test_only_one_programme(empty_database: str, tmp_path: Path) -> None:
    await seed_parameters()
    await a_resident(birth_date=date(1930, 5, 6))
    said = xiangyin(tmp_path, "screen", "--programme", "rural_dibao", DATABASE_URL=empty_database)
    assert (said.returncode, await Hit.all().count()) == (0, 0)


async def test_a_programme_of_nobody_is_refused(empty_database: str, tmp_path: Path) -> None:
    said = xiangyin(tmp_path, "screen", "--programme", "moon_rent", DATABASE_URL=empty_database)
    assert said.returncode == 1
    assert said.stderr.startswith("xiangyin: 没有找到这个补贴项目")
