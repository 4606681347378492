"""Campaign (群发): what is told to whom, at what pace, and how far it has come."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import database, journal
from backend.refusals import NotFound, NotNow
from backend.staff import Officer, Power, must_have

PAGE = 30


class NoSuchCampaign(NotFound):
    """None, or none of the officer's places."""

    sentence = "没有找到这次群发，请刷新后再选。"


class WrongCampaignState(NotNow):
    """Somebody has decided or stopped it meanwhile."""

    sentence = "这次群发现在不能这样办，可能同事刚办过，请刷新后查看。"


class CampaignKind(StrEnum):
    """What it is about; each has a registered text of its own."""

    POLICY_NEWS = "policy_news"
    HEATING = "heating"
    FLOOD = "flood"
    COLD_WAVE = "cold_wave"

    @property
    def shown(self) -> str:
        """As lists show it."""
        return _TITLES[self]

    @property
    def text(self) -> str:
        """What is registered with the provider: a name and at most 35 characters of news fit into one text of 70."""
        return _TEXTS[self]

    @property
    def is_warning(self) -> bool:
        """Whether lives may depend on it: it goes before routine notices, and to whoever's phone is on file."""
        return self in (CampaignKind.FLOOD, CampaignKind.COLD_WAVE)


_TITLES = {
    CampaignKind.POLICY_NEWS: "政策消息",
    CampaignKind.HEATING: "取暖补助",
    CampaignKind.FLOOD: "防汛提醒",
    CampaignKind.COLD_WAVE: "降温提醒",
}
_TEXTS = {
    CampaignKind.POLICY_NEWS: "${name}您好，政策消息：${news}。请问村干部。",
    CampaignKind.HEATING: "${name}您好，取暖补助：${news}。请问村干部。",
    CampaignKind.FLOOD: "${name}您好，防汛：${news}。请听村里安排。",
    CampaignKind.COLD_WAVE: "${name}您好，降温：${news}。有难处找村干部。",
}


class CampaignState(StrEnum):
    """Cancelled from any state before it is done; paused and running as often as one likes."""

    PROPOSED = "proposed"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def shown(self) -> str:
        """As lists show it."""
        return _STATES[self]


_STATES = {
    CampaignState.PROPOSED: "等另一位同事批准",
    CampaignState.RUNNING: "正在发",
    CampaignState.PAUSED: "已暂停",
    CampaignState.DONE: "发完了",
    CampaignState.CANCELLED: "已取消",
}


class Campaign(Model):
    """The counts and the cost in fen are those foreseen when it was proposed."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    kind = fields.TextField()
    place = fields.CharField(12)
    programme = fields.TextField(null=True)
    from_age = fields.IntField()
    news = fields.TextField()
    per_minute = fields.IntField()
    people = fields.IntField()
    texts = fields.IntField()
    calls = fields.IntField()
    by_guardian = fields.IntField(default=0)
    cost_fen = fields.BigIntField(null=True)
    most_fen = fields.BigIntField(null=True)
    state = fields.CharEnumField(CampaignState)
    proposed_by = fields.UUIDField()
    proposed_at = fields.DatetimeField()
    approved_by = fields.UUIDField(null=True)
    approved_at = fields.DatetimeField(null=True)
    told_through = fields.UUIDField(null=True)
    told = fields.IntField(default=0)
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "campaign"

    @property
    def about(self) -> CampaignKind:
        """What it is about."""
        return CampaignKind(self.kind)

    def line(self, deed: journal.Deed, **facts: object) -> journal.Line:
        """A journal line about it."""
        return journal.Line(deed, self.county, "campaign", self.id, facts={"kind": self.kind, **facts})


def whole_text(kind: CampaignKind, news: str) -> str:
    """The text as somebody of that name would read it, without the signature."""
    return kind.text.replace("${name}", "王秀英").replace("${news}", news)


async def get_campaign(campaign_id: UUID, officer: Officer) -> Campaign:
    """One of the officer's places; NoSuchCampaign otherwise."""
    must_have(officer, Power.SEE_CASES)
    found = await Campaign.get_or_none(id=campaign_id, county=officer.county)
    if found is None or not officer.scope.covers(found.place):
        raise NoSuchCampaign
    return found


async def waiting_for_approval(officer: Officer) -> int:
    """How many of the officer's places wait for a colleague of who proposed them; own proposals are not counted."""
    must_have(officer, Power.APPROVE_CAMPAIGN)
    row = await database.row(
        """SELECT count(*)::int AS campaigns FROM campaign
           WHERE county = $1 AND place LIKE $2 AND state = 'proposed' AND proposed_by <> $3""",
        officer.county, officer.scope.like, officer.id,
    )  # fmt: skip
    return int(row["campaigns"]) if row else 0


async def campaigns_for(officer: Officer, before: UUID | None = None) -> list[Campaign]:
    """At most 30 of the officer's places, newest first, older than `before`."""
    must_have(officer, Power.SEE_CASES)
    found = await database.rows(
        f"""SELECT id FROM campaign WHERE county = $1 AND place LIKE $2 AND ($3::uuid IS NULL OR id < $3)
            ORDER BY id DESC LIMIT {PAGE}""",
        officer.county, officer.scope.like, before,
    )  # fmt: skip
    return await Campaign.filter(id__in=[each["id"] for each in found]).order_by("-id")
