"""An audit file is checked at a terminal without a database; the forecast is read there."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from backend import clock, database, forecasts, statements
from tests.backend.funds.money import given
from tests.backend.payouts.awards import a_payer, an_award, an_exported_batch, with_the_lock_off
from tests.people import COUNTY, seed_parameters
from xiangyin.auditing import check_file, verify
from xiangyin.commands import app
from xiangyin.forecasting import lines_of
from xiangyin.refusal import CommandRefused


@pytest.fixture
async def audit_file(empty_database: str, at: Any, tmp_path: Path) -> Path:
    at("2026-03-05 09:00")
    await seed_parameters()
    payer = await a_payer()
    batch, _ = await an_exported_batch(payer, "6228480000000000018")
    file = tmp_path / "batch.zip"
    file.write_bytes(await statements.audit_file(batch.id, payer))
    return file


def test_a_whole_file_ends_with_0_and_names_what_holds(audit_file: Path) -> None:
    done = CliRunner().invoke(app, ["audit", "batch", str(audit_file)])
    assert (done.exit_code, done.stdout.count("✓"), "✗" in done.stdout) == (0, 8, False)


@pytest.mark.usefixtures("audit_file")
async def test_verifying_counts_what_holds_and_names_an_altered_batch(schema: str) -> None:
    try:
        held = await verify()
        assert (held.links > 0, held.batches, held.payouts) == (True, 1, 1)
        await database.connect(schema)
        await with_the_lock_off("UPDATE payout SET amount_fen = 4999")
        with pytest.raises(CommandRefused, match=r"-01 at line 1"):
            await verify()
    finally:
        await database.connect(schema)


def test_a_file_of_another_house_or_none_is_refused(audit_file: Path, tmp_path: Path) -> None:
    audit_file.write_bytes(audit_file.read_bytes()[:-200])
    for file in (audit_file, tmp_path / "missing.zip"):
        with pytest.raises(CommandRefused):
            check_file(file)


async def test_the_forecast_says_until_when_the_money_lasts(empty_database: str, at: Any) -> None:
    at("2026-11-05 09:00")
    await seed_parameters()
    await an_award(from_month=date(2026, 11, 1))
    await given(9_000)
    (made,) = await forecasts.forecast(COUNTY)
    said = "\n".join(lines_of(made))
    assert clock.today() == date(2026, 11, 5)
    assert "高龄津贴：可用 90.00 元" in said
    assert "2026-12-10 起不够发，到年底差 10.00 元" in said
    await given(1_000, number="补")
    (made,) = await forecasts.forecast(COUNTY)
    assert "资金够用到年底" in "\n".join(lines_of(made))
