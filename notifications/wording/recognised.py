"""The county recognised the household as one in need: no money by itself, and help that it opens."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_day, written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "date": written_day(told.facts["valid_until"]),
        "moment": written_moment(told.at),
    }


RECOGNISED = Occasion(
    code="recognised",
    deed=Deed.RECOGNISED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="recognised",
        code="SMS_410325043",
        text="${name}您好，您的申请批准了，${date}前有效。可以得到哪些帮助，请问村干部或乡镇。",
        variables={"name": "name", "date": "other"},
    ),
    wechat=progress("已认定", "{date}前有效"),
    words=_words,
    door="请告诉{name}：申请批准了，{date}前有效，可以得到哪些帮助，帮忙说清楚。",
    step=True,
)
