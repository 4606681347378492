"""What one household receives changes, for a reason of its own; a decision that may be contested."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment, written_month
from notifications.wording.figures import written_amount
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "month": written_month(told.facts["month"]),
        "amount": written_amount(told.facts["fen"]),
        "moment": written_moment(told.at),
    }


# 60 days: 行政复议法 (2023) art. 20; 6 months: 行政诉讼法 (2017) art. 46.
AWARD_ADJUSTED = Occasion(
    code="award_adjusted",
    deed=Deed.AWARD_ADJUSTED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="award_adjusted",
        code="SMS_410325047",
        text="${name}您好，补贴${month}起每月${amount}元，理由问乡镇。不服可60日内复议或6个月内起诉。",
        variables={"name": "name", "month": "other", "amount": "money"},
    ),
    wechat=progress("已调整", "{month}起每月{amount}元"),
    words=_words,
    door="请告诉{name}：补贴从{month}起每月{amount}元，并说明理由。不服可在60日内申请行政复议，或6个月内向法院起诉。",
)
