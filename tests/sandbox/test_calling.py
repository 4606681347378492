"""Calls: taken by the documented rules, ended as the number says, told by VoiceReport."""

import json
from typing import Any

import pytest

from tests.sandbox.clients import Control, Sms
from tests.sandbox.listening import PushListener, wait_until

WORDS = json.dumps({"name": "王秀英", "papers": "户口簿照片"}, ensure_ascii=False)


def call(sms: Sms, phone: str, **fields: str) -> Any:
    usual = {"CalledNumber": phone, "TtsCode": "TTS_100000001", "TtsParam": WORDS, "OutId": "a1b2c3"}
    return sms.call("SingleCallByTts", **{**usual, **fields})


def calls_to(control: Control, phone: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = control.get("calls", phone=phone)["calls"]
    return found


@pytest.fixture
def by_day(control: Control) -> None:
    """Ten in the morning, whatever the hour."""
    now = control.get("clock")["now"]
    hour, minute = int(now[11:13]), int(now[14:16])
    control.post("clock", offset_seconds=float((10 - hour) * 3600 - minute * 60))


@pytest.mark.parametrize("phone", ["15412345678", "0379-66123456"])
def test_a_call_is_read_out(sms: Sms, control: Control, by_day: None, phone: str) -> None:
    answered = call(sms, phone)
    assert answered["Code"] == "OK"
    assert len(answered["CallId"].split("^")) == 2
    assert calls_to(control, phone)[0]["text"] == "王秀英您好，这里是嵩县民政局。您的申请还缺户口簿照片。"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"CalledNumber": "12345"}, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"TtsCode": "TTS_404"}, "isv.TTS_TEMPLATE_ILLEGAL"),
        ({"TtsParam": "{"}, "isv.INVALID_JSON_PARAM"),
        ({"TtsParam": '{"name": "王秀英"}'}, "isv.TEMPLATE_MISSING_PARAMETERS"),
        ({"TtsParam": json.dumps({"name": "王", "papers": "户" * 249})}, "isv.PARAM_LENGTH_LIMIT"),
        ({"TtsParam": '{"name": "王", "papers": "www.x.cn"}'}, "isv.PARAM_NOT_SUPPORT_URL"),
        ({"PlayTimes": "4"}, "isv.INVALID_PARAMETERS"),
        ({"Volume": "101"}, "isv.INVALID_PARAMETERS"),
        ({"Speed": "-501"}, "isv.INVALID_PARAMETERS"),
        ({"OutId": "0123456789abcdef"}, "isv.INVALID_PARAMETERS"),
    ],
)
def test_what_is_not_well_formed_is_refused(sms: Sms, by_day: None, fields: dict[str, str], code: str) -> None:
    assert call(sms, "15412345678", **fields)["Code"] == code


def test_the_windows_roll_from_the_first_call(sms: Sms, control: Control, by_day: None) -> None:
    codes = []
    for seconds in (0, 30, 31, 61, 61, 61, 61):
        control.post("clock", advance_seconds=float(seconds))
        codes.append(call(sms, "15412345678")["Code"])
    limit = "isv.BUSINESS_LIMIT_CONTROL"
    assert codes == ["OK", limit, "OK", "OK", "OK", "OK", limit]  # one a minute, five an hour


@pytest.mark.parametrize(
    ("ending", "status", "key"),
    [("5678", "200000", ""), ("0300", "200000", "1"), ("0002", "200002", ""), ("0003", "200003", ""),
     ("0010", "200010", ""), ("0001", "200004", ""), ("0011", "200001", "")],
)  # fmt: skip
def test_the_report_says_how_it_ended(
    sms: Sms, control: Control, listener: PushListener, by_day: None, ending: str, status: str, key: str
) -> None:
    control.post("push-urls", voice_report=listener.url + "/calls")
    answered = call(sms, f"1541234{ending}")
    control.post("clock", advance_seconds=90.0)
    [report] = listener.wait_for(1, "/calls")
    assert (report["call_id"], report["out_id"]) == (answered["CallId"], "a1b2c3")
    assert (report["status_code"], report["dtmf"]) == (status, key)
    assert (int(report["duration"]) > 0) == (status in ("200000", "200001"))


def test_a_call_to_who_opted_out_is_counted(sms: Sms, control: Control, by_day: None) -> None:
    control.post("reply", phone="13800001234", text="退订")
    call(sms, "13800001234", OutId="abc")
    assert [offence["out_id"] for offence in control.get("accounting")["to_opted_out"]] == ["abc"]


def test_at_night_no_call_is_connected(sms: Sms, control: Control, by_day: None) -> None:
    control.post("clock", advance_seconds=12 * 3600.0)
    call(sms, "15412345678")
    control.post("clock", advance_seconds=90.0)
    wait_until(lambda: calls_to(control, "15412345678")[0]["status_code"] is not None)
    assert calls_to(control, "15412345678")[0]["status_code"] == "200118"
    assert control.get("accounting")["calls_outside_hours"] == 1
