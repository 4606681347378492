"""Somebody hands in the person's mandate: the person is asked on their own phone whether it is theirs, by name."""

from typing import Any
from uuid import UUID

from backend.applications import agents_named
from backend.journal import By, Deed, Entry
from notifications.wording.fitting import fit_sms
from notifications.wording.occasion import Hears, Occasion, Phones, Sms, Told

_AGENTS = {By.CADRE: "村干部", By.RESIDENT: "有人", By.OUTSIDER: "有人"}


def _words(told: Told) -> dict[str, str]:
    """Of 「有人」 nobody can say whether they asked them; what was typed as a name is told as one and no more."""
    kind, named = By(told.facts["agent"]), told.facts.get("agent_name")
    name = fit_sms("name", named) if named else ""
    return {"name": told.name, "who": (f"村干部{name}" if kind is By.CADRE else name) or _AGENTS[kind]}


async def _agents(entries: list[Entry]) -> dict[UUID, dict[str, Any]]:
    given = {each.id: UUID(str(each.facts["mandate_id"])) for each in entries if "mandate_id" in each.facts}
    names = await agents_named(list(given.values()))
    return {entry: {"agent_name": names[mandate]} for entry, mandate in given.items() if mandate in names}


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
    look_up=_agents,
    phones=Phones.OWN,
    visit=False,
)
