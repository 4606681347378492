"""Agreement (代领协议): somebody else's account receives the money, in writing and looked at by the county."""

from datetime import date
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend import sealing
from backend.privacy import masked_phone
from backend.refusals import NotAcceptable, NotAllowed, NotFound, NotNow
from backend.residents import ACCOUNT, PHONE, AccountKind, doubt_of


class NoSuchAgreement(NotFound):
    """None of your places."""

    sentence = "没有找到这份代领协议，请刷新后再看。"


class AgreementIncomplete(NotAcceptable):
    """Holder, relation, bank and the photo of the signed agreement are what the file at the county consists of."""

    sentence = "请填写代领人姓名、与本人的关系、开户银行，并上传签了字的协议照片。"


class AgreementNeedless(NotAcceptable):
    """The account is the person's own."""

    sentence = "代领人就是本人，不需要代领协议，请直接登记本人的账户。"


class AgreementTermImpossible(NotAcceptable):
    """It ends before it begins."""

    sentence = "协议到期日应在今天以后，请对照协议填写。"


class AgreementStands(NotNow):
    """One person's money goes by one agreement."""

    sentence = "这位居民已经有一份代领协议，请先办结或终止那一份。"


class AgreementDecided(NotNow):
    """A colleague was faster."""

    sentence = "这份代领协议已经办过了，请刷新后再看。"


class OwnAgreement(NotAllowed):
    """Who filed it does not look at it for the county (policy §10.3: maker and checker are two people)."""

    sentence = "这份代领协议是您登记的，要由县里另一位同事核准。"


class AgreementState(StrEnum):
    """Where it stands."""

    FILED = "filed"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    ENDED = "ended"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return {"filed": "待县里核准", "in_force": "已核准", "declined": "未核准", "ended": "已终止"}[self.value]


class PayeeAgreement(Model):
    """`until` is its last day; `account_id` the account that the county let open for it."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    award_id = fields.UUIDField()
    resident_id = fields.UUIDField()
    holder_name = fields.TextField()
    relation = fields.TextField()
    number_sealed = fields.BinaryField()
    last_four = fields.CharField(4)
    bank = fields.TextField()
    kind = fields.TextField()
    until = fields.DateField()
    photo_id = fields.UUIDField()
    phone_sealed = fields.BinaryField(null=True)
    phone_index = fields.BinaryField(null=True)
    state = fields.CharEnumField(AgreementState, max_length=10, default=AgreementState.FILED)
    filed_by = fields.UUIDField()
    filed_at = fields.DatetimeField()
    decided_by = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)
    account_id = fields.UUIDField(null=True)
    ended_on = fields.DateField(null=True)

    class Meta:
        table = "payee_agreement"

    @property
    def phone_shown(self) -> str:
        """The payee's number, masked; blank where none was given."""
        return masked_phone(sealing.unseal(self.phone_sealed, PHONE)) if self.phone_sealed else ""

    @property
    def number_doubt(self) -> str:
        """What to say where the card's check digit is wrong; blank where there is no doubt."""
        return doubt_of(sealing.unseal(self.number_sealed, ACCOUNT), AccountKind(self.kind))

    def covers(self, day: date) -> bool:
        """Whether money may go by it on that day."""
        return self.state is AgreementState.IN_FORCE and day <= self.until
