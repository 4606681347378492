"""Obligor (法定义务人): who owes the applicant support by law and signs for the economic check in their own name."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock, programmes, sealing
from backend.applications.application import Application
from backend.eligibility import Verdict
from backend.journal import By
from backend.residents import IDENTITY

# 特困人员认定办法 (民发〔2021〕43号) art. 10 has them all sign; of other programmes no national text does.
BY_LAW = ("tekun",)
_SIGN, _SPOUSES_SIGN = "dibao.obligors_sign", "check.obligor_spouses_sign"
_HOW_MANY = "obligors"  # the declared fact


class NamedObligor(Model):
    """Named by the family or an officer; `married` and no spouse named: the spouse is still to be named.

    The number may be unknown until the letter comes. A row that was wrong is struck with a reason, never removed.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    application_id = fields.UUIDField()
    name = fields.TextField()
    relation = fields.TextField()
    identity_sealed = fields.BinaryField(null=True)
    identity_index = fields.BinaryField(null=True)
    married = fields.BooleanField()
    spouse_of = fields.UUIDField(null=True)
    named_by_kind = fields.TextField()
    named_by = fields.UUIDField()
    named_at = fields.DatetimeField()
    struck_by_kind = fields.TextField(null=True)
    struck_by = fields.UUIDField(null=True)
    struck_at = fields.DatetimeField(null=True)
    struck_because = fields.TextField(null=True)

    class Meta:
        table = "named_obligor"

    @property
    def by_the_office(self) -> bool:
        """Whether an officer named them: what the office put on file, the office alone strikes."""
        return self.named_by_kind == By.OFFICER.value

    @property
    def identity_number(self) -> str | None:
        """In clear, where it is known."""
        return sealing.unseal(self.identity_sealed, IDENTITY) if self.identity_sealed else None


async def obligors_in(application_id: UUID) -> list[NamedObligor]:
    """Those named in a case and not struck, oldest first."""
    return await NamedObligor.filter(application_id=application_id, struck_at=None).order_by("id")


async def obligors_sign(case: Application) -> bool:
    """Whether they sign: for 特困 by law; else, where support is reckoned from them, as the county has set it."""
    if case.programme in BY_LAW:
        return True
    return await _is_set(case, _SIGN)


async def spouses_sign(case: Application) -> bool:
    """Whether a married obligor's spouse signs, too; no national text says so, so the county does."""
    return await _is_set(case, _SPOUSES_SIGN)


def still_to_be_named(case: Application, named: list[NamedObligor]) -> int:
    """How many the applicant spoke of whom nobody has named, where the law wants all of them to sign."""
    if case.programme not in BY_LAW or not case.verdict:
        return 0
    told = Verdict.from_json(case.verdict).facts.get(_HOW_MANY)
    known = sum(each.spouse_of is None for each in named)
    return max(0, told - known) if isinstance(told, int) else 0


async def _is_set(case: Application, key: str) -> bool:
    set_here = await programmes.parameters_on(case.county, clock.today())
    return set_here.get(key, programmes.get_declaration(key).default) == "yes"
