"""Reading one case: whoever may not see it is told nothing of it."""

from uuid import UUID

from backend import database, residents, staff
from backend.applications.acting import must_reach
from backend.applications.application import Application, NoSuchApplication
from backend.journal import By, Signature
from backend.staff import Cadre, Officer, Power


async def get_application(application_id: UUID) -> Application:
    """The case, for those who have asked already whether it may be seen; NoSuchApplication."""
    application = await Application.get_or_none(id=application_id)
    if application is None:
        raise NoSuchApplication
    return application


async def visible_to_resident(application_id: UUID, resident: residents.Resident) -> Application:
    """A case of one's own, or of someone whose mandate one holds; NoSuchApplication."""
    application = await get_application(application_id)
    await must_reach(application, Signature(By.RESIDENT, resident.id))
    return application


async def visible_to_cadre(application_id: UUID, cadre: Cadre) -> Application:
    """A case of one's own villages; NoSuchApplication, OutsideYourVillage."""
    application = await get_application(application_id)
    await must_reach(application, cadre.signature)
    return application


async def visible_to_officer(application_id: UUID, officer: Officer) -> Application:
    """A case of one's own places; NoSuchApplication, NoSuchPower, OutsideYourPlace."""
    staff.must_have(officer, Power.SEE_CASES)
    application = await get_application(application_id)
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


async def of_resident(resident_id: UUID) -> list[Application]:
    """A person's cases, newest first."""
    return await Application.filter(resident_id=resident_id).order_by("-id")
