"""Funeral aid (特困人员丧葬费用): one sum by the county's figure, to whoever buried somebody of 特困."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import sealing
from backend.privacy import masked_phone
from backend.refusals import NotAcceptable, NotAllowed, NotFound, NotNow
from backend.residents import ACCOUNT, PHONE, AccountKind, doubt_of

#: Its award's programme. It is nothing that one applies for, so it has no rule file and no place in the catalogue.
FUNERAL = "tekun_funeral"


class NoSuchFuneralAid(NotFound):
    """None of your places."""

    sentence = "没有找到这笔丧葬费用，请刷新后再看。"


class NotDead(NotNow):
    """Nobody is buried before a death is on record."""

    sentence = "这位居民没有登记去世。请先在居民或者办件页面登记去世日期，再办丧葬费用。"


class NotTekunAtDeath(NotNow):
    """The law has it for 特困 alone, and for who was so on the day of the death."""

    sentence = "登记的去世日期当天，这个人不是特困供养人员，按规定不办丧葬费用。日期有误的，请先更正去世登记。"


class FuneralFigureNotSet(NotNow):
    """The law leaves the sum to the county, and the county has set none for that day."""

    sentence = "县里还没有设定去世当天的特困人员丧葬费用标准，请先在「标准」里按文件设定，再来办理。"


class FuneralPayeeIncomplete(NotAcceptable):
    """Who is paid, where, and on what proof is what the file consists of."""

    sentence = "请填写收款单位或者收款人、开户银行，亲属还要写明关系，并上传料理后事的证明照片。"


class FuneralPayeeIsDead(NotAcceptable):
    """The dead are not paid for their own funeral."""

    sentence = "收款人不能是去世的本人，请填料理后事的供养机构、村（居）委会或者亲属。"


class FuneralPayeeIsYou(NotAllowed):
    """Nobody proposes or approves money for themselves (policy §18)."""

    sentence = "收款人和您同名，按规定您要回避，请交给另一位同事办理。"


class FuneralAidWaiting(NotNow):
    """One at a time, so that the second officer sees what would be paid."""

    sentence = "这位居民已经有一笔丧葬费用在等审批，请先等办结或者撤回。"


class FuneralAidGiven(NotNow):
    """Once for a person."""

    sentence = "这位居民的丧葬费用已经批过，不能重复办理。账户错了的，请选「更换收款账户」。"


class NoFuneralAidYet(NotNow):
    """There is no account to replace."""

    sentence = "这位居民还没有批过丧葬费用，不需要更换收款账户，请直接提出。"


class FuneralAidArrived(NotNow):
    """The money is there, so that another account would change nothing."""

    sentence = "丧葬费用已经到账，不能再更换收款账户。付错了的，请按多发追回办理。"


class FuneralAidOutdated(NotNow):
    """The day of the death or the figure has changed since it was proposed."""

    sentence = "提出以后，去世日期或者县里的标准有变，请退回，由经办同事重新提出。"


class FuneralAidDecided(NotNow):
    """A colleague was faster."""

    sentence = "这笔丧葬费用已经办过了，请刷新后再看。"


class FuneralFollowsFigure(NotNow):
    """Its sum is the county's figure and its account the approved one; a change of either has a way of its own."""

    sentence = "丧葬费用按去世当天的标准一次性发放，不能单独变动。请到这个人的特困供养页面更换收款账户或更正去世登记。"


class OwnFuneralAid(NotAllowed):
    """Maker and checker are two people (policy §18)."""

    sentence = "这笔丧葬费用是您提出的，按规定要由县里另一位同事审批。"


class PayeeKind(StrEnum):
    """Who saw to the funeral."""

    INSTITUTION = "institution"
    COMMITTEE = "committee"
    RELATIVE = "relative"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return {"institution": "供养服务机构", "committee": "村（居）民委员会", "relative": "亲属"}[self.value]


class FuneralAidState(StrEnum):
    """Where it stands."""

    PROPOSED = "proposed"
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"  #: another account receives, by a later one
    CALLED_OFF = "called_off"  #: the death was corrected, and it is not owed after all

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return _STATES[self]


_STATES = {
    FuneralAidState.PROPOSED: "待县里审批",
    FuneralAidState.GIVEN: "已批准",
    FuneralAidState.DECLINED: "未批准",
    FuneralAidState.WITHDRAWN: "已撤回",
    FuneralAidState.REPLACED: "已更换收款账户",
    FuneralAidState.CALLED_OFF: "去世登记更正，已撤销",
}


class FuneralAid(Model):
    """`fen`: the county's figure on the day of the death. `award_id` is what is paid, into `account_id`.

    One that `replaces` another names a right account for the same award.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    resident_id = fields.UUIDField()
    tekun_award_id = fields.UUIDField()
    died_on = fields.DateField()
    fen = fields.BigIntField()
    payee_kind = fields.CharEnumField(PayeeKind, max_length=20)
    payee_name = fields.TextField()
    relation = fields.TextField()
    number_sealed = fields.BinaryField()
    number_index = fields.BinaryField()
    last_four = fields.CharField(4)
    bank = fields.TextField()
    account_kind = fields.CharEnumField(AccountKind, max_length=10)
    photo_id = fields.UUIDField()
    phone_sealed = fields.BinaryField(null=True)
    phone_index = fields.BinaryField(null=True)
    replaces = fields.UUIDField(null=True)
    state = fields.CharEnumField(FuneralAidState, max_length=20, default=FuneralAidState.PROPOSED)
    proposed_by = fields.UUIDField()
    proposed_at = fields.DatetimeField()
    decided_by = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)
    award_id = fields.UUIDField(null=True)
    account_id = fields.UUIDField(null=True)

    class Meta:
        table = "funeral_aid"

    @property
    def number(self) -> str:
        """The account's number in clear; for opening the account only."""
        return sealing.unseal(self.number_sealed, ACCOUNT)

    @property
    def phone_shown(self) -> str:
        """The payee's number, masked; blank where none was given."""
        return masked_phone(sealing.unseal(self.phone_sealed, PHONE)) if self.phone_sealed else ""

    @property
    def number_doubt(self) -> str:
        """What to say where the card's check digit is wrong; blank where there is no doubt."""
        return doubt_of(self.number, self.account_kind)


async def funeral_aids_of(resident_id: UUID) -> list[FuneralAid]:
    """All that was proposed for a person's funeral, the newest first; for whoever was given the person's award."""
    return await FuneralAid.filter(resident_id=resident_id).order_by("-id").limit(20)


async def funeral_payees_of(award_ids: list[UUID]) -> dict[UUID, FuneralAid]:
    """By award, the funeral aid that is approved and whose payee gave a phone."""
    found = FuneralAid.filter(award_id__in=award_ids, state=FuneralAidState.GIVEN, phone_index__isnull=False)
    return {each.award_id: each for each in await found if each.award_id is not None}
