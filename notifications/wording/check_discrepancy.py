"""A register answered otherwise than expected: the person may explain. What it answered is no business of a phone."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.case import case_page
from notifications.wording.dates import written_moment
from notifications.wording.link import Link
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "moment": written_moment(told.at)}


CHECK_DISCREPANCY = Occasion(
    code="check_discrepancy",
    deed=Deed.CHECK_DISCREPANCY_FOUND,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="check_discrepancy",
        code="SMS_410325041",
        text="${name}您好，您的申请有些情况要向您了解，请到乡镇或请村干部帮忙说明，有证明的请带上。",
        variables={"name": "name"},
    ),
    link=Link(
        code="SMS_410325073",
        text="${name}您好，您的申请有些情况要向您了解。"
        "写说明请点 {address}/s/${token} ，也可到乡镇或请村干部帮忙，有证明的请带上。",
        query=case_page,
    ),
    wechat=progress("请您说明", "有些情况要向您了解，请联系乡镇"),
    words=_words,
    door="请告诉{name}：申请有些情况要了解，请到乡镇说明，或者帮忙记下来带给乡镇；有证明的请拍照。",
    beside=True,
)
