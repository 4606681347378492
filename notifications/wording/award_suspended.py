"""A benefit is held back while something is found out. What is found out is no business of a phone."""

from backend.entitlements import Reason
from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment, written_month
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "month": written_month(told.facts["month"]), "moment": written_moment(told.at)}


AWARD_SUSPENDED = Occasion(
    code="award_suspended",
    deed=Deed.AWARD_SUSPENDED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="award_suspended",
        code="SMS_410325045",
        text="${name}您好，您的补贴从${month}起先暂停。请找乡镇或村干部说明情况，核实清楚了接着发。",
        variables={"name": "name", "month": "other"},
    ),
    wechat=progress("先暂停", "{month}起暂停，请找乡镇说明"),
    words=_words,
    door="请上门告诉{name}：补贴从{month}起先暂停，请到乡镇说明情况，或者帮忙带话；核实清楚了接着发。",
    concerns=lambda entry: entry.facts.get("reason") != Reason.UNCERTIFIED.value,
)
