"""Starting an application: for oneself or one's family, as a cadre for one's village, or for another county."""

from tortoise.exceptions import IntegrityError

from backend import clock, database, places, programmes, residents, staff
from backend.applications.application import Application, State
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature, record
from backend.refusals import NotAllowed, NotNow


class ProgrammeNotOpen(NotNow):
    """The check is open to all, the application is made at the township's window."""

    sentence = "这项待遇暂时不能在手机上申请，请到乡镇便民服务中心办理。"


class AlreadyApplied(NotNow):
    """A case of the same programme is running; `details["application_id"]` names it."""

    sentence = "这项待遇已经有一件申请在办，不用重复申请，请在「我的申请」里查看进度。"


class NotYourFamily(NotAllowed):
    """A resident starts for someone of another household."""

    sentence = "您只能为自己或同户的家人申请。其他人请由本人申请，或请村干部代办。"


async def start(programme: str, resident: residents.Resident, *, by: Signature) -> Application:
    """Begin a draft.

    Refuses with programmes.NoSuchProgramme, ProgrammeNotOpen, NotYourFamily, OutsideYourVillage and AlreadyApplied.
    Anyone may apply for another with their mandate (policy §1.6); it is asked for at submission, not here.
    """
    if not programmes.get_programme(programme).open_for_application:
        raise ProgrammeNotOpen
    await _must_be_near(resident, by)
    try:
        async with database.transaction():
            application = await Application.create(
                id=new_id(), county=resident.county, township=places.township_of(resident.village),
                village=resident.village, programme=programme, resident_id=resident.id,
                started_by_kind=by.kind.value, started_by_id=by.id, state=State.DRAFT, started_at=clock.now(),
            )  # fmt: skip
            await record(application.moved(Deed.APPLICATION_STARTED, programme=programme), by=by)
    except IntegrityError:
        running = await running_case(resident, programme)
        if running is None:
            raise
        raise AlreadyApplied(application_id=str(running.id), state=running.state.value) from None
    return application


async def running_case(resident: residents.Resident, programme: str) -> Application | None:
    """The person's running case of a programme, if there is one."""
    running = [state for state in State if state.is_running]
    return await Application.get_or_none(resident_id=resident.id, programme=programme, state__in=running)


async def _must_be_near(resident: residents.Resident, by: Signature) -> None:
    if by.kind is By.CADRE and by.id is not None:
        if resident.village not in await staff.villages_served(by.id):
            raise staff.OutsideYourVillage
    elif by.kind is By.OFFICER:
        return  # what another county took in; its room asked for the officer's places
    elif by.id != resident.id:
        relative = await residents.Resident.get_or_none(id=by.id) if by.kind is By.RESIDENT else None
        if relative is None or (
            relative.household_id != resident.household_id
            and not await residents.is_guardian_of(relative.id, resident.id)
        ):
            raise NotYourFamily
