"""Who stands in for whom: guardians, two of one home, and whoever holds the mandate of a case."""

from datetime import date
from uuid import UUID

from backend import applications
from backend.programmes import PhotoKind
from backend.residents import Capacity, Guardianship, Resident
from notifications.announcing import announce
from notifications.message import Message
from tests.backend.applications.cases import a_photo, hand
from tests.people import COUNTY, a_household, a_resident, an_officer, some_id


async def a_guardianship(ward: Resident, guardian: Resident) -> None:
    await Guardianship.create(
        id=some_id(), county=COUNTY, resident_id=ward.id, capacity=Capacity.NONE, guardian_id=guardian.id,
        basis="（2025）豫0325民特3号", recorded_by=(await an_officer()).id, recorded_at="2026-01-05",
    )  # fmt: skip


async def two_at_home(first: str, second: str) -> tuple[Resident, Resident]:
    home = await a_household()
    return (
        await a_resident(phone=first, household=home),
        await a_resident("王建军", date(1980, 1, 1), phone=second, household=home, relation="child"),
    )


async def a_case_in_the_hand_of(helper: Resident, elder: Resident) -> UUID:
    case = await applications.start("old_age_allowance", elder, by=hand(helper))
    await applications.give_mandate(
        case.id, relation="儿子", scope="申请高龄津贴", expires_on=date(2026, 12, 1), by=hand(helper),
        photo_id=await a_photo(elder, PhotoKind.MANDATE, by=hand(helper)),
    )  # fmt: skip
    await announce()
    await Message.all().delete()  # that the elder is asked about the mandate is not what is tried here
    return case.id
