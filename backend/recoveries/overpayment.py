"""Overpayment (多发): what a person was paid beyond what was owed, month by month, and the facts about it since."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend import journal
from backend.refusals import NotFound


class NoSuchOverpayment(NotFound):
    """None in your county."""

    sentence = "没有找到这笔多发，请刷新后再选。"


class Cause(StrEnum):
    """Why too much was paid."""

    DEATH = "death"
    STOPPED = "stopped"
    DECREASED = "decreased"
    DOUBLE = "double"
    FRAUD = "fraud"
    OTHER = "other"

    @property
    def shown(self) -> str:
        """In words for the person's letter; 《社会救助暂行办法》 art. 68 is the source of the claim for fraud."""
        return _CAUSES[self]


_CAUSES = {
    Cause.DEATH: "去世次月起不再发放，之后的月份多发了",
    Cause.STOPPED: "待遇已经停发，停发以后的月份多发了",
    Cause.DECREASED: "重新核定的标准低于已发的金额",
    Cause.DOUBLE: "同一个月的同一项待遇重复发了",
    Cause.FRAUD: "采取虚报、隐瞒、伪造等手段领取，按《社会救助暂行办法》第六十八条应当退回",
    Cause.OTHER: "其他原因多发",
}


class FactKind(StrEnum):
    """What can happen to an overpayment; `details` of AGREED: how, fen a month; of REPAID: the bank's receipt."""

    FOUND = "found"
    TOLD = "told"
    AGREED = "agreed"
    REPAID = "repaid"
    OFFSET = "offset"
    DROPPED = "dropped"
    RELEASED = "released"  #: owed after all by today's facts
    WRITE_OFF_PROPOSED = "write_off_proposed"
    WRITTEN_OFF = "written_off"
    WRITE_OFF_DECLINED = "write_off_declined"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return _FACTS[self]


_FACTS = {
    FactKind.FOUND: "发现多发",
    FactKind.TOLD: "已告知",
    FactKind.AGREED: "已约定退回办法",
    FactKind.REPAID: "已退回",
    FactKind.OFFSET: "从待遇里抵扣",
    FactKind.DROPPED: "撤销追回",
    FactKind.RELEASED: "重新核定后不再追回",
    FactKind.WRITE_OFF_PROPOSED: "申请核销",
    FactKind.WRITTEN_OFF: "已核销",
    FactKind.WRITE_OFF_DECLINED: "核销未批准",
}
#: What makes the debt smaller.
ENDING = (FactKind.REPAID, FactKind.OFFSET, FactKind.DROPPED, FactKind.RELEASED, FactKind.WRITTEN_OFF)


class Overpayment(Model):
    """`fen` is what was found, or `reported` by an officer; what is left of it is computed from the facts."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    resident_id = fields.UUIDField()
    award_id = fields.UUIDField()
    programme = fields.TextField()
    cause = fields.CharEnumField(Cause, max_length=20)
    fen = fields.BigIntField()
    note = fields.TextField(default="")
    reported = fields.BooleanField()
    found_on = fields.DateField()

    class Meta:
        table = "overpayment"

    def line(self, deed: journal.Deed, **facts: object) -> journal.Line:
        """A journal line about this overpayment."""
        return journal.Line(
            deed, self.county, "overpayment", self.id, resident_id=self.resident_id, village=self.village,
            facts={"programme": self.programme, **facts},
        )  # fmt: skip


class RecoveryFact(Model):
    """Added, never edited. `details` hold no personal data."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    overpayment_id = fields.UUIDField()
    kind = fields.CharEnumField(FactKind, max_length=20)
    fen = fields.BigIntField(null=True)
    happened_on = fields.DateField()
    details = fields.JSONField[dict[str, object]](default=dict)
    reason = fields.TextField(default="")
    by_kind = fields.TextField()
    by_id = fields.UUIDField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "recovery_fact"
