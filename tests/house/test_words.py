"""Words hold: the glossary is in the code, deeds have their rooms, links lead somewhere, nothing is left unfinished."""

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

from backend.journal import Deed
from backend.messages import OCCASION_TITLES
from notifications.wording import NEUTRAL, OCCASIONS, PAYMENT, PROGRESS, Hears

ROOT = Path(__file__).parents[2]
# Deeds of doors that record for themselves.
DOORS = {"outreach": "notifications"}
# Other people's work, kept as it came.
FOREIGN = re.compile(r"^LICENSE$|^requirements/.*\.txt$|compose-spec\.json$|\.min\.(js|css)$|/static/.*\.js$")
# Put together here, so that this file does not find itself.
ELSEWHERE = [
    "/" + "work/",
    "py" + "pi.org",
    "registry." + "npmjs",
    "deb." + "debian.org",
    "files." + "pythonhosted.org",
]

UNFINISHED = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every file under version control that is text and ours."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, str] = {}
    for name in listed.stdout.split("\0"):
        if name and not FOREIGN.search(name) and (ROOT / name).is_file():
            try:
                found[name] = (ROOT / name).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture or a font
    assert len(found) > 150, "hardly any file was found: nothing was checked"
    return found


def test_every_deed_belongs_to_a_room() -> None:
    assert len(Deed) > 20
    for deed in Deed:
        room, _, done = deed.value.partition(".")
        assert done, deed
        assert importlib.util.find_spec(DOORS.get(room) or f"backend.{room}"), f"{deed.value}: no room {room}"


def test_every_word_of_the_glossary_is_in_the_code(texts: dict[str, str]) -> None:
    words = re.findall(r"^\| [^|]+ \| [^|]+ \| `(\w+)` \|$", texts["GLOSSARY.md"], re.MULTILINE)
    assert len(words) > 40
    assert len(words) == len(set(words)), "one word each way"
    code = "\n".join(text for name, text in texts.items() if name.endswith(".py") and not name.startswith("tests/"))
    assert [word for word in words if not re.search(rf"\b{word}\b", code)] == []


def test_links_and_pictures_lead_to_files(texts: dict[str, str]) -> None:
    links = [
        (name, target.partition("#")[0])
        for name, text in texts.items()
        if name.endswith(".md")
        for target in re.findall(r"\]\(([^)\s]+)\)", text)
        if not re.match(r"[a-z]+:", target) and not target.startswith("#")
    ]
    assert len(links) > 20
    missing = [f"{name} → {target}" for name, target in links if not (ROOT / name).parent.joinpath(target).exists()]
    assert missing == []


def test_links_to_headings_find_them(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if name.endswith(".md"):
            headings = {_anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
            asked = set(re.findall(r"\]\(#([^)\s]+)\)", text))
            assert asked <= headings, name


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("pattern", ELSEWHERE)
def test_no_file_knows_a_machine_or_a_registry(texts: dict[str, str], pattern: str) -> None:
    assert [name for name, text in texts.items() if pattern in text] == []


@pytest.mark.parametrize("pattern", UNFINISHED)
def test_nothing_is_marked_as_unfinished(texts: dict[str, str], pattern: str) -> None:
    assert [name for name, text in texts.items() if pattern in text] == []


def test_the_commands_that_the_pages_name_exist(texts: dict[str, str]) -> None:
    from xiangyin.__main__ import app

    targets = set(re.findall(r"^([a-z]+)(?:-%)?:", texts["Makefile"], re.MULTILINE))
    commands = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    commands |= {group.name for group in app.registered_groups if group.name}
    pages = "\n".join(text for name, text in texts.items() if name.endswith(".md"))
    made = set(
        re.findall(
            r"\bmake ([a-z]+)\b(?= |`|$|-)", "\n".join(re.findall(r"`[^`\n]+`|^ *make .*$", pages, re.MULTILINE))
        )
    )
    ours = set(re.findall(r"(?:-m xiangyin|`xiangyin) ([a-z]+)", pages))
    assert {"run", "test"} <= made <= targets
    assert ours
    assert ours <= commands


def test_every_occasion_has_a_title_in_the_console() -> None:
    assert set(OCCASION_TITLES) == set(OCCASIONS)


def test_templates_to_register_are_the_ones_we_send(texts: dict[str, str]) -> None:
    """Who registers another wording than ours sees every message refused."""
    page = texts["docs/runbooks/templates-to-register.md"]
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", page, re.MULTILINE)
    told = {(sms.name, sms.text) for sms in (NEUTRAL, *(occasion.sms for occasion in OCCASIONS.values()))}
    told |= {(f"{each.sms.name}_link", each.link.text) for each in OCCASIONS.values() if each.link}
    assert len(rows) > 10
    assert {(name, text) for name, text, _ in rows} == told
    spoken = {NEUTRAL.name, *(each.sms.name for each in OCCASIONS.values() if each.hears is Hears.PERSON)}
    assert set(re.findall(r"^- `(\w+)`$", page, re.MULTILINE)) == spoken
    assert {PROGRESS.name, PAYMENT.name} == set(re.findall(r"^## WeChat: `(\w+)`", page, re.MULTILINE))
