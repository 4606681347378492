"""The county has confirmed: from which month, and how much."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment, written_month
from notifications.wording.figures import written_amount
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "month": written_month(told.facts["from_month"]),
        "amount": written_amount(told.facts["amount_fen"]),
        "moment": written_moment(told.at),
    }


CONFIRMED = Occasion(
    code="confirmed",
    deed=Deed.AWARD_STARTED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="confirmed",
        code="SMS_410325009",
        text="${name}您好，您的申请批准了，从${month}起每月${amount}元，会发到您的账户。告知书到乡镇领。",
        variables={"name": "name", "month": "other", "amount": "money"},
    ),
    wechat=progress("已批准", "{month}起每月{amount}元"),
    words=_words,
    door="请告诉{name}：申请批准了，从{month}起每月{amount}元，发到本人账户。",
    step=True,
)
