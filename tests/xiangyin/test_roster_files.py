"""Rosters in and out from the command line; a refusal is a sentence, a finding is a line with its cell."""

from pathlib import Path

import pytest

from backend import clock
from backend.entitlements import Award
from backend.spreadsheet import read_table
from tests.backend.rosters.sheets import a_file, a_row
from tests.people import the_map
from tests.xiangyin.test_first_day import said
from xiangyin.refusal import CommandRefused
from xiangyin.roster_files import Order, import_roster


@pytest.fixture
async def database_url(empty_database: str) -> str:
    await the_map()
    return empty_database


async def test_in_out_and_in_again(database_url: str, tmp_path: Path) -> None:
    file, mapping = tmp_path / "roster.xlsx", tmp_path / "mapping.yaml"
    file.write_bytes(a_file(a_row("王秀英"), a_row("李桂兰"), a_row("坏号码", 身份证号码="123")))
    roster = ("import", "roster", str(file), "--programme", "rural_dibao")
    status, words = await said(database_url, tmp_path, *roster, "--dry-run", "--report", str(tmp_path / "report.xlsx"))
    assert (status, "农村低保!E5「身份证号」" in words, "2 新登记人员和待遇" in words) == (0, True, True), words
    assert read_table((tmp_path / "report.xlsx").read_bytes())[0].rows[1].cells[0] == "农村低保!E5"
    mapping.write_text(words.partition("农村低保!E5")[0], encoding="utf-8")
    month = f"{clock.today():%Y-%m}"
    status, words = await said(
        database_url, tmp_path, *roster, "--row-by-row", "--mapping", str(mapping), "--from", month
    )
    assert (status, await Award.all().count()) == (0, 2), words
    out = tmp_path / "out.xlsx"
    exported = ("export", "roster", str(out), "--programme", "rural_dibao", "--reason", "核对")
    assert (await said(database_url, tmp_path, *exported))[0] == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert len(read_table(out.read_bytes())[0].rows) == 3


@pytest.mark.parametrize(
    ("file", "programme", "mapping", "month", "said"),
    [
        ("none.xlsx", "rural_dibao", None, "", "cannot be read"),
        ("empty.csv", "rural_dibao", None, "", "文件是空的"),
        ("roster.xlsx", "no_such", None, "", "没有这项待遇"),
        ("roster.xlsx", "rural_dibao", None, "March", "give a month"),
        ("roster.xlsx", "rural_dibao", "roster.xlsx", "", "is no mapping"),
        ("roster.xlsx", "rural_dibao", "none.yaml", "", "is no mapping"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    tmp_path: Path, file: str, programme: str, mapping: str | None, month: str, said: str
) -> None:
    (tmp_path / "roster.xlsx").write_bytes(a_file(a_row()))
    (tmp_path / "empty.csv").write_bytes(b"\n")
    named = tmp_path / mapping if mapping else None
    with pytest.raises(CommandRefused, match=said):
        import_roster(Order(tmp_path / file, programme, named, month, False, True, None))
