"""Reading one errand, open or ended, as an officer of its place opens it from what gave rise to it."""

from uuid import UUID

from backend.errands.errand import Errand
from backend.errands.finishing import NoSuchErrand
from backend.staff import Officer, Power, must_have


async def errand_for(errand_id: UUID, officer: Officer) -> Errand:
    """Refuses with NoSuchPower, and with NoSuchErrand where it is another place's, too."""
    must_have(officer, Power.SEE_CASES)
    errand = await Errand.get_or_none(id=errand_id, county=officer.county, village__startswith=officer.scope.prefix)
    if errand is None:
        raise NoSuchErrand
    return errand
