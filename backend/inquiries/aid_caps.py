"""Caps of help that is given once (临时救助): the county's, in months of the household's 低保 standard (policy §3)."""

from backend import clock, eligibility, programmes
from backend.applications import Application
from backend.residents import Household, Resident


async def caps(case: Application) -> tuple[int, int]:
    """In fen, at most at once, and at most by the township alone; eligibility.StandardsNotSet where none is set."""
    rates = await programmes.parameters_on(case.county, clock.today())
    resident = await Resident.get(id=case.resident_id)
    home = await Household.get(id=resident.household_id)
    standard = f"dibao.standard.{home.register_kind}"
    for key in ("temp.cap", "temp.township_cap", standard):
        if rates.get(key) is None:
            raise eligibility.StandardsNotSet(key=key)
    most = int(str(rates["temp.cap"])) * int(str(rates[standard]))
    return most, min(most, int(str(rates["temp.township_cap"])))
