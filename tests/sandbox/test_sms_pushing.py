"""SmsReport and SmsUp: what is a taken push, when it comes again, and the faults of pushing."""

import time

import pytest

from tests.sandbox.clients import Control, Sms
from tests.sandbox.listening import PushListener, wait_until


@pytest.fixture
def reports(control: Control, listener: PushListener) -> PushListener:
    control.post("push-urls", sms_report=listener.url + "/report", sms_up=listener.url + "/up")
    return listener


def _outcomes(control: Control) -> list[str]:
    return [e["outcome"] for e in control.get("journal")["entries"] if e["what"] == "push SmsReport"]


def test_reports_travel_in_arrays_of_at_most_fifty(sms: Sms, control: Control, reports: PushListener) -> None:
    control.post("clock", freeze=True)
    for number in range(60):
        sms.send(f"138{5000 + number:08d}")
    control.post("clock", advance_seconds=5)
    reports.wait_for(60, "/report")
    assert max(len(batch) for _, _, batch in reports.received) == 50


@pytest.mark.parametrize(
    ("answer", "status"),
    [(b'{"code": "0"}', 200), (b'{"code": 1}', 200), (b"<html>", 200), (b'{"code": 0}', 500), (b"", 200)],
)
def test_anything_but_code_0_comes_again_after_1_5_and_10_minutes_and_then_never(
    sms: Sms, control: Control, reports: PushListener, answer: bytes, status: int
) -> None:
    reports.answer, reports.status = answer, status
    sms.send("13800001234")
    for tries, minutes in ((1, 1), (2, 5), (3, 10), (4, 60)):
        wait_until(lambda tries=tries: len(_outcomes(control)) == tries + (tries == 4))  # type: ignore[misc]
        assert len(reports.items("/report")) == tries
        control.post("clock", advance_seconds=minutes * 60 - 1)
        time.sleep(0.02)
        assert len(reports.items("/report")) == tries
        control.post("clock", advance_seconds=1)
    assert _outcomes(control)[-1] == "lost"


def test_a_push_that_takes_longer_than_700_ms_is_not_taken(sms: Sms, control: Control, reports: PushListener) -> None:
    reports.delay_seconds = 0.9
    sms.send("13800001234")
    wait_until(lambda: _outcomes(control) == ["too slow"])


def test_an_app_that_was_down_is_told_when_it_is_up_again(sms: Sms, control: Control, reports: PushListener) -> None:
    control.post("faults", aliyun={"push_down": True})
    sms.send("13800001234")
    wait_until(lambda: _outcomes(control) == ["not reached"])
    control.post("faults", aliyun={"push_down": False})
    control.post("clock", advance_seconds=60)
    assert len(reports.wait_for(1, "/report")) == 1


def test_duplicated_pushes_are_equal(sms: Sms, control: Control, reports: PushListener) -> None:
    control.post("faults", aliyun={"duplicate_push": True})
    sms.send("13800001234")
    first, second = reports.wait_for(2, "/report")
    assert first == second


def test_a_failed_push_can_be_split_differently(sms: Sms, control: Control, reports: PushListener) -> None:
    control.post("faults", aliyun={"resplit_on_retry": True, "push_down": True})
    control.post("clock", freeze=True)
    for number in range(5):
        sms.send(f"138{5000 + number:08d}")
    control.post("clock", advance_seconds=5)
    wait_until(lambda: _outcomes(control) == ["not reached"])
    control.post("faults", aliyun={"push_down": False})
    control.post("clock", advance_seconds=60)
    reports.wait_for(5, "/report")
    assert sorted(len(batch) for _, _, batch in reports.received) == [2, 3]


def test_forged_reports_name_no_message_of_ours(control: Control, reports: PushListener) -> None:
    control.post("faults", aliyun={"forged_receipts": 120})
    assert {r["out_id"][:7] for r in reports.wait_for(120, "/report")} == {"forged-"}
    assert control.get("faults")["aliyun"]["forged_receipts"] == 0


def test_a_report_can_name_the_right_message_and_the_wrong_phone(
    sms: Sms, control: Control, reports: PushListener
) -> None:
    control.post("faults", aliyun={"wrong_phone_receipts": True})
    sms.send("13800001234", "out-w")
    found = reports.wait_for(2, "/report")
    assert {r["out_id"] for r in found} == {"out-w"}
    assert len({r["phone_number"] for r in found}) == 2


def test_an_elders_answer_goes_to_who_texted_last(sms: Sms, control: Control, reports: PushListener) -> None:
    sms.send("13800001234", SmsUpExtendCode="77")
    answered = control.post("reply", phone="13800001234", text="好")
    [uplink] = reports.wait_for(1, "/up")
    assert uplink["content"] == "好"
    assert uplink["dest_code"] == answered["dest_code"]
    assert uplink["dest_code"].endswith("77")
