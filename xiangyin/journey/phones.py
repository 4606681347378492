"""The outside world as the sandbox plays it: what WeChat hands to a client, and what each phone receives."""

from __future__ import annotations

from typing import Any

import httpx
import yaml

from xiangyin.data_folder import CHECKOUT


class Phones:
    """The sandbox's control calls that the journey uses."""

    def __init__(self, port: int) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10, trust_env=False)

    def login_code(self, user: str) -> str:
        """What wx.login gives the mini-program of this WeChat user."""
        return str(self._post("/control/wechat/login", user=user)["code"])

    def phone_code(self, user: str, phone: str) -> str:
        """What the getPhoneNumber button gives."""
        return str(self._post("/control/wechat/phone-code", user=user, phone=phone)["code"])

    def accept_messages(self, user: str, template: str) -> None:
        """The user taps 允许 once."""
        self._post("/control/wechat/tap-subscribe", user=user, template_id=template, answer="accept")

    def sms_on(self, phone: str) -> list[dict[str, Any]]:
        """The texts that the carrier took for this phone, oldest first."""
        return list(self._get("/control/sms", phone=phone)["messages"])

    def wechat_inbox(self, user: str) -> list[dict[str, Any]]:
        """The subscribe messages that this user received."""
        found = self._get("/control/wechat/inbox", user=user)
        return list(found["messages"] if isinstance(found, dict) else found)

    def reply(self, phone: str, text: str) -> None:
        """The elder texts back."""
        self._post("/control/reply", phone=phone, text=text)

    def accounting(self) -> dict[str, Any]:
        """Doubles, money, hours: what the carrier saw of us."""
        return dict(self._get("/control/accounting"))

    def _get(self, path: str, **query: Any) -> Any:
        return self._http.get(path, params=query).raise_for_status().json()

    def _post(self, path: str, **body: Any) -> Any:
        return self._http.post(path, json=body).raise_for_status().json()


def registered_templates() -> list[str]:
    """The WeChat templates on file at the stand-in: what the client asks the person to allow."""
    on_file = yaml.safe_load((CHECKOUT / "sandbox/registered.yaml").read_text(encoding="utf-8"))
    return [template["id"] for template in on_file["wechat_templates"]]
