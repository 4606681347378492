"""Ten days to go and the person has not been seen: said once more before the money is held back."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_day, written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "date": written_day(told.facts["due_on"]), "moment": written_moment(told.at)}


SUSPENSION_COMING = Occasion(
    code="suspension_coming",
    deed=Deed.SUSPENSION_COMING,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="suspension_coming",
        code="SMS_410325063",
        text="${name}您好，本人确认还没做，过了${date}补贴会先暂停。请找村干部拍照确认，几分钟就好。",
        variables={"name": "name", "date": "other"},
    ),
    wechat=progress("快暂停", "{date}前请做本人确认"),
    words=_words,
    door="请在{date}前上门，帮{name}做本人确认；过了这天补贴会先暂停。",
)
