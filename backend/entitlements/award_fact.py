"""Award fact (待遇变动): what happened to an award and from which month it holds; added, never edited."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class FactKind(StrEnum):
    """What can happen to an award."""

    GRANTED = "granted"
    ADJUSTED = "adjusted"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    GRACE = "grace"
    STOPPED = "stopped"
    DEATH = "death"
    DEATH_CORRECTED = "death_corrected"
    RECHECKED = "rechecked"
    RECHECK_CALLED = "recheck_called"
    CARD_KEPT = "card_kept"
    CARD_RETURNED = "card_returned"
    CALLED_OFF = "called_off"
    RESTORED = "restored"  #: a stop was wrong: as if it had not been, or ended as before it

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return _FACTS[self]


_FACTS = {
    FactKind.GRANTED: "审核确认",
    FactKind.ADJUSTED: "调整金额",
    FactKind.SUSPENDED: "暂停发放",
    FactKind.RESUMED: "恢复发放",
    FactKind.GRACE: "渐退",
    FactKind.STOPPED: "停发",
    FactKind.DEATH: "去世停发",
    FactKind.DEATH_CORRECTED: "更正去世登记",
    FactKind.RECHECKED: "复核",
    FactKind.RECHECK_CALLED: "需要复核",
    FactKind.CARD_KEPT: "他人代管银行卡",
    FactKind.CARD_RETURNED: "交还银行卡",
    FactKind.CALLED_OFF: "撤销",
    FactKind.RESTORED: "撤销停发，恢复发放",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """The part of it that decides what is owed; `amounts` are those of the months of a grace period, in fen."""

    kind: FactKind
    month: date | None
    fen: int | None = None
    amounts: tuple[int, ...] = ()
    reason: str = ""
    basis: str = ""


class AwardFact(Model):
    """`number` counts an award's facts in the order in which they were noted. `details` hold no personal data."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    award_id = fields.UUIDField()
    number = fields.IntField()
    kind = fields.CharEnumField(FactKind, max_length=20)
    month = fields.DateField(null=True)
    fen = fields.BigIntField(null=True)
    amounts = fields.JSONField[list[int]](default=list)
    reason = fields.TextField(default="")
    basis = fields.TextField(default="")
    details = fields.JSONField[dict[str, object]](default=dict)
    by_kind = fields.TextField()
    by_id = fields.UUIDField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "award_fact"
        unique_together = (("award_id", "number"),)

    @property
    def told(self) -> Fact:
        """For the pure functions."""
        return Fact(self.kind, self.month, self.fen, tuple(self.amounts), self.reason, self.basis)
