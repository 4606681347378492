"""The answer to an elder who texted 2: when money last arrived, in words that name no programme."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.dates import written_day
from notifications.wording.figures import written_amount, written_tail
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    if told.facts["settled_on"] is None:
        return {"name": told.name, "payment": "还没有到账记录"}
    day, amount = written_day(told.facts["settled_on"]), written_amount(told.facts["amount_fen"])
    return {"name": told.name, "payment": f"{day}{amount}元，尾号{written_tail(told.facts['account_last_four'])}"}


LAST_PAYMENT = Occasion(
    code="last_payment",
    deed=Deed.REPLY_RECEIVED,
    hears=Hears.ASKER,
    lane=Lane.URGENT,
    sms=Sms(
        name="last_payment",
        code="SMS_410325018",
        text="${name}您好，最近一次到账：${payment}。对不上请问村干部。",
        variables={"name": "name", "payment": "other"},
    ),
    words=_words,
    concerns=lambda entry: entry.facts.get("asked") == "paid",
    door="{name}来短信问补贴到账没有，最近一次：{payment}。请当面告诉。",
)
