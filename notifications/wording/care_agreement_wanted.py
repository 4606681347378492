"""Who cares for a child is asked to come and sign; what it is about the window says, for others may read this phone."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.dates import written_day, written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "date": written_day(told.facts["due_on"]), "moment": written_moment(told.at)}


CARE_AGREEMENT_WANTED = Occasion(
    code="care_agreement_wanted",
    deed=Deed.CARE_AGREEMENT_WANTED,
    hears=Hears.PERSON,
    sms=Sms(
        name="care_agreement_wanted",
        code="SMS_410325275",
        text="${name}您好，请在${date}前带身份证到乡镇民政窗口签一份协议，工作人员会和您讲清楚。不收钱。",
        variables={"name": "name", "date": "other"},
    ),
    wechat=progress("请来签字", "{date}前到乡镇签协议"),
    words=_words,
    door="请告诉{name}：{date}前带身份证到乡镇民政窗口签一份协议。",
)
