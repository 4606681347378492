"""Care agreement (养育协议, of 特困 委托照料服务协议): who cares for somebody has signed, and so has the office."""

from dataclasses import dataclass
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.staff import Power


class NoSuchCareAgreement(NotFound):
    """None of your places, or a child's that others handle."""

    sentence = "没有找到这份协议，请刷新后再看。"


class NoCareAgreement(NotNow):
    """The law asks for none with this benefit."""

    sentence = "这项待遇不签养育协议或者照料协议。"


class CareAgreementIncomplete(NotAcceptable):
    """Who signed, what they are to the person, and a photo of the signed page are what the file consists of."""

    sentence = "请填写监护人（照料人）姓名、与本人的关系，并上传签了字的协议照片，一张照片只用一次。"


class CarerImpossible(NotAcceptable):
    """The person themself, a child, or somebody who has died."""

    sentence = "监护人（照料人）应是另一位健在的成年人，请核对姓名。"


class SigningDayImpossible(NotAcceptable):
    """After today, or the office before the carer."""

    sentence = "签字日期不能晚于今天，县里（乡镇）签字也不能早于监护人（照料人），请对照协议填写。"


class CareAgreementStands(NotNow):
    """One at a time; with another guardian the earlier one ends first."""

    sentence = "这项待遇已经有一份协议。换了监护人（照料人）的，请先终止原来的，再登记新签的。"


class CareAgreementMoved(NotNow):
    """A colleague was faster."""

    sentence = "这份协议已经办过了，请刷新后再看。"


class CareAgreementState(StrEnum):
    """Where it stands."""

    FILED = "filed"  #: the carer has signed
    IN_FORCE = "in_force"
    ENDED = "ended"


class WhyEnded(StrEnum):
    """Why another one is to be signed, or none."""

    CARER_CHANGED = "carer_changed"
    CARER_DIED = "carer_died"
    CALLED_OFF = "called_off"
    MISTAKEN = "mistaken"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return _WHY[self]


_WHY = {
    WhyEnded.CARER_CHANGED: "换了监护人（照料人）",
    WhyEnded.CARER_DIED: "监护人（照料人）去世",
    WhyEnded.CALLED_OFF: "双方解除",
    WhyEnded.MISTAKEN: "登记有误，重新登记",
}


@dataclass(frozen=True)
class Agreed:
    """Of one programme: what the paper is called, whom it is with, and who signs for which office.

    `asked_for`: the law has it signed with every award (民发〔2010〕161号); else it is kept where one was signed.
    """

    title: str
    carer: str
    organ: str
    signs: Power
    asked_for: bool


#: Of 特困 at home the law leaves it open whether a carer is entrusted (policy §2.5), so nobody is sent for it.
AGREED = {
    "orphan": Agreed("养育协议", "监护人", "县民政局", Power.CONFIRM, asked_for=True),
    "tekun": Agreed("委托照料服务协议", "照料人", "乡镇", Power.CONFIRM_DELEGATED, asked_for=False),
}
#: Programmes with each award of which one is signed.
ASKED_FOR = tuple(code for code, agreed in AGREED.items() if agreed.asked_for)


class CareAgreement(Model):
    """`carer_id`: the carer where they are on our register; `organ_…`: the office's signing, when, and its photo."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    award_id = fields.UUIDField()
    resident_id = fields.UUIDField()
    carer_name = fields.TextField()
    carer_id = fields.UUIDField(null=True)
    relation = fields.TextField()
    state = fields.CharEnumField(CareAgreementState, max_length=10, default=CareAgreementState.FILED)
    carer_signed_on = fields.DateField()
    carer_photo_id = fields.UUIDField()
    filed_by = fields.UUIDField()
    filed_at = fields.DatetimeField()
    organ_signed_on = fields.DateField(null=True)
    organ_photo_id = fields.UUIDField(null=True)
    signed_by = fields.UUIDField(null=True)
    signed_at = fields.DatetimeField(null=True)
    ended_on = fields.DateField(null=True)
    ended_because = fields.CharEnumField(WhyEnded, max_length=20, null=True)

    class Meta:
        table = "care_agreement"
