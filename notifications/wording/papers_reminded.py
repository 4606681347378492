"""Papers asked for some days ago have not come."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.case import case_page, papers_facts
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


PAPERS_REMINDED = Occasion(
    code="papers_reminded",
    deed=Deed.PAPERS_REMINDED,
    hears=Hears.PERSON,
    sms=Sms(
        name="papers_reminded",
        code="SMS_410325006",
        text="${name}您好，申请还缺${papers}，补齐才能接着办，可请村干部帮忙。",
        variables={"name": "name", "papers": "other"},
    ),
    link=Link(
        code="SMS_410325072",
        text="${name}您好，申请还缺${papers}，补齐才能接着办。拍照补交请点 {address}/s/${token} ，也可请村干部帮忙。",
        query=case_page,
    ),
    wechat=progress("待补材料", "提醒：还缺{on_card}"),
    words=_words,
    look_up=papers_facts,
    door="{name}的申请还缺{all_papers}，一直没有补上，请上门帮忙拍照补齐。",
    step=True,
    passing=True,
)
