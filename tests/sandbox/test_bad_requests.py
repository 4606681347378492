"""Nonsense gets a refusal of the provider's kind, never a 500; and the sandbox knows nothing of the app."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from sandbox.aliyun.signature import signature, string_to_sign
from tests.sandbox.clients import Control, Sms, WeChatServer

NONSENSE = [b"", b"\x00\xff\xfe", b"[" * 100_000, b"null", b"1" * 5000, b'{"a": 1}', b"%%%=%zz&&=&a"]
CALLS = ["/cgi-bin/stable_token", "/wxa/business/getuserphonenumber", "/cgi-bin/message/subscribe/send"]


@pytest.mark.parametrize("body", NONSENSE)
@pytest.mark.parametrize("path", CALLS)
def test_wechat_answers_nonsense_with_an_errcode(
    addresses: dict[str, str], wechat: WeChatServer, path: str, body: bytes
) -> None:
    token = wechat.stable_token()["access_token"]
    reply = httpx.post(addresses["wechat"] + path, params={"access_token": token}, content=body, trust_env=False)
    assert reply.status_code == 200
    assert reply.json()["errcode"] in (40002, 40003, 40029, 47001)


@pytest.mark.parametrize("body", NONSENSE)
def test_aliyun_answers_nonsense_as_its_gateway_does(addresses: dict[str, str], control: Control, body: bytes) -> None:
    reply = httpx.post(addresses["aliyun"], content=body, trust_env=False)
    assert (reply.status_code, reply.json()["Code"]) == (404, "InvalidAction.NotFound")


@pytest.mark.parametrize("param", ["[" * 100_000, '{"name": "\\ud800王", "date": "1日"}', "9" * 5000])
def test_aliyun_refuses_params_that_break_parsers(sms: Sms, param: str) -> None:
    code = sms.send("13800001234", TemplateParam=param)["Code"]
    assert code in ("isv.INVALID_JSON_PARAM", "isv.TEMPLATE_PARAMS_ILLEGAL")


def test_half_a_character_is_no_text(sms: Sms) -> None:
    answered = sms.send("13800001234", TemplateCode="SMS_100000009", TemplateParam=json.dumps({"what": "\ud83d"}))
    assert answered["Code"] == "isv.UNSUPPORTED_CONTENT"


def test_a_signature_of_odd_characters_is_a_mismatch(addresses: dict[str, str], control: Control) -> None:
    params = {"Action": "SendSms", "Version": "2017-05-25", "AccessKeyId": "demo-ak", "SignatureMethod": "x"}
    params |= {"SignatureVersion": "1.0", "SignatureNonce": "n", "Timestamp": "２０２６"}
    params["Signature"] = signature("demo-sk", string_to_sign("GET", params)) + "é"
    reply = httpx.get(addresses["aliyun"], params=params, trust_env=False)
    assert reply.json()["Code"] == "InvalidTimeStamp.Format"


@pytest.mark.parametrize("name", ["clock", "faults", "templates", "reply", "wechat/login", "wechat/tap-subscribe"])
@pytest.mark.parametrize("body", [b"\xff", b"[]", b"nul", b'{"nobody": 1}'])
def test_control_calls_say_what_is_wrong(control: Control, name: str, body: bytes) -> None:
    assert control.web.post(f"/control/{name}", content=body).status_code == 422


def test_the_sandbox_imports_nothing_of_the_app_and_none_of_the_vendors_libraries() -> None:
    ours = "{'backend', 'miniprogram_api', 'notifications', 'console', 'xiangyin', 'wechatpy', 'aliyunsdkcore'}"
    program = f"import sandbox.__main__, sys; print(sorted({ours} & {{name.split('.')[0] for name in sys.modules}}))"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_taken_port_is_said_in_one_line(addresses: dict[str, str]) -> None:
    port = addresses["phones"].rsplit(":", 1)[1]
    root = Path(__file__).parents[2]
    environment = {"SANDBOX_WECHAT_PORT": "0", "SANDBOX_ALIYUN_PORT": "0", "SANDBOX_PHONES_PORT": port}
    done = subprocess.run(
        [sys.executable, "-m", "sandbox"], cwd=root, env=environment, capture_output=True, text=True, timeout=10
    )
    assert done.returncode == 1
    assert done.stderr.startswith("sandbox: cannot listen")
    assert done.stderr.count("\n") == 1


def test_the_readme_lists_every_ending_and_every_control_call(control: Control) -> None:
    readme = (Path(__file__).parents[2] / "sandbox" / "README.md").read_text()
    endings = control.get("magic-numbers")
    assert len(endings) > 20
    assert [ending for ending in endings if f"| {ending} |" not in readme] == []
    from sandbox.aliyun.calls import ANSWERS
    from sandbox.phones import phones_app
    from sandbox.settings import Settings
    from sandbox.world import World

    called = readme.partition("Called instead of texted")[2]
    assert len(ANSWERS) > 5
    assert [ending for ending, answer in ANSWERS.items() if ending not in called or answer.status not in called] == []
    paths = {getattr(route, "path", "") for route in phones_app(World(Settings())).routes}
    assert [path for path in sorted(paths) if path.startswith("/control/") and path not in readme] == []
