"""Alerts ask for figures that are told, by labels that they have; each names a runbook, which names what is there."""

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from backend import database
from backend.messages import DUTY_TITLES
from notifications.channels import CHANNELS
from notifications.gauges import RESULTS
from notifications.message import Lane, State

ROOT = Path(__file__).parents[2]
RUNBOOKS = ROOT / "docs/runbooks"
PAGE = (RUNBOOKS / "alerts.md").read_text(encoding="utf-8")
OURS = "carrier-down", "signature-rejected", "money-out", "flood-of-replies"
# What a label may say; None: the provider's own words.
WORDS: dict[str, set[str] | None] = {
    "channel": set(CHANNELS), "lane": {each.name.lower() for each in Lane},
    "state": {each.value for each in State}, "result": set(RESULTS), "duty": set(DUTY_TITLES), "code": None,
}  # fmt: skip
# Said in these pages of the world outside.
NOT_OURS = {"实名报备"}


class Asked(NamedTuple):
    """One figure as an expression asks for it."""

    name: str
    labels: dict[str, str]


def rules() -> dict[str, dict[str, object]]:
    """The rules by the alert's name, out of the page that an operator copies them from."""
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.S)]
    return {rule["alert"]: rule for block in blocks for group in block.get("groups", []) for rule in group["rules"]}


def asked_for(rule: dict[str, object]) -> list[Asked]:
    found = re.findall(r"\b(xiangyin_\w+)(?:\{([^}]*)\})?", str(rule["expr"]))
    return [Asked(name, dict(re.findall(r'(\w+)=~?"([^"]*)"', labels))) for name, labels in found]


def grouped_by(rule: dict[str, object]) -> set[str]:
    return {word.strip() for words in re.findall(r"\bby \(([^)]*)\)", str(rule["expr"])) for word in words.split(",")}


def _is_words(given: ast.List) -> bool:
    return all(isinstance(each, ast.Constant) for each in given.elts)


def families() -> dict[str, set[str]]:
    """Every gauge with its labels, as the module makes them."""
    tree = ast.parse((ROOT / "notifications/gauges.py").read_text(encoding="utf-8"))
    lists = {
        target.id: ast.literal_eval(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List) and _is_words(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "GaugeMetricFamily":
            labels = next((each.value for each in node.keywords if each.arg == "labels"), None)
            named = lists[labels.id] if isinstance(labels, ast.Name) else ast.literal_eval(labels) if labels else []
            found[ast.literal_eval(node.args[0])] = set(named)
    return found


def test_every_alert_asks_for_a_figure_that_is_told_by_labels_that_it_has() -> None:
    told = families()
    assert len(told) > 8
    assert len(rules()) > 10
    for alert, rule in rules().items():
        assert asked_for(rule), alert
        for asked in asked_for(rule):
            assert asked.name in told, (alert, asked.name)
            assert set(asked.labels) | grouped_by(rule) <= told[asked.name], (alert, asked.name)
            for label, value in asked.labels.items():
                words = WORDS[label]
                assert words is None or value in words, (alert, label, value)


def test_every_figure_that_can_wake_somebody_does_or_is_there_to_be_looked_at() -> None:
    """A figure that nobody asks for is no alarm: the list of those is closed."""
    looked_at = {"xiangyin_messages_open", "xiangyin_callbacks_unread"}
    assert set(families()) - {each.name for rule in rules().values() for each in asked_for(rule)} == looked_at


def test_every_alert_says_what_to_do_and_names_a_runbook_that_is_there() -> None:
    for alert, rule in rules().items():
        notes = rule["annotations"]
        assert isinstance(notes, dict)
        assert str(notes["what"]).endswith((".", "?")), alert
        assert (RUNBOOKS / str(notes["runbook"])).is_file(), alert


@pytest.mark.parametrize("name", OURS)
def test_a_runbook_begins_with_the_alerts_that_lead_to_it(name: str) -> None:
    text = (RUNBOOKS / f"{name}.md").read_text(encoding="utf-8")
    leading = {alert for alert, rule in rules().items() if rule["annotations"]["runbook"] == f"{name}.md"}  # type: ignore[index]
    seen = text.partition("What you see:")[2].partition("\n\n")[0]
    assert leading
    assert set(re.findall(r"`([A-Z]\w+)`", seen)) == leading


@pytest.mark.parametrize("name", OURS)
def test_what_a_runbook_names_in_the_console_stands_there(name: str) -> None:
    text = (RUNBOOKS / f"{name}.md").read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    files = [each for folder in ("console", "backend", "notifications") for each in (ROOT / folder).rglob("*.*")]
    ours = "".join(each.read_text(encoding="utf-8") for each in files if each.suffix in (".py", ".html"))
    missing = {words for words in re.findall(r"[\u4e00-\u9fff]{2,}", body) if words not in ours}
    assert missing <= NOT_OURS
    settings = (ROOT / "docker/.env.example").read_text(encoding="utf-8")
    for setting in re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", body):
        assert f"\n{setting}=" in settings, setting


@pytest.mark.parametrize("name", OURS)
async def test_the_commands_of_a_runbook_can_be_run(name: str, empty_database: str) -> None:
    """A question to the database is asked of a real one; whatever else stands there is a service of ours."""
    text = (RUNBOOKS / f"{name}.md").read_text(encoding="utf-8")
    services = yaml.safe_load((ROOT / "docker/compose.yaml").read_text(encoding="utf-8"))["services"]
    for block in re.findall(r"```(?:\w*)\n(.*?)```", text, re.S):
        command = block.replace("\\\n", " ")
        (service,) = re.findall(r"docker compose (?:exec|logs|restart|up -d) (\w+)", command)
        assert service in services
        for question in re.findall(r'-c\s+"([^"]+)"', command):
            await database.rows(question)


def test_all_four_runbooks_are_there() -> None:
    assert all((RUNBOOKS / f"{name}.md").is_file() for name in OURS)


def test_whether_anybody_works_is_asked_even_when_nobody_tells_figures() -> None:
    """A process that is down tells no figure, and an alert on figures alone stays silent then."""
    late, absent = str(rules()["NobodySpeaks"]["expr"]).split(" or ")
    figure = re.findall(r"xiangyin_\w+\{[^}]+\}", late)
    assert figure == ['xiangyin_duty_late_seconds{duty="poll_receipts"}']
    assert absent.strip() == f"absent({figure[0]})"


def test_every_alert_says_whether_it_wakes_somebody_at_night() -> None:
    said = {alert: rule["labels"]["severity"] for alert, rule in rules().items()}  # type: ignore[index]
    assert set(said.values()) == {"page", "morning"}
    assert said["NobodySpeaks"] == said["UrgentWaits"] == said["ReceiptsDoNotCome"] == "page"
    assert said["StatementDiffers"] == "morning"


def test_an_alert_that_only_points_back_here_is_written_of_here() -> None:
    here = {alert for alert, rule in rules().items() if rule["annotations"]["runbook"] == "alerts.md"}  # type: ignore[index]
    headings = " ".join(re.findall(r"^## .*$", PAGE, re.M))
    assert here
    assert {alert for alert in here if f"`{alert}`" not in headings} == set()
