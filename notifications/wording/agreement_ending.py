"""The agreement by which another receives the money ends soon: it is renewed, or an account of one's own is named."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.dates import written_day, written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "date": written_day(told.facts["until"]), "moment": written_moment(told.at)}


AGREEMENT_ENDING = Occasion(
    code="agreement_ending",
    deed=Deed.AGREEMENT_ENDING,
    hears=Hears.PERSON,
    sms=Sms(
        name="agreement_ending",
        code="SMS_410325066",
        text="${name}您好，您的补贴代领协议${date}到期。请双方带身份证到乡镇续签，或者登记本人账户。",
        variables={"name": "name", "date": "other"},
    ),
    wechat=progress("协议到期", "{date}到期，请续签"),
    words=_words,
    door="请告诉{name}：代领协议{date}到期，请双方带身份证到乡镇续签，或者登记本人账户。",
)
