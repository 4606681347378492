"""The law's longer limit was approved for the case: the person learns the new date, and is asked for nothing."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.dates import written_due, written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "date": written_due(told.facts["decision_due_on"]),
        "moment": written_moment(told.at),
    }


EXTENDED = Occasion(
    code="extended",
    deed=Deed.EXTENSION_APPROVED,
    hears=Hears.PERSON,
    sms=Sms(
        name="extended",
        code="SMS_410325040",
        text="${name}您好，您的申请要多核实些日子，最迟${date}前办结，不用再跑。有事问村干部。",
        variables={"name": "name", "date": "other"},
    ),
    wechat=progress("延长办理", "最迟{date}前办结"),
    words=_words,
    door="请告诉{name}：申请要多核实些日子，最迟{date}前办结，不用再跑。",
    beside=True,
    passing=True,
)
