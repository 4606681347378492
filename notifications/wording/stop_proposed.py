"""Somebody proposed to stop a benefit: the person is heard before the county decides."""

from backend.journal import Deed, Entry
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "moment": written_moment(told.at)}


def _would_stop(entry: Entry) -> bool:
    return entry.facts.get("change") == "stopped"


STOP_PROPOSED = Occasion(
    code="stop_proposed",
    deed=Deed.AWARD_CHANGE_PROPOSED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="stop_proposed",
        code="SMS_410325050",
        text="${name}您好，您的补贴可能要停发，县里还没有定。有不同意见，请带上证明找乡镇或村干部。",
        variables={"name": "name"},
    ),
    wechat=progress("可能停发", "有不同意见请带证明找乡镇"),
    words=_words,
    door="请上门告诉{name}：补贴可能要停发，县里还没有定。有不同意见，请带上证明找乡镇，也可以帮忙带话。",
    concerns=_would_stop,
)
