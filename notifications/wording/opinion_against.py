"""The township's first opinion is a no: the person is told at once, may object with proof, and is looked at again."""

from backend.journal import Deed, Entry
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "moment": written_moment(told.at)}


def _is_a_no(entry: Entry) -> bool:
    return entry.facts.get("favourable") is False


# 民发〔2021〕57号 art. 18: told promptly; an objection with proof leads to a second check.
OPINION_AGAINST = Occasion(
    code="opinion_against",
    deed=Deed.FIRST_OPINION_GIVEN,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="opinion_against",
        code="SMS_410325042",
        text="${name}您好，您的申请核实下来可能不合规定。有不同意见，请带上证明找乡镇，会再核实。",
        variables={"name": "name"},
    ),
    wechat=progress("初审不同意", "有不同意见请带证明找乡镇"),
    words=_words,
    door="请上门告诉{name}：申请核实下来可能不合规定。有不同意见，请带上证明找乡镇，会再核实。",
    concerns=_is_a_no,
    beside=True,
)
