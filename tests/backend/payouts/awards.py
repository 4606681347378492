"""Awards and officers for the tests of payouts."""

from datetime import date
from typing import Any

from backend import clock
from backend.entitlements import Award
from backend.identifiers import new_id
from backend.residents import Resident
from backend.staff import Officer, Role
from tests.people import COUNTY, a_resident, an_officer

MARCH = date(2026, 3, 1)


async def an_award(resident: Resident | None = None, *, from_month: date = MARCH, **terms: Any) -> Award:
    """高龄津贴 of a woman of 83, paid here from March 2026 unless told otherwise; she has an account."""
    resident = resident or await a_resident(account="6228480000000000018")
    given = {
        "programme": "old_age_allowance", "origin": "decided", "from_month": from_month, "paid_here_from": from_month,
        "started_at": clock.now(), **terms,
    }  # fmt: skip
    return await Award.create(id=new_id(), county=COUNTY, village=resident.village, resident_id=resident.id, **given)


async def a_payer() -> Officer:
    """Draws up batches and handles the bank's files."""
    return await an_officer(Role.COUNTY_PAYER)


async def an_approver() -> Officer:
    """Approves what a payer drew up."""
    return await an_officer(Role.COUNTY_APPROVER)
