"""Reading one errand, open or ended, as an officer of its place opens it from what gave rise to it."""

from uuid import UUID

from backend.errands.errand import Errand
from backend.errands.finishing import NoSuchErrand
from backend.residents import Resident
from backend.staff import Officer, Power, has_power, must_have, youngest_shown


async def errand_for(errand_id: UUID, officer: Officer) -> Errand:
    """Refuses with NoSuchPower, and with NoSuchErrand where it is another place's, or a child's that others handle."""
    must_have(officer, Power.SEE_CASES)
    errand = await Errand.get_or_none(id=errand_id, county=officer.county, village__startswith=officer.scope.prefix)
    if errand is None or (errand.of_children and not has_power(officer, Power.HANDLE_CHILDREN)):
        raise NoSuchErrand
    if (await Resident.get(id=errand.resident_id)).birth_date > youngest_shown(officer):
        raise NoSuchErrand
    return errand
