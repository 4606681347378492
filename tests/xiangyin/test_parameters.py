"""Standards out into a file and in again from the command line; every mistake is a sentence."""

import asyncio
from pathlib import Path

import pytest

from tests.people import seed_parameters
from tests.xiangyin.test_command_line import xiangyin


@pytest.fixture
async def database_url(empty_database: str) -> str:
    await seed_parameters()
    return empty_database


async def said(url: str, folder: Path, *arguments: str) -> tuple[int, str]:
    from backend.settings import settings

    keys = {"SEALING_KEYS": settings().sealing_keys, "BLIND_INDEX_KEY": settings().blind_index_key}
    given = {name: str(getattr(value, "get_secret_value", lambda value=value: value)()) for name, value in keys.items()}
    done = await asyncio.to_thread(lambda: xiangyin(folder, "parameters", *arguments, DATABASE_URL=url, **given))
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_out_and_in_again_changes_nothing(database_url: str, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"standards.{kind}"
    status, words = await said(database_url, tmp_path, "export", str(file))
    assert (status, "values are in" in words) == (0, True), words
    status, words = await said(database_url, tmp_path, "import", str(file))
    assert (status, words.startswith("0 values are new, ")) == (0, True), words


async def test_a_dry_run_says_what_would_change_and_a_mistake_where_it_is(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "standards.csv"
    await said(database_url, tmp_path, "export", str(file))
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace(",440元,", ",460元,", 1), encoding="utf-8")
    assert (await said(database_url, tmp_path, "import", "--dry-run", str(file)))[1].startswith("1 values would be new")
    file.write_text(text.replace(",440元,", ",很多,", 1), encoding="utf-8")
    status, words = await said(database_url, tmp_path, "import", str(file))
    assert status == 1
    assert "行「值」" in words
    assert "Traceback" not in words


async def test_files_that_are_none(database_url: str, tmp_path: Path) -> None:
    for arguments in (("export", str(tmp_path / "a.pdf")), ("import", str(tmp_path / "none.csv"))):
        status, words = await said(database_url, tmp_path, *arguments)
        assert (status, words.startswith("xiangyin: ")) == (1, True), words
