"""The law's own rule moved the day of the decision: the person learns the new one, and is asked for nothing."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.dates import written_due, written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told

_BECAUSE = {"objection": "公示后要重新核实", "calendar": "公布了节假日安排"}


def _words(told: Told) -> dict[str, str]:
    because = told.facts["because"]
    if because not in _BECAUSE:
        raise ValueError("no day is moved without a reason of the law's")
    return {
        "name": told.name,
        "reason": _BECAUSE[because],
        "date": written_due(told.facts["decision_due_on"]),
        "moment": written_moment(told.at),
    }


DUE_MOVED = Occasion(
    code="due_moved",
    deed=Deed.DUE_MOVED,
    hears=Hears.PERSON,
    sms=Sms(
        name="due_moved",
        code="SMS_410325240",
        text="${name}您好，因${reason}，您的申请改为${date}前办结，不用再跑。",
        variables={"name": "name", "reason": "other", "date": "other"},
    ),
    wechat=progress("期限调整", "改为{date}前办结"),
    words=_words,
    door="请告诉{name}：因{reason}，申请改为{date}前办结，不用再跑。",
    beside=True,
    passing=True,
    concerns=lambda entry: entry.facts.get("decision_due_on") != entry.facts.get("due_before"),
)
