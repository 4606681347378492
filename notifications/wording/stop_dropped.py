"""A benefit is not stopped after all: whoever was told that it might be is told that it is paid on."""

from backend.journal import Deed, Entry
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "moment": written_moment(told.at)}


def _would_have_stopped(entry: Entry) -> bool:
    return entry.facts.get("change") == "stopped"


def _dropped(code: str, deed: Deed, template: str, why: str) -> Occasion:
    return Occasion(
        code=code,
        deed=deed,
        hears=Hears.PERSON,
        lane=Lane.URGENT,
        sms=Sms(
            name=code,
            code=template,
            text=f"${{name}}您好，停发您补贴的事{why}，补贴照常发，请放心。",
            variables={"name": "name"},
        ),
        wechat=progress("照常发放", f"停发的事{why}，补贴照常发"),
        words=_words,
        door=f"请告诉{{name}}：停发补贴的事{why}，补贴照常发，请放心。",
        concerns=_would_have_stopped,
    )


STOP_DECLINED = _dropped("stop_declined", Deed.AWARD_CHANGE_DECLINED, "SMS_410325051", "县里没有同意")
STOP_WITHDRAWN = _dropped("stop_withdrawn", Deed.AWARD_CHANGE_WITHDRAWN, "SMS_410325052", "已经撤回")
