"""What was held back is paid again."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment, written_month
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "month": written_month(told.facts["month"]), "moment": written_moment(told.at)}


AWARD_RESUMED = Occasion(
    code="award_resumed",
    deed=Deed.AWARD_RESUMED,
    hears=Hears.PERSON,
    sms=Sms(
        name="award_resumed",
        code="SMS_410325046",
        text="${name}您好，您的补贴核实清楚了，从${month}起接着发，请留意到账。",
        variables={"name": "name", "month": "other"},
    ),
    wechat=progress("恢复发放", "从{month}起接着发"),
    words=_words,
    door="请告诉{name}：补贴核实清楚了，从{month}起接着发，请留意到账。",
)
