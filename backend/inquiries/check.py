"""Economic check (核对): who authorised it, the batch that asked, and what each register answered about each person."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend import clock


class CheckItem(StrEnum):
    """What may be asked for (民发〔2021〕57号 art. 17, 民发〔2022〕83号 §3; policy §9.1)."""

    HUKOU = "hukou"
    MARRIAGE = "marriage"
    DEATH = "death"
    REAL_ESTATE = "real_estate"
    VEHICLES = "vehicles"
    DEPOSITS = "deposits"
    INSURANCE = "insurance"
    SOCIAL_INSURANCE = "social_insurance"
    HOUSING_FUND = "housing_fund"
    BUSINESS = "business"
    TAX = "tax"

    @property
    def shown(self) -> str:
        """As files and pages call it."""
        return _ITEMS[self]


class Settled(StrEnum):
    """What became of something that a register answered with 「有」."""

    CONSISTENT = "consistent"
    EXPLAINED = "explained"
    STANDS = "stands"
    RECHECK = "recheck"

    @property
    def shown(self) -> str:
        """As the case says it."""
        return _SETTLED[self]


class CheckState(StrEnum):
    """How far the check of a case has come."""

    NOT_BEGUN = "not_begun"  #: nobody has authorised it
    WAITING = "waiting"  #: asked, or to be asked; not every item is answered
    OPEN = "open"  #: something that was answered is not settled with the family, whatever is still asked
    DONE = "done"

    @property
    def shown(self) -> str:
        """As the case's page says it."""
        return _STATES[self]


_STATES = {
    CheckState.NOT_BEGUN: "还没有登记授权", CheckState.WAITING: "等部门回复", CheckState.OPEN: "有结果要家庭说明、登记",
    CheckState.DONE: "部门都回复了",
}  # fmt: skip
_ITEMS = {
    CheckItem.HUKOU: "户籍", CheckItem.MARRIAGE: "婚姻", CheckItem.DEATH: "死亡、殡葬", CheckItem.REAL_ESTATE: "不动产",
    CheckItem.VEHICLES: "车辆、船舶", CheckItem.DEPOSITS: "存款、证券等金融资产", CheckItem.INSURANCE: "商业保险",
    CheckItem.SOCIAL_INSURANCE: "社会保险、养老金", CheckItem.HOUSING_FUND: "住房公积金",
    CheckItem.BUSINESS: "市场主体登记", CheckItem.TAX: "纳税",
}  # fmt: skip
_SETTLED = {
    Settled.CONSISTENT: "与申报一致", Settled.EXPLAINED: "家庭说明成立", Settled.STANDS: "与申报不符",
    Settled.RECHECK: "再核对一次",
}  # fmt: skip


class CheckAuthorisation(Model):
    """核对授权书 of one person: of the household, or of an obligor, `obligor_id` where one was named in the case.

    `anew_after`: requests up to this one count no more, for the registers are to be asked again.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    application_id = fields.UUIDField()
    name = fields.TextField()
    identity_sealed = fields.BinaryField()
    identity_index = fields.BinaryField()
    relation = fields.TextField()
    purpose = fields.TextField()
    valid_from = fields.DateField()
    valid_until = fields.DateField()
    photo_id = fields.UUIDField()
    obligor_id = fields.UUIDField(null=True)
    recorded_by = fields.UUIDField()
    recorded_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)
    anew_after = fields.UUIDField(null=True)

    class Meta:
        table = "check_authorisation"

    @property
    def lapsed(self) -> bool:
        """Whether its term is over, and it was not taken back within it: another letter may stand in its place."""
        ended_on = clock.in_county_time(self.revoked_at).date() if self.revoked_at else clock.today()
        return self.valid_until < ended_on


class CheckBatch(Model):
    """One request file, as a workbook (`digest`) and as CSV; `mark` (校验码) stands in each row and must come back."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    number = fields.CharField(40, unique=True)
    items = fields.JSONField[list[str]]()
    people = fields.IntField()
    mark = fields.TextField()
    digest = fields.TextField()
    csv_digest = fields.TextField(null=True)
    made_by = fields.UUIDField()
    made_at = fields.DatetimeField()

    class Meta:
        table = "check_batch"

    @property
    def asked(self) -> list[CheckItem]:
        """What it asks about each person, in the order of the file."""
        return [CheckItem(each) for each in self.items]


class CheckRequest(Model):
    """One person in a batch; `serial` is ours, and what a reply is matched by."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    batch_id = fields.UUIDField()
    authorisation_id = fields.UUIDField()
    application_id = fields.UUIDField()
    serial = fields.CharField(50, unique=True)

    class Meta:
        table = "check_request"
        unique_together = (("batch_id", "authorisation_id"),)


class CheckReply(Model):
    """One reply file that was taken in; there may be one a department."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    batch_id = fields.UUIDField()
    digest = fields.TextField()
    lines = fields.IntField()
    read_by = fields.UUIDField()
    read_at = fields.DatetimeField()

    class Meta:
        table = "check_reply"
        unique_together = (("batch_id", "digest"),)


class CheckExplanation(Model):
    """The person's own words about a result; later ones stand beside earlier ones."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    result_id = fields.UUIDField()
    words_sealed = fields.BinaryField()
    said_by = fields.UUIDField()
    said_at = fields.DatetimeField()

    class Meta:
        table = "check_explanation"


class CheckResult(Model):
    """One item of one person: 「有」 is flagged and must be settled with the family; `data_on` is its data date."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    request_id = fields.UUIDField()
    reply_id = fields.UUIDField()
    item = fields.TextField()
    flagged = fields.BooleanField()
    detail_sealed = fields.BinaryField(null=True)
    data_on = fields.DateField()
    settled = fields.TextField(null=True)
    words_sealed = fields.BinaryField(null=True)
    settled_by = fields.UUIDField(null=True)
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "check_result"
        unique_together = (("request_id", "item"),)
