"""The township sends the case up with a no: the person is told before it is decided, and may still bring proof."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "moment": written_moment(told.at)}


# 民发〔2021〕57号 art. 18: told promptly; proof against it leads to a second check.
ADVISED_AGAINST = Occasion(
    code="advised_against",
    deed=Deed.ADVISED_AGAINST,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="advised_against",
        code="SMS_410325241",
        text="${name}您好，您的申请核实下来可能不批准，还没有最后决定。有不同意见，请带证明找乡镇，会再核实。",
        variables={"name": "name"},
    ),
    wechat=progress("等最后决定", "有不同意见请带证明找乡镇"),
    words=_words,
    door="请上门告诉{name}：申请核实下来可能不批准，还没有最后决定。有不同意见，请带证明找乡镇，会再核实。",
    beside=True,
)
