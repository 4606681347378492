"""The one-time notice (一次性告知) of everything that is missing."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.case import case_page
from notifications.wording.dates import written_moment
from notifications.wording.link import Link
from notifications.wording.occasion import Hears, Occasion, Sms, Told
from notifications.wording.papers import written_papers


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        **written_papers(told.facts),
        "moment": written_moment(told.at),
    }


RETURNED = Occasion(
    code="returned",
    deed=Deed.APPLICATION_RETURNED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="returned",
        code="SMS_410325005",
        text="${name}您好，您的申请还缺${papers}。补齐就接着办，可请村干部上门代拍。",
        variables={"name": "name", "papers": "other"},
    ),
    link=Link(
        code="SMS_410325071",
        text="${name}您好，您的申请还缺${papers}，补齐就接着办。"
        "拍照补交请点 {address}/s/${token} ，也可请村干部上门代拍。",
        query=case_page,
    ),
    wechat=progress("待补材料", "还缺{on_card}"),
    words=_words,
    door="请上门告诉{name}，申请还缺{all_papers}，帮忙当场拍照补上。",
    step=True,
)
