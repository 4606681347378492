"""Award change (变动): what one officer proposes for an award and another confirms; only then it is a fact."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend.entitlements.award_fact import Fact, FactKind
from backend.refusals import NotAcceptable, NotAllowed, NotFound, NotNow


class NoSuchChange(NotFound):
    """None in your places."""

    sentence = "没有找到这项变动，请刷新后再看。"


class ChangeWaiting(NotNow):
    """One proposal at a time, so that the second officer sees what it would change."""

    sentence = "这项待遇已经有一项变动在等确认，请先等确认、退回或撤回以后再提。"


class ChangeDecided(NotNow):
    """A colleague was faster."""

    sentence = "这项变动已经办过了，请刷新后再看。"


class OwnAwardChange(NotAllowed):
    """Maker and checker are two people (policy §18)."""

    sentence = "这项变动是您提出的，按规定要由另一位同事确认。"


class ReasonUnfit(NotAcceptable):
    """That reason belongs to another kind of change."""

    sentence = "请选一个适合这项变动的原因。"


class BasisMissing(NotAcceptable):
    """No change without a legal ground (policy §1.11)."""

    sentence = "请用2到200个字写明依据，比如文号、条款或者复核记录。"


class Reason(StrEnum):
    """Why an award changes; a closed list, for the journal holds no free text."""

    INCOME_CHANGED = "income_changed"
    PEOPLE_CHANGED = "people_changed"
    CLASS_CHANGED = "class_changed"
    WORK_REFUSED = "work_refused"
    PUT_RIGHT = "put_right"
    NOT_FOUND = "not_found"
    CHECKS_OPEN = "checks_open"
    CARD_EXPIRED = "card_expired"
    CLEARED = "cleared"
    CARD_RENEWED = "card_renewed"
    EMPLOYED = "employed"
    NO_LONGER_FITS = "no_longer_fits"
    MOVED_AWAY = "moved_away"
    OTHER_BENEFIT = "other_benefit"
    IMPRISONED = "imprisoned"
    GIVEN_UP = "given_up"
    FRAUD = "fraud"
    WRONG_DAY = "wrong_day"
    WRONG_PERSON = "wrong_person"
    UNCERTIFIED = "uncertified"  #: by the clock alone
    CERTIFIED = "certified"  #: by whoever saw the person

    @property
    def shown(self) -> str:
        """As the console and the person's lines have it."""
        return _REASONS[self]


_REASONS = {
    Reason.INCOME_CHANGED: "家庭收入或者财产有变化",
    Reason.PEOPLE_CHANGED: "家庭人口有变化",
    Reason.CLASS_CHANGED: "类别、等级有变化",
    Reason.WORK_REFUSED: "有劳动能力，连续三次无正当理由拒绝介绍的工作",
    Reason.PUT_RIGHT: "原来核定有误，予以更正",
    Reason.NOT_FOUND: "联系不上本人",
    Reason.CHECKS_OPEN: "核对发现疑点，正在核实",
    Reason.CARD_EXPIRED: "残疾证过期，还没有换证",
    Reason.CLEARED: "已核实，符合条件",
    Reason.CARD_RENEWED: "已经换领残疾证",
    Reason.EMPLOYED: "家里有人就业，收入超过标准",
    Reason.NO_LONGER_FITS: "不再符合条件",
    Reason.MOVED_AWAY: "户口已迁出本县",
    Reason.OTHER_BENEFIT: "改领不能同时享受的其他待遇",
    Reason.IMPRISONED: "被判刑并收监执行",
    Reason.GIVEN_UP: "本人自愿放弃",
    Reason.FRAUD: "虚报、隐瞒、伪造",
    Reason.WRONG_DAY: "去世日期登记错了",
    Reason.WRONG_PERSON: "登记错了人，本人健在",
    Reason.UNCERTIFIED: "生存认证到期没有做，做了以后补发",
    Reason.CERTIFIED: "已做生存认证",
}
_FITTING = {
    FactKind.ADJUSTED: (
        Reason.INCOME_CHANGED, Reason.PEOPLE_CHANGED, Reason.CLASS_CHANGED, Reason.WORK_REFUSED, Reason.PUT_RIGHT,
    ),
    FactKind.SUSPENDED: (Reason.NOT_FOUND, Reason.CHECKS_OPEN, Reason.CARD_EXPIRED),
    FactKind.RESUMED: (Reason.CLEARED, Reason.CARD_RENEWED, Reason.PUT_RIGHT),
    FactKind.GRACE: (Reason.EMPLOYED,),
    FactKind.STOPPED: (
        Reason.NO_LONGER_FITS, Reason.MOVED_AWAY, Reason.OTHER_BENEFIT, Reason.IMPRISONED, Reason.GIVEN_UP,
        Reason.FRAUD,
    ),
    FactKind.DEATH_CORRECTED: (Reason.WRONG_DAY, Reason.WRONG_PERSON),
}  # fmt: skip
#: Programmes that are paid to holders of a valid disability card.
BY_CARD = ("disability_living", "disability_care")
_BASIS_AT_LEAST, _BASIS_AT_MOST = 2, 200  # characters


class ChangeState(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return {"proposed": "待确认", "confirmed": "已确认", "declined": "未同意", "withdrawn": "已撤回"}[self.value]


class AwardChange(Model):
    """`month`: from which it holds. `day`: of a corrected death the right one, None where the person lives.

    `in_writing`: the person has a letter of it; what was confirmed before there were any has none.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    award_id = fields.UUIDField()
    kind = fields.CharEnumField(FactKind, max_length=20)
    month = fields.DateField(null=True)
    fen = fields.BigIntField(null=True)
    amounts = fields.JSONField[list[int]](default=list)
    day = fields.DateField(null=True)
    reason = fields.CharEnumField(Reason, max_length=20)
    basis = fields.TextField()
    posted_on = fields.DateField(null=True)
    state = fields.CharEnumField(ChangeState, max_length=20, default=ChangeState.PROPOSED)
    proposed_by = fields.UUIDField()
    proposed_at = fields.DatetimeField()
    decided_by = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)
    in_writing = fields.BooleanField(default=True)

    class Meta:
        table = "award_change"

    @property
    def told(self) -> Fact:
        """The fact that it would become."""
        return Fact(self.kind, self.month, self.fen, tuple(self.amounts), self.reason.value, self.basis)


def reasons_for(kind: FactKind, programme: str) -> tuple[Reason, ...]:
    """Those that fit such a change of such an award."""
    by_card = programme in BY_CARD
    return tuple(each for each in _FITTING[kind] if by_card or each not in (Reason.CARD_EXPIRED, Reason.CARD_RENEWED))


def must_be_grounded(kind: FactKind, reason: Reason, basis: str, programme: str) -> str:
    """The basis without blanks around it. ReasonUnfit, BasisMissing."""
    if reason not in reasons_for(kind, programme):
        raise ReasonUnfit
    if not _BASIS_AT_LEAST <= len(basis.strip()) <= _BASIS_AT_MOST:
        raise BasisMissing
    return basis.strip()
