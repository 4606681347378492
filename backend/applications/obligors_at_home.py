"""Obligors at home: whom the register already knows beside the applicant as their spouse, parent or child."""

from dataclasses import dataclass
from uuid import UUID

from backend import clock
from backend.applications.application import Application
from backend.applications.obligor import BY_LAW, obligors_in
from backend.residents import Resident, is_of_age

SPOUSE = "配偶"
# What the applicant and a member are to the head, and so what the member is to the applicant: those whom the law
# obliges to support them (民法典 arts. 26, 1059, 1067). The register's "parent" may be one of the spouse's, so whoever
# puts a name on file looks at it.
_OBLIGED = {
    ("head", "spouse"): SPOUSE, ("head", "child"): "子女", ("head", "parent"): "父母", ("spouse", "head"): SPOUSE,
    ("spouse", "child"): "子女", ("child", "head"): "父母", ("child", "spouse"): "父母", ("parent", "head"): "子女",
    ("parent", "sibling"): "子女", ("parent", "parent"): SPOUSE,
}  # fmt: skip
_BY_SEX = {"子女": {"male": "儿子", "female": "女儿"}, "父母": {"male": "父亲", "female": "母亲"}}


@dataclass(frozen=True)
class AtHome:
    """An adult of the household who owes the applicant support, as far as the register says what they are."""

    resident_id: UUID
    name: str
    relation: str


async def obligors_at_home(case: Application) -> list[AtHome]:
    """Those not named yet, the eldest first; none where every adult of the household signs anyway."""
    if case.programme not in BY_LAW:
        return []
    applicant = await Resident.get(id=case.resident_id)
    named = {each.identity_index for each in await obligors_in(case.id)}
    home = Resident.filter(household_id=applicant.household_id, deceased_on=None).exclude(id=applicant.id)
    return [
        AtHome(each.id, each.name, relation)
        for each in await home.order_by("birth_date", "id")
        if each.identity_index not in named and is_of_age(each.birth_date, clock.today())
        if (relation := _relation(applicant, each))
    ]


def _relation(applicant: Resident, other: Resident) -> str | None:
    found = _OBLIGED.get((applicant.relation_to_head, other.relation_to_head))
    if found == SPOUSE and applicant.sex == other.sex:
        return None
    return _BY_SEX.get(found, {}).get(other.sex, found) if found else None
