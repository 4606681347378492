"""Somebody names a helper who is on no register: their phone is told how to prove that it is theirs.

The number was typed by another and may be a stranger's: the text names nobody, no place and no benefit.
"""

from backend.journal import Deed
from notifications.wording.occasion import Hears, Occasion, Sms

HELPER_NAMED = Occasion(
    code="helper_named",
    deed=Deed.OUTSIDER_NAMED,
    hears=Hears.OUTSIDER,
    sms=Sms(
        name="helper_named",
        code="SMS_410325270",
        text="您好，有人写了委托书请您代办事项。愿意代办的，请用这个手机号在小程序“代办人绑定”里确认；不认识的不用理会。",
        variables={},
    ),
    words=lambda told: {},
    visit=False,
)
