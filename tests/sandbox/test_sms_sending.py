"""SendSms and QuerySendDetails through Aliyun's own SDK."""

import json
import time

import pytest

from tests.sandbox.clients import Control, Sms
from tests.sandbox.listening import wait_until

ORDINARY = "13800001234"
NOON = 1799899200  # 2027-01-14 12:00 in Beijing


def _notice(**values: object) -> str:
    return json.dumps({"name": "王秀英", "date": "12月5日", **values}, ensure_ascii=False)


def test_a_notice_arrives_as_the_phone_shows_it(sms: Sms, control: Control) -> None:
    answered = sms.send(ORDINARY, "out-1")
    assert answered["Code"] == "OK"
    assert answered["BizId"].endswith("^0")
    [message] = control.messages(ORDINARY)
    assert message["text"] == "【嵩县民政局】王秀英您好，您的申请已受理，12月5日前答复，不用再跑。有事问村干部。"
    assert (message["out_id"], message["parts"]) == ("out-1", 1)
    wait_until(lambda: control.messages(ORDINARY)[0]["state"] == "delivered")


@pytest.mark.parametrize("prefix", ["+86", "0086", "86", "+"])
def test_a_country_prefix_is_taken_off(sms: Sms, control: Control, prefix: str) -> None:
    assert sms.send(prefix + ORDINARY)["Code"] == "OK"
    assert len(control.messages(ORDINARY)) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"PhoneNumbers": "1380000123"}, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"PhoneNumbers": "03796312345"}, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"PhoneNumbers": ",".join(["13800001234"] * 1001)}, "isv.MOBILE_COUNT_OVER_LIMIT"),
        ({"SignName": "别的县"}, "isv.SMS_SIGNATURE_ILLEGAL"),
        ({"SignName": "嵩县未报备"}, "isv.SIGN_STATE_ILLEGAL"),
        ({"SignName": "嵩县通知专用", "TemplateCode": "SMS_100000001"}, "isv.SMS_SIGNATURE_SCENE_ILLEGAL"),
        ({"TemplateCode": "SMS_404"}, "isv.SMS_TEMPLATE_ILLEGAL"),
        ({"TemplateParam": "{name"}, "isv.INVALID_JSON_PARAM"),
        ({"TemplateParam": "[]"}, "isv.INVALID_JSON_PARAM"),
        ({"TemplateParam": _notice(date=5)}, "isv.INVALID_JSON_PARAM"),
        ({"TemplateParam": '{"name": "王秀英"}'}, "isv.TEMPLATE_MISSING_PARAMETERS"),
        ({"TemplateParam": _notice(name="")}, "isv.PARAM_LENGTH_LIMIT"),
        ({"TemplateParam": _notice(name="王" * 36)}, "isv.PARAM_LENGTH_LIMIT"),
        ({"TemplateParam": _notice(date="明天")}, "isv.TEMPLATE_PARAMS_ILLEGAL"),
        ({"TemplateParam": _notice(name="www.xiangyin.cn")}, "isv.PARAM_NOT_SUPPORT_URL"),
        ({"TemplateParam": _notice(date="10.0.0.1")}, "isv.PARAM_NOT_SUPPORT_URL"),
        ({"TemplateParam": _notice(name="王赌博")}, "isv.BLACK_KEY_CONTROL_LIMIT"),
        ({"TemplateParam": _notice(date="13912345678")}, "isv.BLACK_KEY_CONTROL_LIMIT"),
        ({"TemplateParam": _notice(name="陳華")}, "isv.UNSUPPORTED_CONTENT"),
        ({"OutId": "x" * 256}, "isv.INVALID_PARAMETERS"),
    ],
)
def test_each_rule_of_the_business_refuses_with_its_code(
    sms: Sms, control: Control, fields: dict[str, str], code: str
) -> None:
    assert sms.send(ORDINARY, **fields)["Code"] == code
    assert control.get("accounting")["total_accepted"] == 0


@pytest.mark.parametrize("value", ["【官方】", "好👍"])
def test_signs_that_carriers_do_not_carry_are_refused(sms: Sms, value: str) -> None:
    answered = sms.send(ORDINARY, TemplateCode="SMS_100000009", TemplateParam=json.dumps({"what": value}))
    assert answered["Code"] == "isv.UNSUPPORTED_CONTENT"


@pytest.mark.parametrize("code", ["123", "1234567"])
def test_a_code_has_four_to_six_characters(sms: Sms, code: str) -> None:
    assert sms.send_code(ORDINARY, code)["Code"] == "isv.PARAM_LENGTH_LIMIT"


