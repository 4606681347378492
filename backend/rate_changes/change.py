"""Rate change (标准调整): a value that one officer proposes and another confirms."""

import json
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend import journal
from backend.programmes import Span
from backend.refusals import NotAllowed, NotFound, NotNow


class NoSuchChange(NotFound):
    """No such change in your county."""

    sentence = "没有找到这次标准调整，请刷新后再选。"


class WrongChangeState(NotNow):
    """A colleague was faster."""

    sentence = "这次标准调整已经确认或撤回，不能再办，请刷新后再看。"


class OwnChange(NotAllowed):
    """Maker and checker are two people (policy §18)."""

    sentence = "这次标准调整是您提出的，按规定要由另一位同事确认。"


class ForeseenOtherwise(NotNow):
    """Awards or standards moved on since the list was drawn up: what would be confirmed is not what was shown."""

    sentence = "测算以后名单或标准有变化，请重新测算，看过新的名单再确认。"


class ListChanged(NotNow):
    """Somebody had the list drawn up anew after this officer looked at it."""

    sentence = "名单有变化，请重新查看。"


class ChangeState(StrEnum):
    """Where a change stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return {"proposed": "待确认", "confirmed": "已确认", "withdrawn": "已撤回"}[self.value]


class RateChange(Model):
    """The value holds for the whole county from `valid_from`; who gains and loses is in `rate_change_line`."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    key = fields.TextField()
    value = fields.JSONField[object](encoder=json.dumps, decoder=json.loads)
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    source = fields.TextField()
    state = fields.CharEnumField(ChangeState, max_length=20)
    proposed_by = fields.UUIDField()
    proposed_at = fields.DatetimeField()
    foreseen_at = fields.DatetimeField()
    decided_by = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)

    class Meta:
        table = "rate_change"

    @property
    def place(self) -> str:
        """A county sets values for itself; they win over its city's and its province's."""
        return f"{self.county}000000"

    @property
    def span(self) -> Span:
        """The change as a timeline takes it."""
        return Span(self.place, self.key, self.value, self.valid_from, self.valid_to)

    def line(self, deed: journal.Deed, **facts: object) -> journal.Line:
        """A journal line about this change."""
        told = {"key": self.key, "value": self.value, "valid_from": self.valid_from, **facts}
        return journal.Line(deed, self.county, "rate_change", self.id, facts=told)
