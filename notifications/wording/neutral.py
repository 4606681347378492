"""What a phone that is not the person's own may learn: that there is something to ask about, and nothing else."""

from notifications.wording.occasion import Sms

NEUTRAL = Sms(
    name="neutral",
    code="SMS_410325002",
    text="请转告${name}：有一件事要当面告诉本人，请抽空联系村干部。谢谢您帮忙转达。",
    variables={"name": "name"},
)
