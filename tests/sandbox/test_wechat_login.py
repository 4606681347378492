"""Login, tokens and phone numbers, through wechatpy and in plain HTTP."""

from base64 import b64decode
from typing import Any

import pytest
from wechatpy.exceptions import WeChatClientException

from tests.sandbox.clients import APP_ID, SECRET, Control, Mini, WeChatServer

LOGIN = "/sns/jscode2session"
PHONE_CALL = "wxa/business/getuserphonenumber"


def _login(control: Control, user: str = "王秀英") -> str:
    code: str = control.post("wechat/login", user=user)["code"]
    return code


def _ask(wechat: WeChatServer, code: str, **changed: str) -> Any:
    query = {"appid": APP_ID, "secret": SECRET, "js_code": code, "grant_type": "authorization_code", **changed}
    return wechat.get(LOGIN, **query)


def test_a_user_has_one_openid_and_each_login_a_new_key(mini: Mini, control: Control) -> None:
    first, second = mini.login(_login(control)), mini.login(_login(control))
    other = mini.login(_login(control, "李桂兰"))
    assert first["openid"] == second["openid"] != other["openid"]
    assert len(first["openid"]) == 28
    assert first["session_key"] != second["session_key"]
    assert len(b64decode(first["session_key"])) == 16
    assert "errcode" not in first


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"appid": ""}, 41002),
        ({"appid": "wx0000000000000000"}, 40013),
        ({"secret": ""}, 41004),
        ({"secret": "wrong"}, 40125),
        ({"js_code": ""}, 41008),
        ({"js_code": "never-issued"}, 40029),
    ],
)
def test_login_refuses_in_the_order_of_the_real_one(
    wechat: WeChatServer, control: Control, changed: dict[str, str], errcode: int
) -> None:
    answered = _ask(wechat, _login(control), **changed)
    assert answered["errcode"] == errcode
    assert " rid: " in answered["errmsg"]


def test_a_login_code_serves_once(mini: Mini, control: Control) -> None:
    code = _login(control)
    mini.login(code)
    with pytest.raises(WeChatClientException) as refused:
        mini.login(code)
    assert refused.value.errcode == 40163


def test_a_login_code_dies_after_five_minutes(wechat: WeChatServer, control: Control) -> None:
    code = _login(control)
    control.post("clock", advance_seconds=301)
    assert _ask(wechat, code)["errcode"] == 40029


def test_a_blocked_user_cannot_log_in(wechat: WeChatServer, control: Control) -> None:
    control.post("wechat/user", user="王秀英", blocked=True)
    assert _ask(wechat, _login(control))["errcode"] == 40226


def test_the_hundred_and_first_login_of_a_minute_is_refused(wechat: WeChatServer, control: Control) -> None:
    control.post("clock", freeze=True)
    assert [_ask(wechat, _login(control)).get("errcode") for _ in range(101)] == [None] * 100 + [45011]


def test_the_stable_token_stays_and_the_legacy_one_changes(wechat: WeChatServer) -> None:
    first, second = wechat.stable_token(), wechat.stable_token()
    assert first["access_token"] == second["access_token"]
    legacy = {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET}
    one, two = wechat.get("/cgi-bin/token", **legacy), wechat.get("/cgi-bin/token", **legacy)
    assert one["access_token"] != two["access_token"]
    assert (one["expires_in"], first["access_token"] == one["access_token"]) == (7200, False)


def test_the_stable_token_is_renewed_five_minutes_before_its_end(wechat: WeChatServer, control: Control) -> None:
    first = wechat.stable_token()["access_token"]
    control.post("clock", advance_seconds=6890)
    assert wechat.stable_token()["access_token"] == first
    control.post("clock", advance_seconds=20)
    second = wechat.stable_token()
    assert second["access_token"] != first
    assert second["expires_in"] == 7200
    assert _phone_errcode(wechat, first) == 40029, "the replaced token still serves"


def test_a_forced_refresh_ends_the_old_token_but_not_twice_in_half_a_minute(
    wechat: WeChatServer, control: Control
) -> None:
    first = wechat.stable_token()["access_token"]
    second = wechat.stable_token(force_refresh=True)["access_token"]
    assert second != first
    assert _phone_errcode(wechat, first) == 40001
    assert wechat.stable_token(force_refresh=True)["access_token"] == second
    control.post("clock", advance_seconds=31)
    assert wechat.stable_token(force_refresh=True)["access_token"] != second


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"grant_type": "x"}, 40002),
        ({"appid": ""}, 41002),
        ({"appid": "wx0"}, 40013),
        ({"secret": ""}, 41004),
        ({"secret": "wrong"}, 40125),
    ],
)
def test_tokens_are_refused_to_strangers(wechat: WeChatServer, changed: dict[str, str], errcode: int) -> None:
    assert wechat.stable_token(**changed)["errcode"] == errcode


def test_a_form_is_no_json(wechat: WeChatServer) -> None:
    assert wechat.post("/cgi-bin/stable_token", ["not", "an", "object"])["errcode"] == 47001


def _phone_errcode(wechat: WeChatServer, token: str) -> int:
    errcode: int = wechat.post("/" + PHONE_CALL, {"code": "x"}, access_token=token)["errcode"]
    return errcode


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("short", 40014), ("8" * 80, 40001)])
def test_calls_without_a_good_token_are_refused(wechat: WeChatServer, token: str, errcode: int) -> None:
    assert _phone_errcode(wechat, token) == errcode


def test_an_old_token_is_expired_and_a_revoked_one_invalid(wechat: WeChatServer, control: Control) -> None:
    token = wechat.stable_token()["access_token"]
    control.post("clock", advance_seconds=7201)
    assert _phone_errcode(wechat, token) == 42001
    token = wechat.stable_token()["access_token"]
    control.post("faults", wechat={"token_revoked": True})
    assert _phone_errcode(wechat, token) == 40001


def test_a_phone_code_gives_the_number_once(mini: Mini, control: Control) -> None:
    code = control.post("wechat/phone-code", user="王秀英", phone="13800001234")["code"]
    answered = mini.call(PHONE_CALL, {"code": code})
    assert answered["phone_info"]["purePhoneNumber"] == "13800001234"
    assert answered["phone_info"]["countryCode"] == "86"
    assert answered["phone_info"]["watermark"]["appid"] == APP_ID
    with pytest.raises(WeChatClientException) as refused:
        mini.call(PHONE_CALL, {"code": code})
    assert refused.value.errcode == 40029


def test_a_login_code_is_no_phone_code(mini: Mini, control: Control) -> None:
    with pytest.raises(WeChatClientException) as refused:
        mini.call(PHONE_CALL, {"code": _login(control)})
    assert refused.value.errcode == 40029


def test_a_phone_code_belongs_to_its_openid(mini: Mini, control: Control) -> None:
    other = control.post("wechat/login", user="李桂兰")["openid"]
    code = control.post("wechat/phone-code", user="王秀英", phone="13800001234")["code"]
    with pytest.raises(WeChatClientException) as refused:
        mini.call(PHONE_CALL, {"code": code, "openid": other})
    assert refused.value.errcode == 40013


def test_the_country_code_can_be_a_number(mini: Mini, control: Control) -> None:
    control.post("faults", wechat={"country_code_as_number": True})
    code = control.post("wechat/phone-code", user="王秀英", phone="13800001234")["code"]
    assert mini.call(PHONE_CALL, {"code": code})["phone_info"]["countryCode"] == 86
