"""One sandbox for this folder, as a process of its own on free ports; every test begins with it reset."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.sandbox.clients import Control, Mini, Sms, WeChatServer
from tests.sandbox.listening import PushListener

ROOT = Path(__file__).parents[2]
FREE_PORTS = {f"SANDBOX_{name}_PORT": "0" for name in ("WECHAT", "ALIYUN", "PHONES")}
QUICK = {"SANDBOX_RECEIPT_DELAY_MIN_SECONDS": "0.01", "SANDBOX_RECEIPT_DELAY_MAX_SECONDS": "0.02"}
OTHER = {"SANDBOX_DETAILS_VISIBLE_AFTER_SECONDS": "0", "SANDBOX_LATE_ANSWER_SECONDS": "2.5"}


@pytest.fixture(scope="session")
def addresses() -> Iterator[dict[str, str]]:
    """Start the process and give its three addresses."""
    registered = {"SANDBOX_REGISTERED_FILE": str(Path(__file__).with_name("registered.yaml"))}
    environment = {**os.environ, **registered, **FREE_PORTS, **QUICK, **OTHER}
    with subprocess.Popen(
        [sys.executable, "-m", "sandbox"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()
        assert process.wait(10) == 0


@pytest.fixture(scope="session")
def web(addresses: dict[str, str]) -> Iterator[httpx.Client]:
    """A client of the phones port."""
    with httpx.Client(base_url=addresses["phones"], trust_env=False) as client:
        yield client


@pytest.fixture
def control(web: httpx.Client) -> Control:
    """The control calls, on a world without past."""
    made = Control(web)
    made.post("reset")
    made.post("push-urls", sms_report="", sms_up="", voice_report="", wechat="")
    return made


@pytest.fixture(scope="session")
def sms_client(addresses: dict[str, str]) -> Sms:
    """Aliyun's own SDK, pointed at the sandbox."""
    return Sms(addresses["aliyun"])


@pytest.fixture
def sms(sms_client: Sms, control: Control) -> Sms:
    """The SDK on a world without past."""
    return sms_client


@pytest.fixture
def wechat(addresses: dict[str, str], control: Control) -> WeChatServer:
    """Plain HTTP to WeChat's address."""
    return WeChatServer(addresses["wechat"])


@pytest.fixture
def mini(addresses: dict[str, str], control: Control) -> Mini:
    """wechatpy, pointed at the sandbox."""
    return Mini(addresses["wechat"])


@pytest.fixture
def listener() -> Iterator[PushListener]:
    """An app's push endpoints."""
    with PushListener() as made:
        yield made
