"""The application has reached the township."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.dates import written_due, written_moment
from notifications.wording.figures import written_number
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "number": written_number(told.facts["case_number"]),
        "date": written_due(told.facts["step_due_on"]),
        "moment": written_moment(told.at),
    }


SUBMITTED = Occasion(
    code="submitted",
    deed=Deed.APPLICATION_SUBMITTED,
    hears=Hears.PERSON,
    sms=Sms(
        name="submitted",
        code="SMS_410325003",
        text="${name}您好，申请已收到，编号${number}，${date}前答复，不用再跑。",
        variables={"name": "name", "number": "other", "date": "other"},
    ),
    wechat=progress("已提交", "乡镇{date}前答复"),
    words=_words,
    door="请告诉{name}：申请已交到乡镇，编号{number}，{date}前答复，不用再跑。",
    step=True,
    passing=True,
)
