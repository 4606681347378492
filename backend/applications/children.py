"""Children's cases: named handlers alone know of them, and a guardian speaks for the child (policy §6, §14.4).

A guardian on file by a court's ruling speaks for their ward of any age (民法典第二十三条).
"""

from uuid import UUID

from backend import clock, residents
from backend.applications.application import Application
from backend.journal import By, Signature
from backend.programmes import OF_CHILDREN, get_programme
from backend.residents import Resident
from backend.staff import Officer, Power, has_power

_ADULT = 18  # years: who may be a guardian


def withheld_from(officer: Officer) -> list[str]:
    """Programmes of whose cases the officer is told nothing, not even that there are any."""
    return [] if has_power(officer, Power.HANDLE_CHILDREN) else list(OF_CHILDREN)


def review_power(programme: str) -> Power:
    """What it takes at the township to accept, return, forward or at first refuse a case of the programme."""
    return Power.REVIEW_CHILDREN if get_programme(programme).of_children else Power.REVIEW


async def speaks_as_guardian(application: Application, by: Signature) -> bool:
    """Whether `by` is the guardian on file, or an adult of the household of somebody who is not of age.

    They need no mandate: a child gives none (民法典第二十三、二十七条). Who of the household is the guardian the form
    says, and the township verifies it. Of a child's benefit this holds on while the child, grown up meanwhile, studies.
    """
    return await hears_as_guardian(application.resident_id, application.programme, by)


async def hears_as_guardian(resident_id: UUID, programme: str, by: Signature) -> bool:
    """The same of what the person receives: whether `by` is told of it in their stead."""
    if by.kind is not By.RESIDENT or by.id is None:
        return False
    if await residents.is_guardian_of(by.id, resident_id):
        return True
    child = await Resident.get(id=resident_id)
    if programme not in OF_CHILDREN and is_adult(child):
        return False
    asker = await Resident.get_or_none(id=by.id)
    return asker is not None and asker.household_id == child.household_id and is_adult(asker)


def is_adult(person: Resident) -> bool:
    """Whether the person is of age today."""
    return residents.age_on(person.birth_date, clock.today()) >= _ADULT
