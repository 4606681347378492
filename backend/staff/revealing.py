"""Seeing in clear what is masked by default: with a power, in one's own places, for a reason, on record."""

from uuid import UUID

from backend import database, journal
from backend.refusals import NotAcceptable
from backend.residents import NoSuchResident, Resident
from backend.staff.officer import Officer
from backend.staff.powers import Power, must_have


class ReasonMissing(NotAcceptable):
    """Nobody looks without a reason."""

    sentence = "请写明查看理由。"


async def reveal_identity_number(resident_id: UUID, officer: Officer, *, reason: str) -> str:
    """The ID number; the look is journaled before it is shown. A resident elsewhere is as good as unknown."""
    must_have(officer, Power.REVEAL)
    if len(reason.strip()) < 2:
        raise ReasonMissing
    resident = await Resident.get_or_none(id=resident_id, village__startswith=officer.scope.prefix)
    if resident is None:
        raise NoSuchResident
    async with database.transaction():
        await journal.record(
            journal.Line(
                journal.Deed.PERSONAL_DATA_REVEALED, resident.county, "resident", resident.id, resident_id=resident.id,
                village=resident.village, facts={"what": "identity_number", "reason": reason.strip()},
            ),
            by=officer.signature,
        )  # fmt: skip
    return resident.identity_number
