"""One text to many: what an officer wrote, in a frame that is registered. The words come from the campaign.

Of news nobody is visited: the report names the village. Whom no phone reaches with a warning, somebody goes to the same
day, be it that they want no texts.
"""

from typing import Any
from uuid import UUID

from backend.campaigns import Campaign, CampaignKind
from backend.journal import Deed, Entry
from notifications.message import Lane
from notifications.wording.occasion import Hears, Occasion, Phones, Sms, Told


async def _news(entries: list[Entry]) -> dict[UUID, dict[str, Any]]:
    campaigns = {each.id: each for each in await Campaign.filter(id__in={entry.subject_id for entry in entries})}
    return {entry.id: {"news": campaigns[entry.subject_id].news} for entry in entries if entry.subject_id in campaigns}


def _words(told: Told) -> dict[str, str]:
    news = told.facts["news"]
    if not isinstance(news, str) or not news.strip():
        raise ValueError("no news")
    return {"name": told.name, "news": news}


def _occasion(kind: CampaignKind, code: str) -> Occasion:
    return Occasion(
        code=kind.value,
        deed=Deed.CAMPAIGN_TOLD,
        hears=Hears.PERSON,
        lane=Lane.URGENT if kind.is_warning else Lane.CAMPAIGN,
        phones=Phones.ANY if kind.is_warning else Phones.OWN,
        visit=kind.is_warning,
        today=kind.is_warning,
        door="请今天就告诉{name}：{news}。" if kind.is_warning else "",
        can_wait=not kind.is_warning,
        sms=Sms(name=kind.value, code=code, text=kind.text, variables={"name": "name", "news": "other"}),
        words=_words,
        look_up=_news,
        concerns=lambda entry: entry.facts.get("kind") == kind.value,
    )


POLICY_NEWS = _occasion(CampaignKind.POLICY_NEWS, "SMS_410325024")
HEATING = _occasion(CampaignKind.HEATING, "SMS_410325025")
FLOOD = _occasion(CampaignKind.FLOOD, "SMS_410325026")
COLD_WAVE = _occasion(CampaignKind.COLD_WAVE, "SMS_410325027")
