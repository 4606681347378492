"""A runbook is read when something is wrong already: each command, page, button and file that it names is there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from xiangyin.commands import app

ROOT = Path(__file__).parents[2]
RUNBOOKS = sorted((ROOT / "docs/runbooks").glob("*.md"))
OF_MONEY = ("bank-file-refused", "wrong-amount-paid", "return-file-lost")
_CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
_OURS = re.compile(r"(?:^|\s)(?:python -m )?xiangyin (?=[a-z])")
_COMPOSE = re.compile(r"docker compose (?:run|exec|up|stop|restart|logs|ps)((?: -\S+)*)((?: [a-z_]+)+)")


def code_in(page: str) -> Iterator[str]:
    """Every command line that stands in code, whether in a sentence or on lines of its own."""
    for block, inline in _CODE.findall(page):
        yield from (block or inline).replace("\\\n", " ").splitlines()


def commands_in(page: str) -> list[list[str]]:
    """What follows `xiangyin`, word by word, up to the end of the command."""
    found = [_OURS.split(line, maxsplit=1)[1] for line in code_in(page) if _OURS.search(line)]
    return [shlex.split(re.split(r"[|;>#（]|&&|3<", each)[0], posix=True) for each in found]


def faults_of(words: list[str]) -> list[str]:
    """Why a command could not be run as it is written; none where it can."""
    command: Any = typer.main.get_command(app)
    left = list(words)
    while hasattr(command, "commands") and left:
        name = left.pop(0)
        if name not in command.commands:
            return [f"no command {name} in {' '.join(words)}"]
        command = command.commands[name]
    if hasattr(command, "commands"):
        return [f"{' '.join(words)} is a group, and does nothing by itself"]
    options = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    return [f"no option {word} of {' '.join(words)}" for word in left if word.startswith("--") and word not in options]


def page_of(runbook: Path) -> str:
    return runbook.read_text(encoding="utf-8")


def test_every_command_is_there_with_its_options() -> None:
    named = {runbook.stem: commands_in(page_of(runbook)) for runbook in RUNBOOKS}
    assert sum(map(len, named.values())) >= 12, "hardly any command was found: nothing was checked"
    assert named["return-file-lost"] == [["audit", "batch", "FILE"]]
    assert named["wrong-amount-paid"] == [["audit", "verify"]]
    faults = {stem: [fault for words in commands for fault in faults_of(words)] for stem, commands in named.items()}
    assert {stem: found for stem, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    "words", ["audit forget", "no-such", "batch", "batch export N FILE --by somebody", "audit verify --quickly"]
)
def test_a_command_that_is_not_there_is_a_fault(words: str) -> None:
    assert faults_of(words.split())


def test_every_service_is_in_the_compose_file() -> None:
    services = set(yaml.safe_load((ROOT / "docker/compose.yaml").read_text(encoding="utf-8"))["services"])
    named: set[str] = set()
    for line in (line for runbook in RUNBOOKS for line in code_in(page_of(runbook))):
        for found in _COMPOSE.findall(line):
            words = found[1].split()
            named |= set(words if re.search(r" (?:up|stop|ps|restart)\b", line) else words[:1])
    assert len(named) >= 3, "hardly any service was found: nothing was checked"
    assert named <= services, named - services


@pytest.mark.parametrize("runbook", RUNBOOKS, ids=lambda runbook: runbook.stem)
def test_every_file_and_page_that_it_points_to_is_there(runbook: Path) -> None:
    page = page_of(runbook)
    links = [link.partition("#")[0] for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page)]
    assert [link for link in links if link and not (runbook.parent / link).exists()] == []
    paths = re.findall(r"`((?:backend|console|data|docker|docs|notifications|sandbox|xiangyin)/[\w./-]*)`", page)
    made_by_hand = {"docker/first-day"}  # the officer's own files, put there for the containers to see
    assert [path for path in paths if path not in made_by_hand and not (ROOT / path).exists()] == []


def seen_by_officers() -> str:
    """All that the console's pages and the rooms' sentences say."""
    files = [*ROOT.glob("console/**/*.html"), *ROOT.glob("console/**/*.py"), *ROOT.glob("backend/**/*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def words_of(layout: Path) -> set[str]:
    """What the banks and platforms say, by their layouts."""
    return set(re.findall(r"[一-鿿]{2,}", page_of(layout)))


@pytest.mark.parametrize("stem", OF_MONEY)
def test_what_it_tells_to_press_or_to_look_at_is_on_a_page(stem: str) -> None:
    """Every Chinese word below the heading is one that officers see: a menu, a button, a state, a column."""
    _, _, body = page_of(ROOT / f"docs/runbooks/{stem}.md").partition("\n")
    words = set(re.findall(r"[一-鿿]{2,}", body))
    assert len(words) >= 3
    said = seen_by_officers()
    of_the_bank = {word for layout in ROOT.glob("backend/payouts/layouts/*.yaml") for word in words & words_of(layout)}
    assert {word for word in words - of_the_bank if word not in said} == set()


@pytest.mark.parametrize("stem", OF_MONEY)
def test_every_standard_that_it_names_is_declared(stem: str) -> None:
    from backend import programmes

    named = re.findall(r"`((?:payouts|recoveries|funds)\.[a-z_]+)`", page_of(ROOT / f"docs/runbooks/{stem}.md"))
    assert [key for key in named if key not in programmes.declarations()] == []
