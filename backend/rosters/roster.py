"""Roster (花名册): a file that one officer offers and another takes in."""

import json
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import database
from backend.refusals import NotAllowed, NotFound, NotNow
from backend.rosters.line import Weight
from backend.staff import Officer, Power, must_have

_A_PAGE = 30
_FINDINGS_A_PAGE = 50


class NoSuchRoster(NotFound):
    """No such roster in your county."""

    sentence = "没有找到这份花名册，请刷新后再选。"


class WrongRosterState(NotNow):
    """A colleague was faster, or it was not examined yet."""

    sentence = "这份花名册现在不能这样办，请刷新后再看。"


class OwnRoster(NotAllowed):
    """Maker and checker are two people (policy §18)."""

    sentence = "这份花名册是您上传的，按规定要由另一位同事确认导入。"


class FoundOtherwise(NotNow):
    """The register moved on since the dry run: what would be taken in is not what was shown."""

    sentence = "检查以后登记情况有变化，请上传的同事重新检查，看过新的结果再确认。"


class RosterState(StrEnum):
    """Where a roster stands."""

    UPLOADED = "uploaded"
    EXAMINED = "examined"
    TAKEN_IN = "taken_in"
    WITHDRAWN = "withdrawn"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return {"uploaded": "待核对列", "examined": "待确认", "taken_in": "已导入", "withdrawn": "已撤回"}[self.value]


class Roster(Model):
    """`outcomes` (number of rows by outcome) and `fen` (a month, of new awards) are the last dry run's."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    programme = fields.TextField()
    digest = fields.CharField(64)
    content_sealed = fields.BinaryField(null=True)
    mappings = fields.JSONField[list[dict[str, Any]]](encoder=json.dumps, decoder=json.loads)
    paid_here_from = fields.DateField()
    choice = fields.TextField()
    state = fields.CharEnumField(RosterState)
    rows = fields.IntField(default=0)
    outcomes = fields.JSONField[dict[str, int]](encoder=json.dumps, decoder=json.loads)
    fen = fields.BigIntField(default=0)
    offered_by = fields.UUIDField()
    offered_at = fields.DatetimeField()
    decided_by = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)

    class Meta:
        table = "roster"


class RosterFinding(Model):
    """A finding of the last dry run."""

    roster_id = fields.UUIDField(primary_key=True)
    number = fields.IntField()
    county = fields.CharField(6)
    at = fields.TextField()
    title = fields.TextField()
    weight = fields.CharEnumField(Weight)
    sentence = fields.TextField()

    class Meta:
        table = "roster_finding"


async def get_roster(roster_id: UUID, officer: Officer) -> Roster:
    """The roster with its file; NoSuchRoster outside the officer's county."""
    found = await Roster.get_or_none(id=roster_id, county=officer.county)
    if found is None:
        raise NoSuchRoster
    return found


async def rosters_for(officer: Officer, before: UUID | None = None) -> list[Roster]:
    """The county's rosters without their files, newest first, thirty a page."""
    wanted = Roster.filter(county=officer.county, **({"id__lt": before} if before else {}))
    light = [name for name in Roster._meta.db_fields if name != "content_sealed"]
    return await wanted.order_by("-id").limit(_A_PAGE).only(*light)


async def rosters_waiting(officer: Officer) -> int:
    """How many of the county's rosters wait to be taken in by this officer, who offered none of them; NoSuchPower."""
    must_have(officer, Power.CONFIRM_ROSTER)
    waiting = Roster.filter(county=officer.county, state=RosterState.EXAMINED)
    return await waiting.exclude(offered_by=officer.id).count()


async def findings_of(roster: Roster, after: int = -1) -> list[RosterFinding]:
    """Fifty a page, those that stop rows first, in the order of the file."""
    return await RosterFinding.filter(roster_id=roster.id, number__gt=after).order_by("number").limit(_FINDINGS_A_PAGE)


async def keep_findings(roster: Roster, found: list[tuple[str, str, Weight, str]]) -> None:
    """In place of the last dry run's, inside its transaction."""
    await database.execute("DELETE FROM roster_finding WHERE roster_id = $1", roster.id)
    order = list(Weight)
    found = sorted(found, key=lambda each: order.index(each[2]))
    await database.copy(
        "roster_finding",
        ("roster_id", "number", "county", "at", "title", "weight", "sentence"),
        [(roster.id, number, roster.county, at, title, weight.value, sentence)
         for number, (at, title, weight, sentence) in enumerate(found)],
    )  # fmt: skip
