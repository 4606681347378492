"""Another amount from some month on; more or less, it is said in the same words, with whom to ask."""

from backend.journal import Deed
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


AMOUNT_CHANGED = Occasion(
    code="amount_changed",
    deed=Deed.AMOUNT_CHANGED,
    hears=Hears.PERSON,
    sms=Sms(
        name="amount_changed",
        code="SMS_410325022",
        text="${name}您好，补贴标准有调整，您从${month}起每月${amount}元。有不明白的，请问乡镇。",
        variables={"name": "name", "month": "other", "amount": "money"},
    ),
    wechat=progress("已调整", "{month}起每月{amount}元"),
    words=_words,
    can_wait=True,
    door="请告诉{name}：补贴标准有调整，从{month}起每月{amount}元。",
)
