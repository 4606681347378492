"""Amendment (更正决定): what one officer of the county proposes to put right in a decision, and another decides."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend.applications import NOES, DecisionKind
from backend.entitlements.award_change import ChangeState
from backend.refusals import NotAcceptable, NotAllowed, NotFound, NotNow


class NoSuchAmendment(NotFound):
    """None in your places."""

    sentence = "没有找到这份更正，请刷新后再看。"


class NothingToAmend(NotNow):
    """The case has no decision that could become this."""

    sentence = "这件申请现在的决定不能这样更正，请刷新后按现在的决定选择。"


class AmendmentWaiting(NotNow):
    """One proposal at a time, so that the second officer sees what it would change."""

    sentence = "这件申请已经有一份更正在等决定，请先等决定或撤回以后再提。"


class AmendmentDecided(NotNow):
    """A colleague was faster."""

    sentence = "这份更正已经办过了，请刷新后再看。"


class OwnAmendment(NotAllowed):
    """Maker and checker are two people (policy §18)."""

    sentence = "这份更正是您提出的，按规定要由另一位同事决定。"


class ReopenInstead(NotNow):
    """Nobody enters without check and notice (民发〔2021〕57号 art. 28), and no sum is settled beside the procedure."""

    sentence = "没有走完核实、公示的，或者要核定救助金额的，不能直接改为通过。请选择“撤销原决定，重新办理”。"


class RestoreInstead(NotNow):
    """A case has one award or recognition in its life: the yes that was withdrawn is what can stand again."""

    sentence = (
        "这件申请通过过，后来撤销了。撤销有误的，请选择“撤销原更正，恢复审核确认”；情况有变化的，请本人重新申请。"
    )


class Becomes(StrEnum):
    """What stands instead."""

    GRANTED = "granted"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    AMOUNT = "amount"
    RESTORED = "restored"

    @property
    def shown(self) -> str:
        """As the console, the letter and the case's history have it."""
        return _BECOMES[self]


class AmendmentGround(StrEnum):
    """How it came out that the decision was wrong."""

    REVIEW = "review"
    LAWSUIT = "lawsuit"
    OWN_FINDING = "own_finding"

    @property
    def shown(self) -> str:
        """As the console and the letter have it."""
        return {"review": "行政复议决定", "lawsuit": "人民法院裁判", "own_finding": "本机关自行发现"}[self.value]


_BECOMES = {
    Becomes.GRANTED: "撤销不予通过，予以确认",
    Becomes.REOPENED: "撤销原决定，重新办理",
    Becomes.WITHDRAWN: "撤销审核确认，不予通过",
    Becomes.AMOUNT: "更正保障金额",
    Becomes.RESTORED: "撤销原更正，恢复审核确认",
}
#: The decisions that an amendment can put right.
AMENDABLE = tuple(each.value for each in (*NOES, DecisionKind.CONFIRMED, DecisionKind.AMENDED))


class Amendment(Model):
    """`amends` stays as it is; `decision_id` is the one that stands instead once another officer has decided so.

    `month`: from which the money is another, or ends. `reasons`: codes of the programme's list, of a yes withdrawn.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    application_id = fields.UUIDField()
    amends = fields.UUIDField()
    becomes = fields.CharEnumField(Becomes, max_length=10)
    ground = fields.CharEnumField(AmendmentGround, max_length=12)
    basis = fields.TextField()
    reasons = fields.JSONField[list[str]](default=list)
    month = fields.DateField(null=True)
    fen = fields.BigIntField(null=True)
    posted_on = fields.DateField(null=True)
    state = fields.CharEnumField(ChangeState, max_length=10, default=ChangeState.PROPOSED)
    proposed_by = fields.UUIDField()
    proposed_at = fields.DatetimeField()
    decided_by = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)
    decision_id = fields.UUIDField(null=True, unique=True)

    class Meta:
        table = "amendment"

    @property
    def words(self) -> str:
        """What is decided and on what it rests, as the person reads it."""
        return f"{self.becomes.shown}（{self.ground.shown}：{self.basis}）。"


class AmendmentBasisMissing(NotAcceptable):
    """No amendment without what shows that the decision was wrong."""

    sentence = "请用2到200个字写明依据：复议决定书或者裁判文书的文号，自行发现的写明查清的事实。"
