"""Subscribe messages: quota, field rules, and the events pushed in safe mode, read with wechatpy's own crypto."""

import json
from typing import Any

import pytest
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidSignatureException, WeChatClientException
from wechatpy.utils import check_signature

from sandbox.settings import Settings
from sandbox.wechat.field_rules import obeys
from tests.sandbox.clients import APP_ID, Control, Mini
from tests.sandbox.listening import PushListener, wait_until

SEND = "cgi-bin/message/subscribe/send"
TEMPLATE = "demo-application-progress-0000000000000000001"
TOKEN, KEY = Settings().wechat_push_token, Settings().wechat_push_aes_key
DATA = {
    "thing1": {"value": "高龄津贴"},
    "phrase2": {"value": "已受理"},
    "time3": {"value": "2026年11月23日 10:30"},
    "thing4": {"value": "有事请找村干部"},
}


@pytest.fixture
def events(control: Control, listener: PushListener) -> PushListener:
    control.post("push-urls", wechat=listener.url + "/wechat")
    return listener


def _tap(control: Control, answer: str = "accept") -> str:
    openid: str = control.post("wechat/login", user="王秀英")["openid"]
    control.post("wechat/tap-subscribe", user="王秀英", template_id=TEMPLATE, answer=answer)
    return openid


def _send(mini: Mini, openid: str, **changed: Any) -> dict[str, Any]:
    body = {"touser": openid, "template_id": TEMPLATE, "page": "pages/index/index", "data": DATA, **changed}
    return mini.call(SEND, body)


def _errcode(mini: Mini, openid: str, **changed: Any) -> int:
    with pytest.raises(WeChatClientException) as refused:
        _send(mini, openid, **changed)
    errcode: int = refused.value.errcode
    return errcode


def _opened(push: tuple[str, dict[str, str], Any]) -> dict[str, Any]:
    _, query, body = push
    assert query["encrypt_type"] == "aes"
    check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
    crypto = WeChatCrypto(TOKEN, KEY, APP_ID)
    message: dict[str, Any] = json.loads(
        crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
    )
    return message


def test_one_tap_is_one_message(mini: Mini, control: Control) -> None:
    openid = _tap(control)
    answered = _send(mini, openid)
    assert len(str(answered["msgid"])) == 19
    [card] = control.get("wechat/inbox", user="王秀英")["messages"]
    assert (card["title"], card["lines"]["当前状态"]) == ("申请进度通知", "已受理")
    assert _errcode(mini, openid) == 43101
    assert control.get("accounting")["wechat_total_accepted"] == 1


def test_without_a_tap_or_after_a_refusal_there_is_no_message(mini: Mini, control: Control) -> None:
    assert _errcode(mini, _tap(control, "reject")) == 43101
    openid = _tap(control)
    control.post("wechat/refuse", user="王秀英", template_id=TEMPLATE)
    assert _errcode(mini, openid) == 43101


def test_the_main_switch_refuses_everything(mini: Mini, control: Control) -> None:
    openid = _tap(control)
    control.post("wechat/user", user="王秀英", main_switch=False)
    assert _errcode(mini, openid) == 43101


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"touser": "o-nobody"}, 40003),
        ({"template_id": "none"}, 40037),
        ({"data": None}, 47003),
        ({"data": {k: v for k, v in DATA.items() if k != "thing4"}}, 47003),
        ({"data": {**DATA, "thing9": {"value": "x"}}}, 47003),
        ({"data": {**DATA, "thing1": {"value": "一" * 21}}}, 47003),
        ({"data": {**DATA, "phrase2": {"value": "已受理了呀呀"}}}, 47003),
        ({"data": {**DATA, "time3": {"value": "明天"}}}, 47003),
    ],
)
def test_a_refused_message_costs_no_quota(mini: Mini, control: Control, changed: dict[str, Any], errcode: int) -> None:
    openid = _tap(control)
    assert _errcode(mini, openid, **changed) == errcode
    assert _send(mini, openid)["errcode"] == 0


def test_a_page_outside_of_the_app_is_refused(mini: Mini, control: Control) -> None:
    control.post("templates", wechat_pages=["pages/index/index"])
    openid = _tap(control)
    assert _errcode(mini, openid, page="pages/none/none") == 41030
    assert _send(mini, openid, page="pages/index/index?case=1")["errcode"] == 0


def test_the_refusal_names_the_field(mini: Mini, control: Control) -> None:
    with pytest.raises(WeChatClientException) as refused:
        _send(mini, _tap(control), data={**DATA, "phrase2": {"value": "OK"}})
    assert "data.phrase2.value invalid" in refused.value.errmsg


