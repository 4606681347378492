"""QuerySendDetails: what became of the messages to one number on one day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.aliyun.messages import Message, MessageState, MessageStore
from sandbox.aliyun.ordering import numbers
from sandbox.aliyun.refusing import BusinessRefusal
from sandbox.stage import Stage
from sandbox.virtual_clock import BEIJING, beijing, beijing_text

DAYS_BACK = 30
STATUS = {MessageState.WAITING: 1, MessageState.FAILED: 2, MessageState.DELIVERED: 3}


def send_details(stage: Stage, store: MessageStore, params: Mapping[str, str], request_id: str) -> dict[str, Any]:
    """Return one page of records, newest first; raises BusinessRefusal."""
    phone = _one_number(params["PhoneNumber"])
    day = _day(stage, params["SendDate"])
    size = _within(params["PageSize"], "PageSize", 50)
    page = _within(params["CurrentPage"], "CurrentPage", 10_000)
    visible_before = stage.clock.now() - stage.settings.details_visible_after_seconds
    found = [
        message
        for message in reversed(store.messages(phone))
        if message.accepted_at <= visible_before
        and beijing(message.accepted_at).strftime("%Y%m%d") == day
        and params.get("BizId", "") in ("", message.biz_id)
    ]
    shown = [_record(message) for message in found[(page - 1) * size : page * size]]
    return {
        "Code": "OK",
        "Message": "OK",
        "RequestId": request_id,
        "TotalCount": str(len(found)),
        "SmsSendDetailDTOs": {"SmsSendDetailDTO": shown},
    }


def _record(message: Message) -> dict[str, Any]:
    record: dict[str, Any] = {
        "PhoneNum": message.phone,
        "SendStatus": STATUS[message.state],
        "TemplateCode": message.template,
        "Content": message.text,
        "SendDate": beijing_text(message.accepted_at),
        "OutId": message.out_id,
        "ErrCode": message.err_code,
    }
    if message.reported_at:
        record["ReceiveDate"] = beijing_text(message.reported_at)
    return record


def _one_number(text: str) -> str:
    found = numbers(text)
    if len(found) != 1:
        raise BusinessRefusal("isv.MOBILE_COUNT_OVER_LIMIT", "只能查询一个手机号码")
    return found[0]


def _day(stage: Stage, text: str) -> str:
    try:
        day = datetime.strptime(text, "%Y%m%d").replace(tzinfo=BEIJING)
    except ValueError:
        raise BusinessRefusal("isv.INVALID_PARAMETERS", "SendDate格式为yyyyMMdd") from None
    if (beijing(stage.clock.now()).date() - day.date()).days > DAYS_BACK:
        raise BusinessRefusal("isv.INVALID_PARAMETERS", "只能查询30天内的记录")
    return text


def _within(text: str, name: str, highest: int) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= highest:
        raise BusinessRefusal("isv.INVALID_PARAMETERS", f"{name}不合法")
    return int(text)
