"""How somebody can be told something: whether they read, what they understand, and who hears in their stead."""

from collections.abc import Mapping
from uuid import UUID

from backend import clock, database, journal
from backend.identifiers import new_id
from backend.refusals import NotAcceptable
from backend.residents import (
    Capacity,
    Guardianship,
    NoSuchResident,
    Resident,
    Tongue,
    find_by_identity,
    is_of_age,
    normalise_identity_number,
)
from backend.staff.kinship import must_not_be_kin
from backend.staff.officer import Officer
from backend.staff.powers import Power, must_have


class GuardianImpossible(NotAcceptable):
    """Not on the register, the person themself, dead, a child, or in need of a guardian."""

    sentence = "监护人应是本县登记在册的另一位成年人，请核对身份证号；不在本县登记的请留空，由村干部上门告诉监护人。"


class RulingMissing(NotAcceptable):
    """Capacity is for a court to say (民法典第二十四条)."""

    sentence = "请写明法院判决的文号，例如“（2025）豫0325民特3号”。"


async def resident_for(resident_id: UUID, officer: Officer) -> Resident:
    """A resident of the officer's places; elsewhere they are as good as unknown (NoSuchResident)."""
    found = await Resident.get_or_none(id=resident_id, village__startswith=officer.scope.prefix)
    if found is None:
        raise NoSuchResident
    return found


async def guardianship_of(resident_id: UUID) -> Guardianship | None:
    """The one in force."""
    return await Guardianship.get_or_none(resident_id=resident_id, ended_at=None)


async def note_how_to_tell(resident_id: UUID, officer: Officer, *, can_read: bool, understands: Tongue) -> None:
    """From the next message on. Refuses with NoSuchPower and NoSuchResident."""
    must_have(officer, Power.REVIEW)
    resident = await resident_for(resident_id, officer)
    async with database.transaction():
        await Resident.filter(id=resident.id).update(can_read=can_read, understands=understands)
        facts = {"can_read": can_read, "understands": understands.value}
        await _record(journal.Deed.HOW_TO_TELL_NOTED, resident, officer, facts)


async def record_guardian(
    resident_id: UUID, officer: Officer, *, capacity: Capacity, guardian_number: str, basis: str
) -> None:
    """What a court found; an earlier entry ends. The number is empty where the guardian is not on our register.

    Refuses with NoSuchPower, NoSuchResident, RulingMissing, staff.YourOwnKin, residents.BadIdentityNumber and
    GuardianImpossible.
    """
    must_have(officer, Power.REVIEW)
    resident = await resident_for(resident_id, officer)
    if len(basis.strip()) < 2:
        raise RulingMissing
    await must_not_be_kin(officer.signature, resident.id)
    guardian = await _guardian(guardian_number, resident) if guardian_number.strip() else None
    async with database.transaction():
        await Resident.filter(id=resident.id).select_for_update().get()
        await _end(resident.id)
        await Guardianship.create(
            id=new_id(), county=resident.county, resident_id=resident.id, capacity=capacity, guardian_id=guardian,
            basis=basis.strip(), recorded_by=officer.id, recorded_at=clock.now(),
        )  # fmt: skip
        facts = {"capacity": capacity.value, "guardian": str(guardian) if guardian else None}
        await _record(journal.Deed.GUARDIAN_RECORDED, resident, officer, facts)


async def end_guardianship(resident_id: UUID, officer: Officer) -> bool:
    """The court found them with full capacity again; whether there was anything to end. Refuses as above."""
    must_have(officer, Power.REVIEW)
    resident = await resident_for(resident_id, officer)
    async with database.transaction():
        ended = await _end(resident.id)
        if ended:
            await _record(journal.Deed.GUARDIANSHIP_ENDED, resident, officer, {})
    return ended


async def _guardian(number: str, ward: Resident) -> UUID:
    found = await find_by_identity(normalise_identity_number(number), ward.county)
    if found is None or found.id == ward.id or found.deceased_on or not is_of_age(found.birth_date, clock.today()):
        raise GuardianImpossible
    if await guardianship_of(found.id) is not None:
        raise GuardianImpossible
    return found.id


async def _end(resident_id: UUID) -> bool:
    return bool(await Guardianship.filter(resident_id=resident_id, ended_at=None).update(ended_at=clock.now()))


async def _record(deed: journal.Deed, resident: Resident, officer: Officer, facts: Mapping[str, object]) -> None:
    line = journal.Line(
        deed,
        resident.county,
        "resident",
        resident.id,
        resident_id=resident.id,
        village=resident.village,
        facts=dict(facts),
    )
    await journal.record(line, by=officer.signature)
