"""A disability card runs out soon. Which card it is stands in no text: a family reads along."""

from backend.journal import Deed
from notifications.wording.dates import written_day
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "date": written_day(told.facts["valid_to"])}


CARD_EXPIRING = Occasion(
    code="card_expiring",
    deed=Deed.CARD_EXPIRING,
    hears=Hears.PERSON,
    sms=Sms(
        name="card_expiring",
        code="SMS_410325021",
        text="${name}您好，您有一本证件${date}到期，请早些换证，补贴才能接着发。不会办请找村干部。",
        variables={"name": "name", "date": "other"},
    ),
    words=_words,
    door="请提醒{name}：有一本证件{date}到期，要早些换证，补贴才能接着发。",
)
