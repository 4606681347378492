"""Extension (延长办理时限): one officer asks with a ground of the law, another answers; kept whatever the answer."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class Ground(StrEnum):
    """The special cases in which the law allows it (民发〔2022〕83号 §4(1))."""

    OBJECTION = "objection"
    LIVES_ELSEWHERE = "lives_elsewhere"
    APPLIED_ELSEWHERE = "applied_elsewhere"
    HARD_TO_CHECK = "hard_to_check"

    @property
    def shown(self) -> str:
        """As the form says it."""
        return _TITLES[self]


_TITLES = {
    Ground.OBJECTION: "公示有异议",
    Ground.LIVES_ELSEWHERE: "人户分离",
    Ground.APPLIED_ELSEWHERE: "异地申办",
    Ground.HARD_TO_CHECK: "家庭经济状况复杂、核对困难",
}


class Extension(Model):
    """`due_before` and `due_after` are the law's date for the decision without and with it; `approved` None: waits.

    It lengthens the clock that `clock_began_at`, with the case's acceptance; reopened, a case has another.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    application_id = fields.UUIDField()
    clock_began_at = fields.DatetimeField()
    ground = fields.CharEnumField(Ground, max_length=20)
    reason = fields.TextField()
    due_before = fields.DateField()
    due_after = fields.DateField()
    asked_by = fields.UUIDField()
    asked_at = fields.DatetimeField()
    approved = fields.BooleanField(null=True)
    answered_by = fields.UUIDField(null=True)
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "extension"


async def extensions_of(application_id: object) -> list[Extension]:
    """Those asked for in a case, oldest first."""
    return await Extension.filter(application_id=application_id).order_by("id")
