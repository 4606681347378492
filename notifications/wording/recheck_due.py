"""The award is soon looked at again (复核), as the law has it: nothing is wrong, and nobody need come running."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.dates import written_day, written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "date": written_day(told.facts["due_on"]), "moment": written_moment(told.at)}


RECHECK_DUE = Occasion(
    code="recheck_due",
    deed=Deed.RECHECK_DUE,
    hears=Hears.PERSON,
    sms=Sms(
        name="recheck_due",
        code="SMS_410325062",
        text="${name}您好，您的补贴${date}前要按规定复核一次。家里有变化的，请告诉村干部，不用跑乡镇。",
        variables={"name": "name", "date": "other"},
    ),
    wechat=progress("要复核", "{date}前按规定复核"),
    words=_words,
    door="请告诉{name}：补贴{date}前要按规定复核一次，家里有变化的，请如实告诉您，不用跑乡镇。",
)
