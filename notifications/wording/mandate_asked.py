"""Somebody hands in the person's mandate: the person is asked on their own phone whether it is theirs."""

from backend.journal import By, Deed
from notifications.wording.occasion import Hears, Occasion, Phones, Sms, Told

_AGENTS = {By.CADRE: "村干部", By.RESIDENT: "有人", By.OUTSIDER: "有人"}


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "who": _AGENTS[By(told.facts["agent"])]}


MANDATE_ASKED = Occasion(
    code="mandate_asked",
    deed=Deed.MANDATE_GIVEN,
    hears=Hears.PERSON,
    sms=Sms(
        name="mandate_asked",
        code="SMS_410325065",
        text="${name}您好，${who}说受您委托，代您申请补贴。同意请回短信“同意”，没有委托请回“不同意”。",
        variables={"name": "name", "who": "other"},
    ),
    words=_words,
    phones=Phones.OWN,
    visit=False,
)
