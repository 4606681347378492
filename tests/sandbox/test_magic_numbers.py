"""Each phone ending does what the table says, seen from the app's side."""

import time

import pytest
from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException

from sandbox.aliyun.magic_numbers import MAGIC
from tests.sandbox.clients import Control, Sms
from tests.sandbox.listening import PushListener, wait_until

DAY = 86_400


def _phone(ending: str) -> str:
    return f"1391111{ending}"


@pytest.fixture
def reports(control: Control, listener: PushListener) -> PushListener:
    control.post("push-urls", sms_report=listener.url + "/report", sms_up=listener.url + "/up")
    return listener


def test_every_ending_of_the_table_is_tried_here() -> None:
    delivered_or_failed = {"0000", "0001", "0005", "0144", "0451"}
    own_test = {"0023", "0200", "0201", "0202", "0402", "0408", "0409", "0429", "0430", "0500"}
    lost = {"0503", "0504", "0505"}
    answering = {"0700", "0701", "0702", "0703", "0704", "0705"}
    assert set(MAGIC) == delivered_or_failed | own_test | lost | answering


@pytest.mark.parametrize(
    ("ending", "err_code"),
    [
        ("0000", "DELIVERED"),
        ("0001", "MK:0001"),
        ("0005", "MK:0005"),
        ("0144", "DB:0144"),
        ("0451", "CONTENT_KEYWORD"),
    ],
)
def test_the_receipt_says_what_the_ending_says(sms: Sms, reports: PushListener, ending: str, err_code: str) -> None:
    biz_id = sms.send(_phone(ending), "out-r")["BizId"]
    [report] = reports.wait_for(1, "/report")
    assert (report["err_code"], report["success"]) == (err_code, err_code == "DELIVERED")
    assert (report["phone_number"], report["out_id"], report["biz_id"]) == (_phone(ending), "out-r", biz_id)
    assert report["sms_size"] == "1"


def test_0023_is_delivered_when_the_phone_is_on_again(sms: Sms, control: Control, reports: PushListener) -> None:
    sms.send(_phone("0023"))
    time.sleep(0.2)
    assert control.messages(_phone("0023"))[0]["state"] == "waiting"
    control.post("clock", advance_seconds=7201)
    assert reports.wait_for(1, "/report")[0]["err_code"] == "DELIVERED"


def test_0200_reports_twice(sms: Sms, control: Control, reports: PushListener) -> None:
    sms.send(_phone("0200"))
    control.post("clock", advance_seconds=3)
    first, second = reports.wait_for(2, "/report")
    assert (first["out_id"], first["err_code"]) == (second["out_id"], second["err_code"])


def test_0201_reports_failure_then_success(sms: Sms, control: Control, reports: PushListener) -> None:
    sms.send(_phone("0201"))
    reports.wait_for(1, "/report")
    control.post("clock", advance_seconds=2)
    assert [r["err_code"] for r in reports.wait_for(2, "/report")] == ["UNDELIV", "DELIVERED"]


def test_0202_reports_before_it_answers(sms: Sms, reports: PushListener) -> None:
    sms.send(_phone("0202"), "out-early")
    assert [r["out_id"] for r in reports.items("/report")] == ["out-early"]


def test_0408_never_reports(sms: Sms, control: Control, reports: PushListener) -> None:
    sms.send(_phone("0408"))
    control.post("clock", advance_seconds=20 * DAY)
    time.sleep(0.2)
    assert reports.items("/report") == []
    assert control.messages(_phone("0408"))[0]["state"] == "waiting"


def test_0409_reports_after_three_days(sms: Sms, control: Control, reports: PushListener) -> None:
    sms.send(_phone("0409"))
    control.post("clock", advance_seconds=2.9 * DAY)
    time.sleep(0.15)
    assert reports.items("/report") == []
    control.post("clock", advance_seconds=0.2 * DAY)
    assert reports.wait_for(1, "/report")[0]["err_code"] == "DELIVERED"


