"""The answer to an elder who texted 1: how far the newest case is, in words that name no programme."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "state": str(told.facts["state_title"] or "没有正在办的申请")}


CASE_STATE = Occasion(
    code="case_state",
    deed=Deed.REPLY_RECEIVED,
    hears=Hears.ASKER,
    lane=Lane.URGENT,
    sms=Sms(
        name="case_state",
        code="SMS_410325015",
        text="${name}您好，您问的申请现在：${state}。有不明白的，请问村干部。",
        variables={"name": "name", "state": "other"},
    ),
    words=_words,
    concerns=lambda entry: entry.facts.get("asked") == "state",
    door="{name}来短信问申请进度，现在：{state}。请当面告诉。",
)
