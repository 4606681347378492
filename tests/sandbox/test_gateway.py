"""The gateway in front of Aliyun's calls: each refusal of its own, and the signature as the SDK makes it."""

import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException

from sandbox.aliyun.signature import signature, string_to_sign
from tests.sandbox.clients import Control, Sms

ODD = ["a b+c", "*~&=?#%/", "换行\n制表\t", "😀", "【王】\"'", "", "é", "%7E", "+86"]


def _params(**more: str | None) -> dict[str, str]:
    usual: dict[str, str | None] = {
        "Action": "SendSms",
        "Version": "2017-05-25",
        "AccessKeyId": "demo-ak",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0",
        "SignatureType": "",
        "SignatureNonce": uuid.uuid4().hex,
        "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "PhoneNumbers": "13800001234",
        "SignName": "嵩县民政局",
        "TemplateCode": "SMS_100000009",
        "TemplateParam": '{"what": "津贴"}',
        **more,
    }
    return {name: value for name, value in usual.items() if value is not None}


def _call(address: str, params: dict[str, str], method: str = "GET") -> tuple[int, dict[str, Any]]:
    signed = {"Signature": signature("demo-sk", string_to_sign(method, params)), **params}
    reply = httpx.request(method, address, params=signed, trust_env=False)
    return reply.status_code, reply.json()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_signed_request_passes(addresses: dict[str, str], control: Control, method: str) -> None:
    status, body = _call(addresses["aliyun"], _params(), method)
    assert (status, body["Code"]) == (200, "OK")


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"Action": "SendFax"}, 404, "InvalidAction.NotFound"),
        ({"Version": "2016-01-01"}, 400, "InvalidVersion"),
        ({"AccessKeyId": None}, 400, "MissingAccessKeyId"),
        ({"SignatureNonce": None}, 400, "MissingSignatureNonce"),
        ({"Timestamp": None}, 400, "MissingTimestamp"),
        ({"Signature": ""}, 400, "MissingSignature"),
        ({"AccessKeyId": "other"}, 404, "InvalidAccessKeyId.NotFound"),
        ({"Timestamp": "2026-11-23 10:00:00"}, 400, "InvalidTimeStamp.Format"),
        ({"Timestamp": "2020-01-01T00:00:00Z"}, 400, "InvalidTimeStamp.Expired"),
        ({"Signature": "bm90IHJpZ2h0"}, 400, "SignatureDoesNotMatch"),
        ({"PhoneNumbers": None}, 400, "MissingPhoneNumbers"),
        ({"TemplateCode": None}, 400, "MissingTemplateCode"),
    ],
)
def test_each_check_refuses_with_its_status_and_code(
    addresses: dict[str, str], control: Control, changed: dict[str, str | None], status: int, code: str
) -> None:
    got, body = _call(addresses["aliyun"], _params(**changed))
    assert (got, body["Code"]) == (status, code)
    assert set(body) == {"RequestId", "HostId", "Code", "Message", "Recommend"}


def test_a_nonce_serves_once(addresses: dict[str, str], control: Control) -> None:
    params = _params()
    assert _call(addresses["aliyun"], params)[0] == 200
    assert _call(addresses["aliyun"], params)[1]["Code"] == "SignatureNonceUsed"
    assert control.get("accounting")["total_accepted"] == 1


def test_a_timestamp_of_fourteen_minutes_ago_passes(addresses: dict[str, str], control: Control) -> None:
    early = (datetime.now(UTC) - timedelta(minutes=14)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert _call(addresses["aliyun"], _params(Timestamp=early))[0] == 200


def test_the_gateway_can_be_told_to_follow_the_virtual_clock_alone(sms: Sms, control: Control) -> None:
    control.post("clock", advance_seconds=3600)
    assert sms.send("13800001234")["Code"] == "OK"
    control.post("clock", gateway="virtual")
    with pytest.raises(ServerException) as refused:
        sms.send("13800001234")
    assert refused.value.get_error_code() == "InvalidTimeStamp.Expired"


def test_the_sdk_hears_of_a_wrong_secret(addresses: dict[str, str], control: Control) -> None:
    with pytest.raises(ServerException) as refused:
        Sms(addresses["aliyun"], secret="wrong").send("13800001234")
    assert refused.value.get_error_code() in ("SignatureDoesNotMatch", "IncompleteSignature", "InvalidAccessKeySecret")


def test_throttling_is_a_gateway_error(sms: Sms, control: Control) -> None:
    control.post("faults", aliyun={"throttle_times": 1})
    with pytest.raises(ServerException) as refused:
        sms.send("13800001234")
    assert (refused.value.get_http_status(), refused.value.get_error_code()) == (400, "Throttling.User")
    assert sms.send("13800001234")["Code"] == "OK"


@pytest.mark.parametrize("odd", ODD)
def test_odd_characters_are_signed_as_the_sdk_signs_them(sms: Sms, odd: str) -> None:
    assert sms.send("13800001234", SmsUpExtendCode=odd)["Code"] == "OK"


def test_an_unknown_path_is_not_found(addresses: dict[str, str]) -> None:
    assert httpx.get(addresses["aliyun"] + "/sms", trust_env=False).status_code == 404


def test_the_journal_names_what_decided(sms: Sms, control: Control) -> None:
    began = time.time()
    sms.send("13800001234", "out-j")
    last = control.get("journal")["entries"][-1]
    assert (last["what"], last["rule"], last["outcome"]) == ("SendSms", "accepted", "OK")
    assert last["body"]["OutId"] == "out-j"
    assert control.get("journal", since=last["number"])["entries"] == []
    assert {"provider": "aliyun", "what": "SendSms", "outcome": "OK", "count": 1} in control.get("journal")["totals"]
    assert time.time() - began < 1
