"""The vendors' own libraries pointed at the sandbox, and its control calls."""

import json
from typing import Any

import httpx
import requests
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.http import protocol_type
from aliyunsdkcore.request import CommonRequest
from wechatpy import WeChatClient
from wechatpy.session.memorystorage import MemoryStorage

APP_ID, SECRET = "wxdemo0000000000a1", "demo-secret"
REAL = "https://api.weixin.qq.com/"


class Control:
    """The control calls."""

    def __init__(self, web: httpx.Client) -> None:
        self.web = web

    def post(self, name: str, **body: Any) -> dict[str, Any]:
        """Make a control call that must succeed."""
        reply = self.web.post(f"/control/{name}", json=body)
        assert reply.status_code == 200, reply.text
        answered: dict[str, Any] = reply.json()
        return answered

    def get(self, name: str, **query: Any) -> Any:
        """Ask a control question."""
        return self.web.get(f"/control/{name}", params=query).json()

    def messages(self, phone: str) -> list[dict[str, Any]]:
        """Return what `phone` received."""
        found: list[dict[str, Any]] = self.get("sms", phone=phone)["messages"]
        return found


class Sms:
    """Aliyun's SDK."""

    def __init__(self, address: str, access_key: str = "demo-ak", secret: str = "demo-sk") -> None:
        self.address = address
        self._domain = address.removeprefix("http://")
        self._client = AcsClient(access_key, secret, "cn-hangzhou", auto_retry=False, connect_timeout=2, timeout=2)

    def call(self, action: str, **fields: str) -> Any:
        """Call an action with body parameters; the SDK's exceptions pass through."""
        request = CommonRequest(domain=self._domain, version="2017-05-25", action_name=action)
        request.set_method("POST")
        request.set_protocol_type(protocol_type.HTTP)
        for name, value in fields.items():
            request.add_body_params(name, value)
        return json.loads(self._client.do_action_with_exception(request))

    def send(self, phone: str, out_id: str = "", **fields: str) -> Any:
        """Send a notice that is well formed but for what `fields` say."""
        usual = {
            "PhoneNumbers": phone,
            "SignName": "嵩县民政局",
            "TemplateCode": "SMS_100000002",
            "TemplateParam": json.dumps({"name": "王秀英", "date": "12月5日"}, ensure_ascii=False),
            "OutId": out_id or f"out-{phone}",
        }
        return self.call("SendSms", **{**usual, **fields})

    def send_code(self, phone: str, code: str = "123456") -> Any:
        """Send a sign-in code."""
        return self.send(phone, TemplateCode="SMS_100000001", TemplateParam=json.dumps({"code": code}))

    def details(self, phone: str, day: str, **fields: str) -> Any:
        """Ask what became of the messages to a phone."""
        usual = {"PhoneNumber": phone, "SendDate": day, "PageSize": "10", "CurrentPage": "1"}
        return self.call("QuerySendDetails", **{**usual, **fields})


class WeChatServer:
    """Plain HTTP."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(base_url=address, trust_env=False)

    def get(self, path: str, **query: str) -> Any:
        """GET and read JSON, which comes as text/plain."""
        return self._client.get(path, params=query).json()

    def post(self, path: str, body: Any, **query: str) -> Any:
        """POST JSON."""
        return self._client.post(path, json=body, params=query).json()

    def stable_token(self, **more: Any) -> Any:
        """Fetch the stable token."""
        asked = {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET, **more}
        return self.post("/cgi-bin/stable_token", asked)


class Rehomed(requests.Session):
    """Sends what is meant for WeChat to the sandbox and refuses everything else."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.trust_env = False
        self._base = base.rstrip("/") + "/"

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kw: Any) -> requests.Response:
        """Send a request to the sandbox."""
        assert isinstance(url, str)
        assert url.startswith(REAL)
        kw["timeout"] = 3
        return super().request(method, self._base + url.removeprefix(REAL), *args, **kw)


class Mini(WeChatClient):  # type: ignore[misc]
    """wechatpy's client, as a mini program's server uses it."""

    def __init__(self, base: str) -> None:
        super().__init__(APP_ID, SECRET, session=MemoryStorage(), timeout=3, auto_retry=False)
        self._http = Rehomed(base)

    def login(self, code: str) -> dict[str, Any]:
        """Exchange a wx.login code."""
        params = {"appid": APP_ID, "secret": SECRET, "js_code": code, "grant_type": "authorization_code"}
        answered: dict[str, Any] = self._request(
            "get", REAL + "sns/jscode2session", params={**params, "access_token": None}
        )
        return answered

    def call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """POST JSON with an access token."""
        answered: dict[str, Any] = self._request(
            "post", REAL + path, params={"access_token": self.access_token}, data=body
        )
        return answered
