"""Money has arrived."""

from backend.journal import Deed
from notifications.wording.cards import PAYMENT
from notifications.wording.dates import written_day, written_moment, written_month
from notifications.wording.figures import written_amount, written_tail
from notifications.wording.funeral_aid import is_of_a_funeral
from notifications.wording.occasion import Hears, Occasion, Sms, Told, Wechat


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "month": written_month(told.facts["month"]),
        "amount": written_amount(told.facts["amount_fen"]),
        "tail": written_tail(told.facts["account_last_four"]),
        "date": written_day(told.facts["settled_on"]),
        "moment": written_moment(told.at),
    }


PAYOUT_SETTLED = Occasion(
    code="payout_settled",
    deed=Deed.PAYOUT_SETTLED,
    hears=Hears.PERSON,
    sms=Sms(
        name="payout_settled",
        code="SMS_410325011",
        text="${name}您好，您${month}的补贴${amount}元已到账，账户尾号${tail}，请查收。",
        variables={"name": "name", "month": "other", "amount": "money", "tail": "number"},
    ),
    wechat=Wechat(
        PAYMENT,
        {
            "thing1": "{month}的补贴",
            "amount2": "{amount}元",
            "time3": "{date}",
            "thing4": "已到尾号{tail}的账户，请查收",
        },
    ),
    words=_words,
    can_wait=True,
    spread=True,
    payee=True,
    concerns=lambda entry: not is_of_a_funeral(entry),
    door="请告诉{name}：{month}的补贴{amount}元已到账，账户尾号{tail}。",
)
