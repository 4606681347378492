"""The stand-in of WeChat and Aliyun as a process of its own, and the calls by which a test steers and asks it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

CHECKOUT = Path(__file__).parents[2]


class Sandbox:
    """One process; `reset` before each test."""

    def __init__(self) -> None:
        variables = {**os.environ, **{f"SANDBOX_{name}_PORT": "0" for name in ("WECHAT", "ALIYUN", "PHONES")}}
        variables |= {"SANDBOX_SENDING_OPENS_HOUR": "8", "SANDBOX_RECEIPT_DELAY_MIN_SECONDS": "0.1"}
        variables |= {"SANDBOX_RECEIPT_DELAY_MAX_SECONDS": "0.2"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sandbox"], cwd=CHECKOUT, env=variables, stdout=subprocess.PIPE
        )
        assert self._process.stdout
        addresses = json.loads(self._process.stdout.readline())
        self.wechat, self.aliyun = addresses["wechat"], addresses["aliyun"]
        self._control = httpx.Client(base_url=addresses["phones"], trust_env=False)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def ask(self, what: str, **query: Any) -> dict[str, Any]:
        answer = self._control.get(f"/control/{what}", params=query)
        answer.raise_for_status()
        return dict(answer.json())

    def tell(self, what: str, **asked: Any) -> dict[str, Any]:
        answer = self._control.post(f"/control/{what}", json=asked)
        answer.raise_for_status()
        return dict(answer.json())

    def texts(self, phone: str | None = None) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("sms", **({"phone": phone} if phone else {}))["messages"]
        return found

    def calls(self, phone: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("calls", phone=phone)["calls"]
        return found

    def pushes_to(self, address: str) -> None:
        """Receipts, replies and events go to this callback door."""
        self.tell(
            "push-urls",
            sms_report=f"{address}/sms-reports",
            sms_up=f"{address}/sms-replies",
            voice_report=f"{address}/voice-reports",
            wechat=f"{address}/wechat",
        )
