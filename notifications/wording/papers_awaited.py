"""Help came first, and these papers follow by a day (先行救助、后补手续), for which a cadre comes as well."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.case import papers_facts
from notifications.wording.dates import written_day, written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told
from notifications.wording.papers import written_papers


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        **written_papers(told.facts),
        "date": written_day(told.facts["due_on"]),
        "moment": written_moment(told.at),
    }


PAPERS_AWAITED = Occasion(
    code="papers_awaited",
    deed=Deed.PAPERS_AWAITED,
    hears=Hears.PERSON,
    sms=Sms(
        name="papers_awaited",
        code="SMS_410325076",
        text="${name}您好，${date}前请补${papers}，村干部会来帮您。",
        variables={"name": "name", "date": "other", "papers": "other"},
    ),
    wechat=progress("请补材料", "{date}前请补材料"),
    words=_words,
    look_up=papers_facts,
    door="请告诉{name}：{date}前还要补{all_papers}，帮忙当场拍照补上。",
    beside=True,
)
