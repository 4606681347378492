"""`make help` names everything that can be made; an unfit Python is named before anything is touched."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

TOO_OLD = '#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n'
WITHOUT_VENV = """#!/bin/sh
case "$2" in
    *ensurepip*) exit 1 ;;
    *version_info\\[*) echo 3.12 ;;
esac
"""


@pytest.fixture
def bare_machine(repository: Path, tmp_path: Path) -> Path:
    """A checkout's `requirements/` and a `bin/` with a few tools; no package manager, no Python yet."""
    (tmp_path / "requirements").mkdir()
    for name in ("install", "local.txt"):
        shutil.copy(repository / "requirements" / name, tmp_path / "requirements" / name)
    (tmp_path / "bin").mkdir()
    for tool in ("bash", "cksum", "dirname", "grep", "id", "sh", "tr"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def install(machine: Path, python: str | None) -> subprocess.CompletedProcess[str]:
    if python is not None:
        (machine / "bin" / "python3").write_text(python)
        (machine / "bin" / "python3").chmod(0o755)
    return subprocess.run(
        ["bash", "requirements/install", "local"],
        cwd=machine,
        env={"PATH": str(machine / "bin")},
        capture_output=True,
        text=True,
    )


def test_help_lists_every_target(repository: Path) -> None:
    targets = re.findall(r"^([a-z%-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"run", "test", "check", "journey", "bench", "migrate", "clean", "help"} <= set(targets)
    said = subprocess.run(["make", "help"], cwd=repository, capture_output=True, text=True, check=True).stdout
    listed = re.findall(r"^  make (\S+)  +\S", said, re.MULTILINE)
    assert listed == [target.replace("%", "<subject>") for target in targets]


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        (None, "No python3 here: install Python 3.11 or newer."),
        (TOO_OLD, "Python 3.9.2 is too old: Xiangyin needs Python 3.11 or newer (make PYTHON=python3.12 ...)."),
        (WITHOUT_VENV, "venv module is not installed. On Debian and Ubuntu: sudo apt install python3.12-venv"),
    ],
)
def test_what_python_lacks_is_said(bare_machine: Path, python: str | None, sentence: str) -> None:
    said = install(bare_machine, python)
    assert said.returncode == 1
    assert sentence in said.stderr
    assert not (bare_machine / ".venv").exists()
