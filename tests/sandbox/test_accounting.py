"""The figures by which a test of the app fails: doubles, hours, opt-outs, money."""

import time

import pytest

from tests.sandbox.clients import Control, Sms
from tests.sandbox.listening import PushListener, wait_until

NOON = 1_799_899_200  # 2027-01-14 12:00 in Beijing


def _set_time(control: Control, moment: int) -> None:
    control.post("clock", offset_seconds=moment - time.time())


def _wait_for_pushes(control: Control, outcome: str, count: int) -> None:
    """Until so many replies were pushed with this outcome: the sandbox has drawn its consequence by then."""
    pushed = {"provider": "aliyun", "what": "push SmsUp", "outcome": outcome, "count": count}
    wait_until(lambda: pushed in control.get("journal")["totals"])


def test_a_message_accepted_twice_is_named(sms: Sms, control: Control) -> None:
    _set_time(control, NOON)
    for out_id in ("a", "b", "a"):
        sms.send("13800001234", out_id)
    figures = control.get("accounting")
    assert figures["accepted_per_phone_outid_max"] == 2
    assert figures["duplicates"] == [{"phone": "13800001234", "out_id": "a", "count": 2}]
    assert (figures["total_accepted"], figures["per_minute_max"]) == (3, 3)


@pytest.mark.parametrize(("hour", "outside"), [(8, 1), (9, 0), (19, 0), (20, 1)])
def test_notices_outside_of_the_hours_are_counted(sms: Sms, control: Control, hour: int, outside: int) -> None:
    _set_time(control, NOON + (hour - 12) * 3600)
    sms.send("13800001234", "out-h")
    sms.send_code("13800001234")
    figures = control.get("accounting")
    assert figures["outside_hours_count"] == outside
    assert [offence["out_id"] for offence in figures["outside_hours"]] == ["out-h"] * outside


@pytest.mark.parametrize("word", ["R", "ｒ", "T", "td", " 退订 ", "拒收"])
def test_notices_to_who_opted_out_are_counted(sms: Sms, control: Control, word: str) -> None:
    control.post("reply", phone="13800001234", text=word)
    sms.send("13800001234")
    figures = control.get("accounting")
    assert (figures["to_opted_out_count"], figures["opted_out"]) == (1, ["13800001234"])


@pytest.mark.parametrize("word", ["恢复", " 恢复短信 "])
def test_who_takes_it_back_may_be_sent_notices_again(sms: Sms, control: Control, word: str) -> None:
    control.post("reply", phone="13800001234", text="退订")
    control.post("reply", phone="13800005678", text="退订")
    control.post("reply", phone="13800001234", text=word)
    sms.send("13800001234")
    figures = control.get("accounting")
    assert (figures["to_opted_out_count"], figures["opted_out"]) == (0, ["13800005678"])


def test_a_stop_counts_from_when_the_app_has_it(sms: Sms, control: Control, listener: PushListener) -> None:
    """Nor is a text an offence that was under way at that moment."""
    phone = "13800001234"
    control.post("push-urls", sms_up=listener.url + "/up")
    listener.status = 503
    control.post("reply", phone=phone, text="退订")
    listener.wait_for(1, "/up")
    sms.send(phone, "not known")
    assert control.get("accounting")["opted_out"] == []
    listener.status = 200
    control.post("clock", advance_seconds=61)
    wait_until(lambda: control.get("accounting")["opted_out"] == [phone])
    sms.send(phone, "under way")
    control.post("clock", advance_seconds=3)
    sms.send(phone, "known")
    assert [offence["out_id"] for offence in control.get("accounting")["to_opted_out"]] == ["known"]


def test_of_a_stop_and_its_taking_back_the_one_written_last_counts(
    sms: Sms, control: Control, listener: PushListener
) -> None:
    control.post("push-urls", sms_up=listener.url + "/up")
    listener.status = 503
    control.post("reply", phone="13800001234", text="退订")
    _wait_for_pushes(control, "status 503", 1)
    listener.status = 200
    control.post("reply", phone="13800001234", text="恢复")
    listener.wait_for(2, "/up")
    control.post("clock", advance_seconds=61)
    assert [each["content"] for each in listener.wait_for(3, "/up")] == ["退订", "恢复", "退订"]
    _wait_for_pushes(control, "taken", 2)
    assert control.get("accounting")["opted_out"] == []


def test_money_is_spent_by_parts_and_only_for_what_arrived(sms: Sms, control: Control) -> None:
    control.post("clock", freeze=True)
    sms.send("13800001234")
    sms.send("13900000001")
    assert control.get("accounting")["spent_fen"] == 9
    control.post("clock", advance_seconds=2)
    wait_until(lambda: control.messages("13900000001")[0]["state"] == "failed")
    assert control.get("accounting")["spent_fen"] == 5


@pytest.mark.parametrize(("length", "count"), [(70, 1), (71, 2), (134, 2), (135, 3)])
def test_long_texts_are_charged_in_parts_of_67(sms: Sms, control: Control, length: int, count: int) -> None:
    text = "字" * (length - len("【嵩县民政局】"))
    template = {"code": "SMS_long", "kind": "notice", "text": text}
    control.post("templates", sms_templates=[template])
    assert sms.send("13800001234", TemplateCode="SMS_long", TemplateParam="")["Code"] == "OK"
    [message] = control.messages("13800001234")
    assert (len(message["text"]), message["parts"]) == (length, count)
