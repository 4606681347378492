"""Proposing: an officer writes the news, sees whom it would reach and what that costs, and then asks a colleague."""

import re
from dataclasses import dataclass

from backend import clock, database, entitlements, journal, staff
from backend.campaigns.audience import Audience
from backend.campaigns.campaign import Campaign, CampaignKind, CampaignState
from backend.campaigns.foreseeing import Foreseen, foresee
from backend.identifiers import new_id
from backend.messages import is_textable, unwelcome_word
from backend.places import Place
from backend.refusals import NotAcceptable, NotFound
from backend.staff import Officer, Power

_LONGEST_NAME = "阿卜杜热合曼·买买提"
_SIGNATURE = "【嵩县民政局】"  # the length is what counts: every county's has about as many characters
# What a neighbour reads over a shoulder.
_SHAMING = re.compile("贫困|困难户|低保户|五保|特困|孤儿|残疾|智障|智力|精神病|艾滋|癌|救济")


class BadNews(NotAcceptable):
    """Empty, too long, or with something that may not stand in a text."""

    sentence = "消息要写1到35个字，不写网址、电话号码、表情和括号。"


class ShamingNews(NotAcceptable):
    """Words that tell a neighbour what somebody lives on."""

    sentence = "消息里有会让乡亲难堪的词（如“贫困”“残疾”“低保户”），请换一种说法。"


class UnwelcomeNews(NotAcceptable):
    """A word for which the provider would refuse each of the texts."""

    sentence = "短信公司不收这样的内容，请换一种说法。"


class BadCampaign(NotAcceptable):
    """An age or a pace out of range, or a benefit that there is not."""

    sentence = "年龄请填18到120，每分钟人数请填1到1000，待遇请从列表里选。"


class NoSuchPlace(NotFound):
    """Not on the map, or not of the officer's places."""

    sentence = "没有找到这个地方，请从列表里选。"


class AudienceEmpty(NotAcceptable):
    """Nobody would be told."""

    sentence = "按这些条件一个人也没有，请换一个地方或待遇。"


@dataclass(frozen=True)
class Draft:
    """What an officer wants told to whom; `programme` None: everyone of the place from that age on."""

    kind: CampaignKind
    place: str
    programme: str | None
    from_age: int
    news: str
    per_minute: int


async def must_make_sense(draft: Draft, officer: Officer) -> Foreseen:
    """What the draft would come to. Refuses with NoSuchPower, OutsideYourPlace, NoSuchPlace, BadCampaign, BadNews,
    ShamingNews, UnwelcomeNews and AudienceEmpty."""
    staff.must_have(officer, Power.PLAN_CAMPAIGN)
    if not is_textable(draft.news):
        raise BadNews
    if _SHAMING.search(draft.news):
        raise ShamingNews
    if word := unwelcome_word(draft.news):
        raise UnwelcomeNews(f"短信公司不收带“{word}”的短信，请换一种说法，或者用广播告知。")
    if not 18 <= draft.from_age <= 120 or not 1 <= draft.per_minute <= 1000:
        raise BadCampaign
    if draft.programme is not None:
        entitlements.get_benefit(draft.programme)
    if not await Place.exists(code=draft.place) or not draft.place.startswith(officer.county):
        raise NoSuchPlace
    staff.must_cover(officer, draft.place)
    text = draft.kind.text.replace("${name}", _LONGEST_NAME).replace("${news}", draft.news)
    foreseen = await foresee(
        audience_of(draft, officer.county), _SIGNATURE + text, anybodys_phone=draft.kind.is_warning
    )  # fmt: skip
    if not foreseen.people:
        raise AudienceEmpty
    return foreseen


async def propose(draft: Draft, officer: Officer) -> Campaign:
    """Lay the draft before a colleague. Refuses as `must_make_sense`."""
    foreseen = await must_make_sense(draft, officer)
    async with database.transaction():
        campaign = await Campaign.create(
            id=new_id(), county=officer.county, kind=draft.kind.value, place=draft.place, programme=draft.programme,
            from_age=draft.from_age, news=draft.news, per_minute=draft.per_minute, people=foreseen.people,
            texts=foreseen.texts, calls=foreseen.calls, by_guardian=foreseen.by_guardian, cost_fen=foreseen.cost_fen,
            most_fen=foreseen.most_fen, state=CampaignState.PROPOSED, proposed_by=officer.id, proposed_at=clock.now(),
        )  # fmt: skip
        line = campaign.line(journal.Deed.CAMPAIGN_PROPOSED, people=foreseen.people, cost_fen=foreseen.cost_fen)
        await journal.record(line, by=officer.signature)
    return campaign


def audience_of(meant: "Draft | Campaign", county: str) -> Audience:
    """Whom a draft or a campaign means."""
    return Audience(county, meant.place, meant.programme, meant.from_age)
