"""Cases of 低保 and 特困 for tests, and what a township finds in them."""

from typing import Any

from backend import applications, inquiries
from backend.applications import Application
from backend.eligibility import FactValue
from backend.inquiries import FirstOpinion, Found, Opinion
from backend.residents import Provenance, Resident
from backend.staff import Officer
from tests.backend.applications.cases import a_draft, hand

DECLARED: dict[str, FactValue] = {
    "home_kind": "village", "members_counted": 3, "monthly_income_fen": 60_000, "members_authorised": True,
}  # fmt: skip
HOUSEHOLD: dict[str, FactValue] = {
    **DECLARED, "homes": 1, "vehicles": 0, "financial_assets_fen": 500_000, "property_outcome": "clear",
    "applies_alone": False, "member_receives_tekun": False, "receives_dibao_elsewhere": False, "extra_percent": 0,
}  # fmt: skip
ALONE: dict[str, FactValue] = {
    "home_kind": "village", "members_authorised": True, "own_income_fen": 0, "income_is_of_pension": False,
    "property_outcome": "clear", "has_disability_card": False, "self_care_failed": 2, "obligors": 0,
    "obligors_unable": 0, "support_mode": "home", "receives_dibao": False, "receives_orphan_allowance": False,
    "receives_child_allowance_in_full": False, "receives_elsewhere": False,
}  # fmt: skip
ORPHAN: dict[str, FactValue] = {"father": "dead", "mother": "missing"}
CHILD: dict[str, FactValue] = {
    **ORPHAN, "lives_in_institution": False, "receives_tekun": False, "receives_elsewhere": False,
}  # fmt: skip


async def dibao_accepted(
    resident: Resident, clerk: Officer, programme: str = "rural_dibao", *, kin_told: bool = False
) -> Application:
    """Declared as above, and taken on by the township."""
    draft = await a_draft(resident, programme=programme)
    case = await applications.submit(draft.id, by=hand(resident), facts=DECLARED if "dibao" in programme else ALONE)
    return await applications.accept(case.id, clerk, unsigned_because=applications.NoLetter.ON_PAPER, kin_told=kin_told)


def opinion(facts: dict[str, FactValue] | None = None, why: str = "", **instead: Any) -> Opinion:
    """A yes on verified facts."""
    found = {key: Found(value, Provenance.SURVEY, why) for key, value in (facts or HOUSEHOLD).items()}
    given = {"favourable": True, "reasons": "核实与申报一致。", "no_check_because": "核对平台停机", **instead}
    return Opinion(found, **given)


async def opined(case: Application, officer: Officer, **instead: Any) -> FirstOpinion:
    """On record, by somebody who has read the last one."""
    last = await inquiries.last_opinion(case.id)
    instead = {"after": last.id if last else None} | instead
    return await inquiries.give_first_opinion(case.id, opinion(**instead), officer)