def test_a_tap_and_a_sent_message_are_pushed_in_safe_mode(mini: Mini, control: Control, events: PushListener) -> None:
    openid = _tap(control)
    wait_until(lambda: len(events.received) == 1)
    answered = _send(mini, openid)
    wait_until(lambda: len(events.received) == 2)
    popup, sent = (_opened(push) for push in events.received)
    assert popup["FromUserName"] == openid
    assert isinstance(popup["CreateTime"], int)
    assert popup["Event"] == "subscribe_msg_popup_event"
    assert popup["List"] == {"TemplateId": TEMPLATE, "SubscribeStatusString": "accept", "PopupScene": "0"}
    assert sent["Event"] == "subscribe_msg_sent_event"
    assert sent["List"]["MsgID"] == str(answered["msgid"])


def test_several_answers_of_one_popup_are_a_list(control: Control, events: PushListener) -> None:
    other = "demo-payment-arrived-000000000000000000000002"
    control.post("wechat/tap-subscribe", user="王秀英", answers={TEMPLATE: "accept", other: "reject"})
    wait_until(lambda: len(events.received) == 1)
    found = _opened(events.received[0])["List"]
    assert [item["SubscribeStatusString"] for item in found] == ["accept", "reject"]


def test_a_refusal_in_the_settings_is_a_change_event(control: Control, events: PushListener) -> None:
    control.post("wechat/refuse", user="王秀英", template_id=TEMPLATE)
    wait_until(lambda: len(events.received) == 1)
    assert _opened(events.received[0])["Event"] == "subscribe_msg_change_event"


def test_an_unanswered_event_comes_four_times_with_a_new_nonce(control: Control, events: PushListener) -> None:
    events.status = 500
    _tap(control)
    for tries in range(1, 5):
        wait_until(lambda tries=tries: len(events.received) == tries)  # type: ignore[misc]
        wait_until(lambda tries=tries: _tries(control) >= tries)  # type: ignore[misc]
        control.post("clock", advance_seconds=5)
    wait_until(lambda: control.get("journal")["entries"][-1]["outcome"] == "lost")
    assert len({query["nonce"] for _, query, _ in events.received}) == 4
    assert len({json.dumps(_opened(push)) for push in events.received}) == 1


def _tries(control: Control) -> int:
    return sum(entry["what"].startswith("push ") for entry in control.get("journal")["entries"])


def test_a_wrong_signature_can_be_asked_for(control: Control, events: PushListener) -> None:
    control.post("faults", wechat={"push_wrong_signature": True})
    _tap(control)
    wait_until(lambda: len(events.received) == 1)
    with pytest.raises(InvalidSignatureException):
        _opened(events.received[0])


def test_lists_and_times_can_take_their_other_shape(control: Control, events: PushListener) -> None:
    control.post("faults", wechat={"push_list_as_array": True, "push_time_as_text": True, "duplicate_push": True})
    _tap(control)
    wait_until(lambda: len(events.received) == 2)
    first, second = (_opened(push) for push in events.received)
    assert first == second
    assert isinstance(first["CreateTime"], str)
    assert len(first["List"]) == 1


def test_the_sent_event_can_come_before_the_answer(mini: Mini, control: Control, events: PushListener) -> None:
    openid = _tap(control)
    wait_until(lambda: len(events.received) == 1)
    control.post("faults", wechat={"sent_event_first": True})
    _send(mini, openid)
    assert len(events.received) == 2


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("thing1", "一" * 20, "一" * 21),
        ("thing1", "王大娘 123!", "第一行\n第二行"),
        ("number1", "12.5", "十二"),
        ("letter1", "ABC", "AB1"),
        ("symbol1", "!@#", "a!"),
        ("character_string1", "MZ-410325-2026-000123", "编号1"),
        ("time1", "15:01", "25:01"),
        ("time1", "2019年10月1日 15:01", "2019年13月1日 15:01"),
        ("date1", "2019年10月1日", "10月"),
        ("date1", "2019年10月1日~2019年10月7日", "昨天"),
        ("amount1", "¥80.00", "八十元"),
        ("amount1", "80元", "12345678901"),
        ("phone_number1", "+86-0766-6688886", "打电话"),
        ("car_number1", "粤A8Z888挂", "粤A8Z888挂挂挂"),
        ("name1", "王秀英", "王秀英2"),
        ("phrase1", "已受理", "已受理1"),
        ("phrase1", "已受理", ""),
    ],
)
def test_each_kind_of_field_has_its_rule(key: str, good: str, bad: str) -> None:
    assert obeys(key, good, None)
    assert not obeys(key, bad, None)


def test_an_enum_takes_listed_values_only() -> None:
    assert obeys("enum1", "男", ["男", "女"])
    assert not obeys("enum1", "未知", ["男", "女"])
