"""A decision was wrong and another stands instead; what it does to money is told in words of its own."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "moment": written_moment(told.at)}


# 60 days: 行政复议法 (2023) art. 20; 6 months: 行政诉讼法 (2017) art. 46.
AMENDED = Occasion(
    code="amended",
    deed=Deed.DECISION_AMENDED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="amended",
        code="SMS_410325067",
        text="${name}您好，您的申请原来的决定已经更正，内容写在新的告知书里，可到乡镇领取。不服可60日内复议或6个月内起诉。",
        variables={"name": "name"},
    ),
    wechat=progress("决定已更正", "看新的告知书：60日内可复议、6个月内可起诉"),
    words=_words,
    door="请上门告诉{name}：原来的决定已经更正，把新的告知书送到手里，并说明内容。不服可在60日内申请行政复议，或6个月内向法院起诉。",
    concerns=lambda entry: entry.facts.get("becomes") != "granted" and not entry.facts.get("tells_of_money"),
    step=True,
)
