"""A benefit ends: from which month, and what may be done against it."""

from backend.journal import Deed, Entry
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment, written_month
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "month": written_month(told.facts["month"]), "moment": written_moment(told.at)}


def _is_for_the_living(entry: Entry) -> bool:
    """Whose death was recorded wrongly hears of it when it is put right, and a family in mourning of nothing."""
    return entry.facts.get("reason") != "death"


# 60 days: 行政复议法 (2023) art. 20; 6 months: 行政诉讼法 (2017) art. 46.
AWARD_STOPPED = Occasion(
    code="award_stopped",
    deed=Deed.AWARD_STOPPED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="award_stopped",
        code="SMS_410325049",
        text="${name}您好，您的补贴从${month}起停发，理由问乡镇。不服可60日内复议或6个月内起诉。",
        variables={"name": "name", "month": "other"},
    ),
    wechat=progress("已停发", "60日内可复议，6个月内可起诉"),
    words=_words,
    door="请上门告诉{name}：补贴从{month}起停发，并说明理由。不服可在60日内申请行政复议，或6个月内向法院起诉。",
    concerns=_is_for_the_living,
)
