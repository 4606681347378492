"""Somebody had objected to the posted case, and the township has looked into it. Who objected is nobody's business."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    if not isinstance(told.facts["upheld"], bool):
        raise TypeError("an objection is upheld or it is not")
    result = "还要再核对，乡镇会另行告诉您" if told.facts["upheld"] else "不影响您的申请，接着往下办"
    return {"name": told.name, "result": result, "moment": written_moment(told.at)}


OBJECTION_ANSWERED = Occasion(
    code="objection_answered",
    deed=Deed.OBJECTION_ANSWERED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="objection_answered",
        code="SMS_410325020",
        text="${name}您好，公示期间有人提的问题已经核实：${result}。有不明白的，请问乡镇。",
        variables={"name": "name", "result": "other"},
    ),
    wechat=progress("已核实", "{result}"),
    words=_words,
    door="请告诉{name}：公示期间有人提的问题已经核实，{result}。",
    step=True,
    passing=True,
)
