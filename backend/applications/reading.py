"""Reading one case: whoever may not see it is told nothing of it."""

from collections.abc import Sequence
from uuid import UUID

from tortoise.expressions import Q

from backend import clock, database, residents, staff
from backend.applications.acting import must_reach
from backend.applications.application import Application, NoSuchApplication
from backend.applications.children import is_adult, withheld_from
from backend.applications.mandate import Mandate
from backend.journal import By, Signature
from backend.programmes import OF_CHILDREN
from backend.staff import Cadre, Officer, Power


async def get_application(application_id: UUID) -> Application:
    """The case, for those who have asked already whether it may be seen; NoSuchApplication."""
    application = await Application.get_or_none(id=application_id)
    if application is None:
        raise NoSuchApplication
    return application


async def visible_to_cadre(application_id: UUID, cadre: Cadre) -> Application:
    """A case of one's own villages; NoSuchApplication, OutsideYourVillage."""
    application = await get_application(application_id)
    await must_reach(application, cadre.signature)
    return application


async def visible_to_officer(application_id: UUID, officer: Officer) -> Application:
    """A case of one's own places; NoSuchApplication, NoSuchPower, OutsideYourPlace.

    Of a child's case nobody but its handlers learns that there is one.
    """
    staff.must_have(officer, Power.SEE_CASES)
    application = await get_application(application_id)
    if application.programme in withheld_from(officer):
        raise NoSuchApplication
    staff.must_cover(officer, application.village)
    return application


async def photo_in_a_case_of(photo_id: UUID, officer: Officer) -> bool:
    """Whether the photo was handed in with a case of the officer's places, wherever the person lives."""
    found = await database.rows(
        """SELECT FROM application_photo p JOIN application a ON a.id = p.application_id
           WHERE p.photo_id = $1 AND a.county = $2 AND a.village LIKE $3 LIMIT 1""",
        photo_id,
        officer.county,
        officer.scope.like,
    )
    return bool(found)


async def photo_withheld(photo_id: UUID, officer: Officer) -> bool:
    """Whether the photo is of a child's file that the officer is told nothing of."""
    found = await database.rows(
        """SELECT FROM photo p WHERE p.id = $1
             AND EXISTS (SELECT FROM application a WHERE a.resident_id = p.resident_id AND a.programme = ANY ($2))
             AND NOT EXISTS (SELECT FROM application_photo t JOIN application a ON a.id = t.application_id
                             WHERE t.photo_id = p.id AND NOT a.programme = ANY ($2))""",
        photo_id,
        withheld_from(officer),
    )
    return bool(found)


async def of_resident(resident_id: UUID) -> list[Application]:
    """A person's cases, newest first; an adult's with those of minors of the household."""
    person = await residents.get_resident(resident_id)
    own = Application.filter(resident_id=resident_id)
    if not is_adult(person):
        return await own.order_by("-id")
    home = await residents.Resident.filter(household_id=person.household_id).exclude(id=person.id)
    of_children = Q(resident_id__in=[each.id for each in home], programme__in=OF_CHILDREN)
    of_minors = Q(resident_id__in=[each.id for each in home if not is_adult(each)])
    children = Application.filter(of_children | of_minors)
    return sorted([*await own, *await children], key=lambda case: case.id, reverse=True)


async def helped_by(hands: Sequence[Signature]) -> list[tuple[Application, str]]:
    """The cases of others in which one of these hands holds a mandate today, and whose each is; newest first.

    Of a cadre's own the village's list tells.
    """
    kinds = [By.RESIDENT.value, By.OUTSIDER.value]
    ids = [each.id for each in hands if each.kind.value in kinds]
    held = Mandate.filter(agent_kind__in=kinds, agent_id__in=ids, revoked_at=None, expires_on__gte=clock.today())
    of_cases = await held.values_list("application_id", flat=True)
    cases = await Application.filter(id__in=list(of_cases)).order_by("-id")
    people = await residents.Resident.filter(id__in=[each.resident_id for each in cases])
    names = {each.id: each.name for each in people}
    return [(each, names[each.resident_id]) for each in cases]