def test_codes_are_limited_by_the_clock_minute_and_hour_and_by_the_day(sms: Sms, control: Control) -> None:
    _set_time(control, NOON)
    refusals = []
    for _ in range(12):
        while (answered := sms.send_code(ORDINARY))["Code"] != "OK":
            assert answered["Code"] == "isv.BUSINESS_LIMIT_CONTROL"
            refusals.append(answered["Message"])
            if "天" in answered["Message"]:
                break
            control.post("clock", advance_seconds=60 if "分钟" in answered["Message"] else 3600)
    assert refusals[:4] == ["触发分钟级流控Permits:1"] * 4
    assert "触发小时级流控Permits:5" in refusals
    assert refusals[-1] == "触发天级流控Permits:10"
    assert control.get("accounting")["total_accepted"] == 10
    assert control.get("accounting")["per_minute_max"] == 1
    control.post("clock", advance_seconds=86_400)
    assert sms.send_code(ORDINARY)["Code"] == "OK"


def test_the_fifty_first_notice_of_a_day_is_refused(sms: Sms, control: Control) -> None:
    codes = [sms.send(ORDINARY, f"out-{number}")["Code"] for number in range(51)]
    assert codes == ["OK"] * 50 + ["isv.BUSINESS_LIMIT_CONTROL"]
    other = {"name": "王秀英", "amount": "80.00", "bank": "农信社", "tail": "1234"}
    answered = sms.send(ORDINARY, TemplateCode="SMS_100000003", TemplateParam=json.dumps(other))
    assert answered["Code"] == "OK"


def test_promotion_is_refused_to_who_opted_out(sms: Sms, control: Control) -> None:
    control.post("reply", phone=ORDINARY, text=" ｔｄ ")
    promotion = {"TemplateCode": "SMS_100000009", "TemplateParam": '{"what": "高龄津贴"}'}
    assert sms.send(ORDINARY, **promotion)["Code"] == "isv.CUSTOMER_REFUSED"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"balance_empty": True}, "isv.AMOUNT_NOT_ENOUGH"),
        ({"out_of_service": True}, "isv.OUT_OF_SERVICE"),
        ({"day_cap": 1}, "isv.DAY_LIMIT_CONTROL"),
        ({"month_cap": 1}, "isv.MONTH_LIMIT_CONTROL"),
    ],
)
def test_the_account_can_be_out_of_money_service_or_cap(
    sms: Sms, control: Control, fault: dict[str, object], code: str
) -> None:
    sms.send("13800001235")
    control.post("faults", aliyun=fault)
    assert sms.send(ORDINARY)["Code"] == code


def test_details_say_waiting_until_the_receipt_is_due(sms: Sms, control: Control) -> None:
    _set_time(control, NOON)
    control.post("clock", freeze=True)
    biz_id = sms.send(ORDINARY, "out-7")["BizId"]
    waiting = sms.details(ORDINARY, "20270114", BizId=biz_id)
    [record] = waiting["SmsSendDetailDTOs"]["SmsSendDetailDTO"]
    assert (record["SendStatus"], record["OutId"], waiting["TotalCount"]) == (1, "out-7", "1")
    control.post("clock", advance_seconds=5)
    wait_until(lambda: control.messages(ORDINARY)[0]["state"] == "delivered")
    [record] = sms.details(ORDINARY, "20270114")["SmsSendDetailDTOs"]["SmsSendDetailDTO"]
    assert (record["SendStatus"], record["ErrCode"]) == (3, "DELIVERED")
    assert record["ReceiveDate"].startswith("2027-01-14 12:")


def test_details_come_in_pages_newest_first(sms: Sms, control: Control) -> None:
    _set_time(control, NOON)
    for number in range(5):
        sms.send(ORDINARY, f"out-{number}")
    page = sms.details(ORDINARY, "20270114", PageSize="2", CurrentPage="2")
    assert [r["OutId"] for r in page["SmsSendDetailDTOs"]["SmsSendDetailDTO"]] == ["out-2", "out-1"]
    assert page["TotalCount"] == "5"


@pytest.mark.parametrize("fields", [{"PageSize": "51"}, {"CurrentPage": "0"}, {"SendDate": "2027-01-14"}])
def test_details_refuse_what_is_out_of_bounds(sms: Sms, fields: dict[str, str]) -> None:
    assert sms.details(ORDINARY, "20270114", **fields)["Code"] == "isv.INVALID_PARAMETERS"


def _set_time(control: Control, moment: int) -> None:
    """Put the clock at `moment`, less its distance from real time."""
    control.post("clock", offset_seconds=moment - time.time())
