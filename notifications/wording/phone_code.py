"""A code that proves a phone: at any hour, first of all, by SMS only."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.occasion import Hears, Occasion, Sms, SmsKind

PHONE_CODE = Occasion(
    code="phone_code",
    deed=Deed.PHONE_CODE_REQUESTED,
    hears=Hears.NEW_PHONE,
    lane=Lane.CODE,
    sms=Sms(
        name="phone_code",
        code="SMS_410325001",
        text="您的验证码为${code}，10分钟内有效，请勿告诉他人。",
        variables={"code": "code"},
        kind=SmsKind.CODE,
    ),
    words=lambda told: {},
)
