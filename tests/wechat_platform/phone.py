"""The stand-in for WeChat as a process of its own, and a phone in somebody's hand there."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

APP_ID = "wxdemo0000000000a1"
SECRET = "demo-secret"
_ROOT = Path(__file__).parents[2]


@contextmanager
def sandbox_process() -> Iterator[dict[str, str]]:
    """`python -m sandbox` on free ports; its addresses by name."""
    ports = {f"SANDBOX_{name}_PORT": "0" for name in ("WECHAT", "ALIYUN", "PHONES")}
    with subprocess.Popen(
        [sys.executable, "-m", "sandbox"], cwd=_ROOT, env={**os.environ, **ports}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()
        assert process.wait(10) == 0


class Phone:
    """What a person does in WeChat, by the stand-in's control calls."""

    def __init__(self, address: str) -> None:
        self._web = httpx.Client(base_url=address, trust_env=False)

    def login(self, user: str = "wang") -> str:
        """wx.login: a code."""
        return str(self.tell("wechat/login", user=user)["code"])

    def openid(self, user: str = "wang") -> str:
        """Who the user is to our app."""
        return str(self.tell("wechat/user", user=user)["openid"])

    def phone_code(self, number: str, user: str = "wang") -> str:
        """A tap on 「手机号快捷登录」: a code."""
        return str(self.tell("wechat/phone-code", user=user, phone=number)["code"])

    def accept(self, template: str, user: str = "wang") -> None:
        """A tap on 「允许」 for one message."""
        self.tell("wechat/tap-subscribe", user=user, template_id=template)

    def wait(self, seconds: float) -> None:
        """Let time pass at WeChat's."""
        self.tell("clock", advance_seconds=seconds)

    def faults(self, **wechat: Any) -> None:
        """Let these go wrong, and nothing else."""
        self.tell("faults", clear=True, wechat=wechat)

    def reset(self) -> None:
        """A world without past."""
        self.tell("reset")

    def requests(self) -> list[dict[str, Any]]:
        """Everything that WeChat was asked since the reset."""
        return list(self._web.get("/control/journal").json()["entries"])

    def tell(self, what: str, **words: Any) -> dict[str, Any]:
        """A control call; it must succeed."""
        answer = self._web.post(f"/control/{what}", json=words)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def close(self) -> None:
        """Put it away."""
        self._web.close()
