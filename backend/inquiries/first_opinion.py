"""First opinion (初审意见): what the township thinks of a case, on facts that it verified; never edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import applications
from backend.eligibility import FactValue, Verdict
from backend.refusals import NotAllowed
from backend.residents import Provenance
from backend.staff import Officer

#: How the form and the case page call where a fact was learned.
PROVENANCE_TITLES = {
    Provenance.SURVEY: "入户调查",
    Provenance.CHECK: "信息核对",
    Provenance.REGISTER: "部门登记",
    Provenance.DECLARED: "本人材料",
}


@dataclass(frozen=True)
class Found:
    """One verified fact; `why` where it is not what was declared."""

    value: FactValue
    source: Provenance
    why: str = ""


class YouGaveTheOpinion(NotAllowed):
    """Who gave the first opinion decides nothing, and does not investigate the case again."""

    sentence = "这件申请的初审意见是您提出的，按规定要由另一位同事办理这一步。"


class YouDecided(NotAllowed):
    """Who decided a case for the county, and it came back since, neither investigates it nor gives an opinion on it."""

    sentence = "这件申请是您审批过的，按规定要由另一位同事办理这一步。"


class FirstOpinion(Model):
    """`findings` by fact: what was declared, what was found, the source, and why the two differ.

    `proposed_fen`: what is to be given once (临时救助).
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    application_id = fields.UUIDField()
    favourable = fields.BooleanField()
    reasons = fields.TextField()
    findings = fields.JSONField[dict[str, dict[str, Any]]]()
    verdict = fields.JSONField[dict[str, Any]]()
    no_check_because = fields.TextField(default="")
    proposed_fen = fields.BigIntField(null=True)
    officer_id = fields.UUIDField()
    given_at = fields.DatetimeField()

    class Meta:
        table = "first_opinion"

    @property
    def judged(self) -> Verdict:
        """What the law said of the verified facts."""
        return Verdict.from_json(self.verdict)

    @property
    def facts(self) -> Mapping[str, FactValue]:
        """The verified facts; dates as ISO text, which the engine reads."""
        return {fact: each["verified"] for fact, each in self.findings.items()}


async def opinions_on(application_id: UUID) -> list[FirstOpinion]:
    """All opinions in a case, oldest first."""
    return await FirstOpinion.filter(application_id=application_id).order_by("id")


async def last_opinion(application_id: UUID) -> FirstOpinion | None:
    """The one that counts."""
    return await FirstOpinion.filter(application_id=application_id).order_by("-id").first()


async def must_not_have_opined(application_id: UUID, officer: Officer) -> None:
    """YouGaveTheOpinion for an officer who gave any first opinion in the case."""
    if await FirstOpinion.filter(application_id=application_id, officer_id=officer.id).exists():
        raise YouGaveTheOpinion


async def must_not_have_judged(application_id: UUID, officer: Officer) -> None:
    """Before an officer finds out anything: YouGaveTheOpinion and YouDecided for what they did in the case earlier."""
    part = await applications.part_of(officer, application_id)
    if part.opined:
        raise YouGaveTheOpinion
    if part.decided:
        raise YouDecided
