"""ARCHITECTURE.md shows the tree as it is: every room, every tool, every folder, in the corridor's order."""

import configparser
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page() -> str:
    return (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def first_column(page: str, heading: str) -> list[str]:
    """What the table under `## heading` names, in order."""
    _, found, section = page.partition(f"\n## {heading}\n")
    assert found, f"no heading {heading}"
    return re.findall(r"^\| `([^`]+)` \|", section.partition("\n## ")[0], re.MULTILINE)


def tracked(pattern: str) -> set[str]:
    """Files under version control, so that a stray folder of somebody's machine is none of ours."""
    listed = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(listed.stdout.split())


def test_every_room_is_in_the_corridor(page: str) -> None:
    rooms = {f"backend/{Path(file).parent.name}/" for file in tracked("backend/*/__init__.py")}
    assert len(rooms) >= 8, "hardly any room was found: nothing was checked"
    assert set(first_column(page, "The corridor")) == rooms


def test_the_corridor_has_the_order_that_is_enforced(page: str) -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    layers = contracts["importlinter:contract:corridor"]["layers"].split("\n")
    shown = first_column(page, "The corridor")
    enforced = [
        f"backend/{layer.strip()}/" for layer in reversed(layers) if (ROOT / "backend" / layer.strip()).is_dir()
    ]
    assert [room for room in enforced if room != "backend//"] == shown


def test_every_tool_below_the_rooms_is_named(page: str) -> None:
    tools = tracked("backend/*.py") - {file for file in tracked("backend/*.py") if file.count("/") > 1}
    tools -= {"backend/__init__.py"}
    assert len(tools) >= 8
    assert set(re.findall(r"`(backend/\w+\.py)`", page)) == tools


def test_every_folder_is_in_the_map(page: str) -> None:
    folders = {f"{file.split('/')[0]}/" for file in tracked("*") if "/" in file and not file.startswith(".")}
    assert len(folders) >= 8
    assert set(first_column(page, "The folders")) == folders


def test_whatever_else_the_page_names_exists(page: str) -> None:
    named = set(re.findall(r"`((?:[\w.]+/)+[\w.]*)`", page))
    assert len(named) > 15
    missing = [
        name for name in sorted(named) if not any((folder / name).exists() for folder in (ROOT, *ROOT.glob("[a-z]*/")))
    ]
    assert missing == []
