"""The command line: quick to answer, and a refusal is a sentence."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest

from xiangyin.county_clock import write_offset
from xiangyin.sign_ins import SignIn, write_sign_ins


def xiangyin(
    data: Path, *arguments: str, stdin: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    with open(stdin or os.devnull, "rb") as handed:
        return subprocess.run(
            [sys.executable, "-m", "xiangyin", *arguments],
            stdin=handed,
            env={**ours, "XIANGYIN_DATA": str(data), **variables},
            capture_output=True,
            text=True,
            timeout=60,  # a busy machine takes its time to import
        )


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "xiangyin", "--help"], capture_output=True, text=True
    )
    loaded = {line.rsplit("|", 1)[-1].strip() for line in said.stderr.splitlines()}
    assert "typer" in loaded
    assert loaded.isdisjoint({"backend", "asyncpg", "tortoise", "polars", "fastapi", "sandbox"})
    assert said.returncode == 0


@pytest.mark.parametrize("scale", ["0", "1.1", "-1", "all", "nan"])
def test_a_scale_that_is_no_part_is_refused_before_anything_starts(tmp_path: Path, scale: str) -> None:
    said = xiangyin(tmp_path / "data", "up", SCALE=scale)
    assert said.returncode == 1
    assert said.stderr.startswith(f"xiangyin: SCALE={scale}: give full")
    assert not (tmp_path / "data").exists()


def test_the_code_of_a_demo_account_is_real_whatever_the_countys_time(tmp_path: Path) -> None:
    secret = pyotp.random_base32()
    write_sign_ins(tmp_path, [SignIn("工作台", "县局审核", "reviewer", "secret", secret)])
    assert (tmp_path / "sign-ins.json").stat().st_mode & 0o777 == 0o600
    write_offset(tmp_path / "clock", 86400)
    now = int(datetime.now(UTC).timestamp())
    near = {pyotp.TOTP(secret).at(now + step) for step in (0, 30)}
    assert xiangyin(tmp_path, "code", "reviewer").stdout.strip() in near


def test_an_account_that_does_not_exist_has_no_code(tmp_path: Path) -> None:
    said = xiangyin(tmp_path, "code", "nobody")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "xiangyin: No demo account nobody with a second factor here.\n"


def test_the_clock_goes_forward_and_back_to_real(tmp_path: Path) -> None:
    shown = xiangyin(tmp_path, "clock", "forward", "8d").stdout.strip()
    ahead = datetime.strptime(shown + " +0800", "%Y-%m-%d %H:%M %z").timestamp() - time.time()
    assert 8 * 86400 - 120 < ahead < 8 * 86400 + 60
    assert xiangyin(tmp_path, "clock", "real").returncode == 0
    assert (tmp_path / "clock").read_text() == "0\n"


@pytest.mark.parametrize("command", [("audit", "verify"), ("migrate",), ("load",)])
def test_without_a_house_or_an_address_there_is_a_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    said = xiangyin(tmp_path, *command)
    assert said.returncode == 1
    assert said.stderr.startswith(f"xiangyin: No house runs on {tmp_path}")
    assert "Traceback" not in said.stderr
