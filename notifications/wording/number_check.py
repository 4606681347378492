"""Once a year: is this still your phone? Only that phone is asked, and who answers 1 has said yes."""

from backend.journal import Deed
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name}


NUMBER_CHECK = Occasion(
    code="number_check",
    deed=Deed.NUMBER_CHECKED,
    hears=Hears.ASKER,
    sms=Sms(
        name="number_check",
        code="SMS_410325028",
        text="${name}您好，一年核对一次号码：这个手机还是您在用，请回复1。不是您的，请不用理会。",
        variables={"name": "name"},
    ),
    words=_words,
    can_wait=True,
    door="请问一问{name}现在用哪个号码，报乡镇更新。",
)
