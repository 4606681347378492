"""In production outreach does not start before every template has the account's own code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from notifications.wording import NEUTRAL, OCCASIONS, Hears

ROOT = Path(__file__).parents[2]
TEXTS = {NEUTRAL.name, *(occasion.sms.name for occasion in OCCASIONS.values())}
CALLS = {NEUTRAL.name, *(occasion.sms.name for occasion in OCCASIONS.values() if occasion.hears is Hears.PERSON)}
CARDS = {occasion.wechat.card.name for occasion in OCCASIONS.values() if occasion.wechat}


def unregistered(**variables: str) -> list[str]:
    """As a fresh process sees it: settings are read once."""
    said = subprocess.run(
        [sys.executable, "-c", "import json; from notifications.registrations import unregistered; "
         "print(json.dumps(unregistered()))"],
        cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: list[str] = json.loads(said.stdout)
    return found


def codes(names: set[str]) -> str:
    return json.dumps({name: f"SMS_{number}" for number, name in enumerate(sorted(names))})


@pytest.mark.parametrize("environment", ["demo", "test"])
def test_elsewhere_the_sandboxs_codes_are_right(environment: str) -> None:
    assert unregistered(ENVIRONMENT=environment) == []


def test_in_production_every_template_is_asked_for() -> None:
    assert len(unregistered(ENVIRONMENT="production", VOICE_CALLS="true")) == len(TEXTS) + len(CALLS) + len(CARDS) > 15


def test_what_is_set_is_not_asked_for() -> None:
    lacking = unregistered(
        ENVIRONMENT="production", SMS_TEMPLATE_CODES=codes(TEXTS - {"refused"}),
        VOICE_TEMPLATE_CODES=codes(CALLS), WECHAT_TEMPLATE_IDS=codes(CARDS),
    )  # fmt: skip
    assert lacking == ["SMS_TEMPLATE_CODES: refused"]


def test_without_a_voice_service_no_script_is_asked_for() -> None:
    assert len(unregistered(ENVIRONMENT="production", VOICE_CALLS="false")) == len(TEXTS) + len(CARDS)


def test_the_process_says_so_and_ends() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "notifications"], cwd=ROOT, env={**os.environ, "ENVIRONMENT": "production"},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert said.returncode == 1
    assert "SMS_TEMPLATE_CODES: submitted" in said.stderr
    assert "Traceback" not in said.stderr
