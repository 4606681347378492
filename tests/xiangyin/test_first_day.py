"""A county's first day from the command line: from an empty schema to an officer who has signed in."""

import asyncio
from pathlib import Path

import pytest

from backend.settings import settings
from backend.staff import Cadre, Officer
from tests.xiangyin.test_command_line import xiangyin

STAFF, DIVISIONS = "data/staff/example.csv", "data/divisions/songxian-divisions.csv"


@pytest.fixture
async def database_url(empty_database: str) -> str:
    return empty_database


async def said(url: str, folder: Path, *arguments: str, stdin: Path | None = None) -> tuple[int, str]:
    keys = {
        "SEALING_KEYS": settings().sealing_keys.get_secret_value(),
        "BLIND_INDEX_KEY": settings().blind_index_key.get_secret_value(),
    }
    done = await asyncio.to_thread(lambda: xiangyin(folder, *arguments, stdin=stdin, DATABASE_URL=url, **keys))
    return done.returncode, done.stdout + done.stderr


async def test_the_shipped_examples_make_a_county_that_can_begin(
    database_url: str, tmp_path: Path, repository: Path
) -> None:
    status, words = await said(database_url, tmp_path, "import", "divisions", str(repository / DIVISIONS))
    assert (status, words.startswith("362 places are new")) == (0, True), words
    cards = tmp_path / "cards.pdf"
    staffed = ("import", "staff", str(repository / STAFF), "--cards", str(cards))
    status, words = await said(database_url, tmp_path, *staffed)
    assert (status, "officers: 6 are new" in words, "cadres: 1 are new" in words) == (0, True, True), words
    assert cards.stat().st_mode & 0o777 == 0o600
    assert (await Officer.all().count(), await Cadre.all().count()) == (6, 1)
    status, words = await said(database_url, tmp_path, *staffed)
    assert (status, "6 stay as they are" in words) == (0, True), words
    status, words = await said(database_url, tmp_path, "staff", "renew", "checun.clerk1", "--cards", str(cards))
    assert (status, "exists" in words) == (1, True), "cards are never written over"


async def test_mistakes_are_sentences(database_url: str, tmp_path: Path, repository: Path) -> None:
    status, words = await said(database_url, tmp_path, "import", "staff", str(repository / STAFF))
    assert (status, "E2「区划代码」" in words, "Traceback" in words) == (1, True, False), words
    status, words = await said(database_url, tmp_path, "import", "divisions", str(tmp_path / "none.csv"))
    assert (status, words.startswith("xiangyin: "), "Traceback" in words) == (1, True, False), words
