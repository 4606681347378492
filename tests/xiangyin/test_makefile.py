"""`make help` names everything that can be made."""

import re
import subprocess
from pathlib import Path


def test_help_lists_every_target(repository: Path) -> None:
    targets = re.findall(r"^([a-z%-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"run", "test", "check", "journey", "bench", "migrate", "clean", "help"} <= set(targets)
    said = subprocess.run(["make", "help"], cwd=repository, capture_output=True, text=True, check=True).stdout
    listed = re.findall(r"^  make (\S+)  +\S", said, re.MULTILINE)
    assert listed == [target.replace("%", "<subject>") for target in targets]


def test_a_python_too_old_is_named(repository: Path, tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    (tmp_path / "requirements").mkdir()
    for name in ("install", "local.txt"):
        (tmp_path / "requirements" / name).write_bytes((repository / "requirements" / name).read_bytes())
    said = subprocess.run(
        ["bash", "requirements/install", "local"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(old)},
        capture_output=True,
        text=True,
    )
    assert said.returncode == 1
    assert "Python 3.9.2 is too old: Xiangyin needs Python 3.11" in said.stderr
    assert not (tmp_path / ".venv").exists()
