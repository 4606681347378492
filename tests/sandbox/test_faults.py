"""Faults of the line and of WeChat, as the vendors' libraries meet them."""

import json
import time

import pytest
import requests
from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException
from wechatpy.exceptions import WeChatClientException

from tests.sandbox.clients import Control, Mini, Sms, WeChatServer

PHONE = "13800001234"


def test_a_reset_after_acceptance_is_accepted_without_an_answer(sms: Sms, control: Control) -> None:
    control.post("faults", aliyun={"reset_after": True})
    with pytest.raises(ClientException):
        sms.send(PHONE)
    assert len(control.messages(PHONE)) == 1


def test_dropped_requests_do_nothing(sms: Sms, control: Control) -> None:
    control.post("faults", aliyun={"drop_percent": 100})
    with pytest.raises(ClientException):
        sms.send(PHONE)
    assert control.messages(PHONE) == []
    assert control.get("journal")["entries"][-1]["rule"] == "fault drop_percent"


def test_html_with_status_200_does_nothing(sms: Sms, control: Control) -> None:
    control.post("faults", aliyun={"html_200": True})
    with pytest.raises(json.JSONDecodeError):
        sms.send(PHONE)
    assert control.messages(PHONE) == []


def test_a_provider_that_answers_500_does_nothing(sms: Sms, control: Control) -> None:
    control.post("faults", aliyun={"status_500": True})
    with pytest.raises((json.JSONDecodeError, ServerException)):
        sms.send(PHONE)
    assert control.messages(PHONE) == []


def test_a_truncated_answer_is_no_json_but_was_accepted(sms: Sms, control: Control) -> None:
    control.post("faults", aliyun={"truncate": True})
    with pytest.raises((json.JSONDecodeError, ClientException)):
        sms.send(PHONE)
    assert len(control.messages(PHONE)) == 1


def test_slow_is_slow(sms: Sms, control: Control) -> None:
    control.post("faults", aliyun={"slow_ms": 200})
    began = time.monotonic()
    sms.send(PHONE)
    assert time.monotonic() - began >= 0.2


def test_wechat_resets_and_html_reach_wechatpy(mini: Mini, control: Control) -> None:
    control.post("faults", wechat={"reset_after": True})
    with pytest.raises(requests.ConnectionError):
        mini.login(control.post("wechat/login", user="王秀英")["code"])
    control.post("faults", clear=True, wechat={"html_200": True})
    assert not isinstance(mini.login(control.post("wechat/login", user="王秀英")["code"]), dict)


@pytest.mark.parametrize(
    ("fault", "errcode"), [({"busy_times": 1}, -1), ({"rate_limit_times": 1}, 45009), ({"always_40001": True}, 40001)]
)
def test_wechat_can_be_busy_limited_or_blind_to_tokens(
    mini: Mini, control: Control, fault: dict[str, object], errcode: int
) -> None:
    assert mini.access_token
    control.post("faults", wechat=fault)
    with pytest.raises(WeChatClientException) as refused:
        mini.call("wxa/business/getuserphonenumber", {"code": "x"})
    assert refused.value.errcode == errcode


def test_clearing_lets_everything_work_again(sms: Sms, control: Control, wechat: WeChatServer) -> None:
    control.post("faults", aliyun={"html_200": True}, wechat={"html_200": True}, numbers={PHONE: "0402"})
    control.post("faults", clear=True)
    assert sms.send(PHONE)["Code"] == "OK"
    assert "access_token" in wechat.stable_token()
