"""A benefit runs out by degrees (渐退): it is paid for some months more, so that nobody falls."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment, written_month
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "month": written_month(told.facts["month"]), "moment": written_moment(told.at)}


# 60 days: 行政复议法 (2023) art. 20; 6 months: 行政诉讼法 (2017) art. 46.
AWARD_IN_GRACE = Occasion(
    code="award_in_grace",
    deed=Deed.AWARD_IN_GRACE,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="award_in_grace",
        code="SMS_410325048",
        text="${name}您好，您的补贴${month}起再发几个月后停，每月多少问乡镇。不服可60日内复议或6个月内起诉。",
        variables={"name": "name", "month": "other"},
    ),
    wechat=progress("逐步退出", "{month}起再发几个月后停"),
    words=_words,
    door="请上门告诉{name}：补贴从{month}起再发几个月后停，每月多少、理由请问乡镇。"
    "不服可在60日内申请行政复议，或6个月内向法院起诉。",
)