@pytest.mark.parametrize(
    ("ending", "code"), [("0402", "isv.AMOUNT_NOT_ENOUGH"), ("0430", "isv.BUSINESS_LIMIT_CONTROL")]
)
def test_refusing_endings_refuse_and_accept_nothing(sms: Sms, control: Control, ending: str, code: str) -> None:
    assert sms.send(_phone(ending))["Code"] == code
    assert control.messages(_phone(ending)) == []


def test_0429_is_throttled_twice_then_accepted(sms: Sms, control: Control) -> None:
    for _ in range(2):
        with pytest.raises(ServerException, match=r"Throttling\.User"):
            sms.send(_phone("0429"))
    assert sms.send(_phone("0429"))["Code"] == "OK"
    assert len(control.messages(_phone("0429"))) == 1


def test_0500_is_sometimes_accepted_and_always_a_system_error(sms: Sms, control: Control) -> None:
    codes = {sms.send(_phone("0500"), f"out-{number}")["Code"] for number in range(20)}
    assert codes == {"isp.SYSTEM_ERROR"}
    assert 0 < len(control.messages(_phone("0500"))) < 20


@pytest.mark.parametrize(("ending", "accepted"), [("0503", 1), ("0504", 1), ("0505", 0)])
def test_lost_answers_are_transport_errors(sms: Sms, control: Control, ending: str, accepted: int) -> None:
    with pytest.raises(ClientException) as lost:
        sms.send(_phone(ending))
    assert lost.value.get_error_code() == "SDK.HttpError"
    assert len(control.messages(_phone(ending))) == accepted


@pytest.mark.parametrize(("ending", "text"), [("0700", "R"), ("0701", "1"), ("0702", "谢谢同志，俺１号去领👍")])
def test_answering_endings_answer(sms: Sms, control: Control, reports: PushListener, ending: str, text: str) -> None:
    sms.send(_phone(ending))
    reports.wait_for(1, "/report")
    control.post("clock", advance_seconds=2)
    [uplink] = reports.wait_for(1, "/up")
    assert (uplink["phone_number"], uplink["content"]) == (_phone(ending), text)
    assert isinstance(uplink["sequence_id"], str)


def test_0703_is_pushed_twice_with_one_sequence_id(sms: Sms, control: Control, reports: PushListener) -> None:
    sms.send(_phone("0703"))
    reports.wait_for(1, "/report")
    control.post("clock", advance_seconds=2)
    first, second = reports.wait_for(2, "/up")
    assert first == second


def test_0704_answers_to_another_number_than_texted_it(sms: Sms, control: Control, reports: PushListener) -> None:
    for ending in ("0701", "0704"):
        sms.send(_phone(ending))
    reports.wait_for(2, "/report")
    control.post("clock", advance_seconds=2)
    known, unknown = sorted(reports.wait_for(2, "/up"), key=lambda uplink: uplink["phone_number"])
    assert known["dest_code"] != unknown["dest_code"]


def test_0705_stops_and_a_little_later_takes_it_back(sms: Sms, control: Control, reports: PushListener) -> None:
    sms.send(_phone("0705"))
    reports.wait_for(1, "/report")
    control.post("clock", advance_seconds=2)
    reports.wait_for(1, "/up")
    wait_until(lambda: control.get("accounting")["opted_out"] == [_phone("0705")])
    control.post("clock", advance_seconds=4)
    assert [each["content"] for each in reports.wait_for(2, "/up")] == ["退订", "恢复"]
    wait_until(lambda: control.get("accounting")["opted_out"] == [])


def test_an_answering_phone_does_not_talk_for_ever(sms: Sms, control: Control, reports: PushListener) -> None:
    for number in range(3):
        sms.send(_phone("0701"), f"out-{number}")
    reports.wait_for(3, "/report")
    control.post("clock", advance_seconds=2)
    reports.wait_for(1, "/up")
    time.sleep(0.2)
    assert len(reports.items("/up")) == 1


def test_any_number_can_be_given_an_endings_behaviour(sms: Sms, control: Control) -> None:
    control.post("faults", numbers={"13800001234": "0001"})
    sms.send("13800001234")
    wait_until(lambda: control.messages("13800001234")[0]["err_code"] == "MK:0001")
