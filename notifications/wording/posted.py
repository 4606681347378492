"""The village notice (公示) has begun."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.dates import written_day, written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "date": written_day(told.facts["ends_on"]),
        "moment": written_moment(told.at),
    }


POSTED = Occasion(
    code="posted",
    deed=Deed.NOTICE_POSTED,
    hears=Hears.PERSON,
    sms=Sms(
        name="posted",
        code="SMS_410325008",
        text="${name}您好，您的申请乡镇已通过，正在村里公示到${date}，之后报县里确认，不用再跑。",
        variables={"name": "name", "date": "other"},
    ),
    wechat=progress("公示中", "公示到{date}"),
    words=_words,
    door="请告诉{name}：申请乡镇已通过，在村里公示到{date}，之后报县里确认。",
    step=True,
    passing=True,
)
