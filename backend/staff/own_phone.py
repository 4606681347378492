"""Own phone (工作手机): an officer says where to be texted when something is late, and proves it by a code."""

from uuid import UUID

from backend import database, journal, residents, sealing
from backend.staff.officer import PHONE, Officer


async def ask_for_code(officer: Officer, number: str) -> None:
    """Have a code texted there; nothing changes before it is read. Refuses residents.BadPhone and CodeJustSent."""
    await residents.request_officers_code(officer.id, officer.county, number)


async def code_sent_to(officer: Officer) -> str | None:
    """The masked number whose code is awaited; None where none is."""
    return await residents.officers_code_sent_to(officer.id)


async def prove_own_phone(officer: Officer, code: str) -> None:
    """The number to which the code went is the work phone from now on; residents.WrongPhoneCode."""
    number = await residents.verify_officers_code(officer.id, code)
    await _keep(officer.id, officer.county, number)


async def drop_own_phone(officer: Officer) -> None:
    """No texts any more: the console alone. Twice is harmless."""
    await _keep(officer.id, officer.county, None)


async def _keep(officer_id: UUID, county: str, number: str | None) -> None:
    sealed = sealing.seal(number, PHONE) if number else None
    index = sealing.blind_index(number, PHONE) if number else None
    async with database.transaction():
        changed = await database.execute(
            """UPDATE officer SET phone_sealed = $2, phone_index = $3
               WHERE id = $1 AND phone_index IS DISTINCT FROM $3 AND left_on IS NULL""",
            officer_id, sealed, index,
        )  # fmt: skip
        if changed:
            line = journal.Line(
                journal.Deed.OFFICERS_PHONE_KEPT, county, "officer", officer_id, facts={"given": number is not None}
            )
            await journal.record(line, by=journal.Signature(journal.By.OFFICER, officer_id))
