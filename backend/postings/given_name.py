"""Given names: who raised an objection, where they let the officer who answers know."""

from collections.abc import Sequence
from uuid import UUID

from backend import staff
from backend.applications import Application
from backend.journal import By
from backend.postings.objection import Objection
from backend.residents import Resident
from backend.staff import Cadre, Officer, Power


async def given_names(case: Application, objections: Sequence[Objection], officer: Officer) -> dict[UUID, str]:
    """By objection, to an officer who may answer it; empty to all others, and to a relative of the family's."""
    if not staff.has_power(officer, Power.ANSWER_OBJECTION):
        return {}
    try:
        staff.must_cover(officer, case.village)
        await staff.must_not_be_kin(officer.signature, case.resident_id)
    except (staff.OutsideYourPlace, staff.YourOwnKin):
        return {}
    named = [each for each in objections if each.named]
    ids = [each.raised_by_id for each in named]
    people: list[Resident | Cadre] = [*await Resident.filter(id__in=ids), *await Cadre.filter(id__in=ids)]
    names = {each.id: each.name for each in people}
    return {each.id: names[each.raised_by_id] for each in named if each.raised_by_kind != By.OFFICER.value}
