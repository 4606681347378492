"""Organ: whose seal a letter bears."""

from uuid import UUID

from backend import places
from backend.staff import Officer


async def organ_of(officer_id: UUID, county: str) -> str:
    """The bureau's, or of what an officer of a township decided or answered, the township's."""
    officer = await Officer.get(id=officer_id)
    name = await places.name_of(f"{county}000000")
    if officer.place == f"{county}000000":
        return f"{name}民政局"
    return f"{name}{await places.name_of(officer.place)}人民政府"
