"""The yearly confirmation that the person is alive (生存认证), said kindly."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.dates import written_day, written_moment
from notifications.wording.link import Link
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "date": written_day(told.facts["due_on"]),
        "moment": written_moment(told.at),
    }


CERTIFICATION_DUE = Occasion(
    code="certification_due",
    deed=Deed.LIFE_CERTIFICATION_DUE,
    hears=Hears.PERSON,
    sms=Sms(
        name="certification_due",
        code="SMS_410325013",
        text="${name}您好，请在${date}前做一次本人确认，补贴才能接着发。村干部会上门帮您办。",
        variables={"name": "name", "date": "other"},
    ),
    link=Link(
        code="SMS_410325074",
        text="${name}您好，请在${date}前做一次本人确认，补贴才能接着发。"
        "自己拍照请点 {address}/s/${token} ，不方便的，村干部会上门帮您办。",
        query=lambda _: "do=certification",
    ),
    wechat=progress("待确认", "{date}前完成本人确认"),
    words=_words,
    door="请在{date}前上门，帮{name}做本人确认，补贴才能接着发。",
)
